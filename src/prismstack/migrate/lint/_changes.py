"""What a statement does to a schema or its rows, as far as the rules care."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "AddColumn",
    "AddConstraint",
    "AlterType",
    "Change",
    "Column",
    "CopyRows",
    "CreateIndex",
    "CreateTable",
    "Delete",
    "DropColumn",
    "DropTable",
    "Other",
    "RenameColumn",
    "RenameTable",
    "SetNotNull",
    "Update",
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column as defined; ``kind`` is its type in upper case, such as ``VARCHAR(30)``."""

    name: str
    kind: str
    not_null: bool
    has_default: bool
    volatile_default: bool = False


@dataclass(frozen=True, slots=True)
class CreateTable:
    table: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class DropTable:
    table: str


@dataclass(frozen=True, slots=True)
class AddColumn:
    table: str
    column: Column


@dataclass(frozen=True, slots=True)
class DropColumn:
    table: str
    column: str


@dataclass(frozen=True, slots=True)
class AlterType:
    """``not_null`` is None where the statement leaves it as it is."""

    table: str
    column: str
    kind: str
    not_null: bool | None = None


@dataclass(frozen=True, slots=True)
class SetNotNull:
    table: str
    column: str


@dataclass(frozen=True, slots=True)
class RenameTable:
    table: str
    to: str


@dataclass(frozen=True, slots=True)
class RenameColumn:
    table: str
    column: str
    to: str


@dataclass(frozen=True, slots=True)
class CreateIndex:
    table: str
    unique: bool
    concurrently: bool


@dataclass(frozen=True, slots=True)
class AddConstraint:
    """``kind`` is FOREIGN, UNIQUE, CHECK or PRIMARY; ``validated`` says that the rows are checked at once."""

    table: str
    kind: str
    validated: bool


@dataclass(frozen=True, slots=True)
class CopyRows:
    """``INSERT INTO table (columns) SELECT … FROM source``."""

    table: str
    columns: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Delete:
    """``DELETE`` or ``TRUNCATE``."""

    table: str
    everything: bool


@dataclass(frozen=True, slots=True)
class Update:
    table: str
    everything: bool


@dataclass(frozen=True, slots=True)
class Other:
    """``words`` begins with the statement's verb."""

    words: str


Change = (
    CreateTable | DropTable | AddColumn | DropColumn | AlterType | SetNotNull | RenameTable | RenameColumn
    | CreateIndex | AddConstraint | CopyRows | Delete | Update | Other
)  # fmt: skip
