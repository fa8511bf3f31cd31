"""The syntax of schema.prisma as data: blocks, fields, attributes, for what no engine export tells.

The text has to be valid already (:func:`prismstack.schema.check`): nothing is checked here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Argument", "Attribute", "Block", "Call", "Field", "Items", "Quoted", "Value", "Word"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A string, without its quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A number, a boolean, the name of a field, an enum's value."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """``autoincrement()``, ``name(sort: Desc)``."""

    name: str
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """``[a, b]``."""

    values: tuple[Value, ...]


Value = Quoted | Word | Call | Items


@dataclass(frozen=True, slots=True)
class Argument:
    """A value, with its name if it has one."""

    name: str | None
    value: Value


@dataclass(frozen=True, slots=True)
class Attribute:
    """``@id``, ``@db.VarChar(20)``, ``@@index([a])``; the name is without the ``@``."""

    name: str
    arguments: tuple[Argument, ...]

    def value(self, name: str, *, first: bool = False) -> Value | None:
        """The argument of that name; with ``first``, else the first that has none."""
        for each in self.arguments:
            if each.name == name:
                return each.value
        unnamed = [each.value for each in self.arguments if each.name is None]
        return unnamed[0] if first and unnamed else None

    def text(self, name: str, *, first: bool = False) -> str | None:
        """As :meth:`value`: the text of a string or word."""
        found = self.value(name, first=first)
        return found.text if isinstance(found, (Quoted, Word)) else None


@dataclass(frozen=True, slots=True)
class Field:
    """A line of a model, or a value of an enum (whose ``type`` is empty)."""

    name: str
    type: str
    #: ``""`` (required), ``"?"`` or ``"[]"``.
    arity: str
    attributes: tuple[Attribute, ...]
    documentation: tuple[str, ...] = ()
    #: The database's type in ``Unsupported("…")``.
    unsupported: str | None = None

    def attribute(self, name: str) -> Attribute | None:
        return next((each for each in self.attributes if each.name == name), None)

    @property
    def column(self) -> str:
        """The name in the database."""
        mapped = self.attribute("map")
        return (mapped.text("name", first=True) if mapped else None) or self.name


@dataclass(frozen=True, slots=True)
class Block:
    """``model``, ``view``, ``enum``, ``type``, ``datasource`` or ``generator``."""

    kind: str
    name: str
    fields: tuple[Field, ...]
    attributes: tuple[Attribute, ...]
    #: ``key = value`` lines.
    settings: dict[str, Value]
    documentation: tuple[str, ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        return next(self.all(name), None)

    def all(self, name: str) -> Iterator[Attribute]:
        """The block's attributes of that name."""
        return (each for each in self.attributes if each.name == name)

    @property
    def table(self) -> str:
        """The name in the database."""
        mapped = self.attribute("map")
        return (mapped.text("name", first=True) if mapped else None) or self.name
