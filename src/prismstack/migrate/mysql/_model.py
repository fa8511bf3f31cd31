"""The structure of a MySQL database, as it is described, built from a schema, compared and rendered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

__all__ = ["EMPTY", "Column", "ColumnType", "Default", "ForeignKey", "Index", "Part", "Structure", "Table", "serves"]


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A type by its canonical name (``INTEGER``, ``BOOLEAN``); an enum's values are its arguments.

    A type that Prisma does not know has the kind ``unsupported``, and its SQL as its name.
    """

    name: str
    arguments: tuple[str, ...] = ()
    unsigned: bool = False
    unsupported: bool = False


@dataclass(frozen=True, slots=True)
class Default:
    """A literal in canonical text, the present moment, or an expression of SQL (empty: any)."""

    kind: Literal["value", "now", "expression"]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    type: ColumnType
    required: bool
    default: Default | None = None
    auto_increment: bool = False
    #: Whether the client fills it in (``cuid()``, ``@updatedAt``, a default that MySQL cannot have).
    filled_by_client: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """A column in a key; ``length`` is that of its prefix."""

    column: str
    length: int | None = None
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """An index that is not the primary key."""

    name: str
    parts: tuple[Part, ...]
    kind: Literal["normal", "unique", "fulltext"] = "normal"

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple([each.column for each in self.parts])

    def same_content(self, other: Index) -> bool:
        """Whether they differ in their names at most."""
        return self.kind == other.kind and self.parts == other.parts


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key with its actions (``RESTRICT``, ``SET NULL``)."""

    name: str
    columns: tuple[str, ...]
    table: str
    referenced: tuple[str, ...]
    on_delete: str
    on_update: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; what has an order is in the order of its definition."""

    name: str
    columns: tuple[Column, ...]
    primary_key: tuple[Part, ...] = ()
    indexes: tuple[Index, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()

    def column(self, name: str) -> Column | None:
        return next((each for each in self.columns if each.name == name), None)

    def key_columns(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return tuple([each.column for each in self.primary_key])

    def unique_keys(self) -> Iterator[tuple[str, ...]]:
        """The columns of the primary key and of each unique index."""
        if self.primary_key:
            yield self.key_columns()
        yield from (each.columns for each in self.indexes if each.kind == "unique")

    def served_keys(self) -> Iterator[tuple[str, ...]]:
        """The columns of the primary key and of every index that can serve a foreign key."""
        if self.primary_key:
            yield self.key_columns()
        yield from (each.columns for each in self.indexes if each.kind != "fulltext")

    def with_implicit_indexes(self) -> Table:
        """With the index that MySQL itself adds, under the name of the key, for a foreign key that no other serves."""
        added: list[Index] = []
        for key in self.foreign_keys:
            present = [*self.served_keys(), *(each.columns for each in added)]
            if not any(serves(each, key.columns) for each in present):
                added.append(Index(key.name, tuple([Part(column) for column in key.columns])))
        return replace(self, indexes=(*self.indexes, *added)) if added else self

    def is_implicit(self, index: Index) -> bool:
        """Whether the index is one that MySQL adds, or would add, for a foreign key of the table."""
        return index.kind == "normal" and any(
            key.name == index.name and key.columns == index.columns for key in self.foreign_keys
        )


def serves(key: tuple[str, ...], columns: tuple[str, ...]) -> bool:
    """Whether a key can be used for a foreign key of these columns: they come first in it."""
    return key[: len(columns)] == columns


@dataclass(frozen=True, slots=True)
class Structure:
    """All tables of a database."""

    tables: tuple[Table, ...] = ()

    def table(self, name: str) -> Table | None:
        return next((each for each in self.tables if each.name == name), None)

    def without(self, names: Collection[str]) -> Structure:
        """The structure without these tables."""
        return Structure(tuple([each for each in self.tables if each.name not in names])) if names else self


EMPTY = Structure()
