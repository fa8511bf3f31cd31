"""What a driver knows about values: how arguments are bound and how columns are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

__all__ = ["Codec", "Convert", "RareConvert"]

#: Converts one value that is not None.
Convert = Callable[[Any], Any]


class RareConvert:
    """A conversion that hardly any stored value needs.

    ``unneeded`` is the source of a Python expression over ``{0}``, true for values that may
    pass as they are. Generated code tests it inline, which costs less than a call; it may
    use ``int``, ``float``, ``str`` and ``len``. ``gives`` is the class of every result.
    """

    __slots__ = ("convert", "gives", "unneeded")

    def __init__(self, convert: Convert, gives: type[Any], unneeded: str) -> None:
        self.convert = convert
        self.gives = gives
        self.unneeded = unneeded

    def __call__(self, value: Any) -> Any:
        return self.convert(value)


class Codec(Protocol):
    """Conversions of one database; None stands for "pass it as it is"."""

    #: Prisma's name of the database.
    provider: str
    #: Tells codecs of one provider apart that convert differently.
    variant: str
    #: How many values one statement may bind.
    max_bind_values: int
    #: Whether a list of a raw query's parameters is bound as an array; else it is JSON text.
    has_arrays: bool

    def argument(self, scalar_type: str, native_type: str | None) -> Convert | None:
        """From a canonical value (or a plan's literal text) to what the driver binds."""
        ...

    def column(self, field_type: str) -> Convert | None:
        """From what the driver returns to the value a model field takes, by ``dataMap`` field type."""
        ...

    def wire(self, field_type: str) -> Convert | None:
        """From what the driver returns to its JSON form, by ``dataMap`` field type."""
        ...

    def rich(self, declared: str | None) -> Convert | None:
        """From what the driver returns to Python's own type, by a raw query's declared column type."""
        ...

    def raw_result(self, columns: list[str], declared: list[str | None], rows: list[tuple[Any, ...]]) -> dict[str, Any]:
        """A raw query's ``{columns, types, rows}`` in wire form."""
        ...
