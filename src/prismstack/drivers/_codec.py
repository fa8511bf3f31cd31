"""What a driver knows about values: how arguments are bound and how columns are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

__all__ = ["Codec", "Convert"]

#: Converts one value that is not None.
Convert = Callable[[Any], Any]


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

    def raw_result(self, columns: list[str], declared: list[str | None], rows: list[tuple[Any, ...]]) -> dict[str, Any]:
        """A raw query's ``{columns, types, rows}`` in wire form."""
        ...
