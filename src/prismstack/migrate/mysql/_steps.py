"""What leads from one structure to another, in steps that become SQL."""

from __future__ import annotations

from dataclasses import dataclass

from prismstack.migrate.mysql._model import Column, ForeignKey, Index, Part, Table

__all__ = [
    "AddColumn",
    "AddForeignKey",
    "AddIndexInTable",
    "AddPrimaryKey",
    "AlterTable",
    "Change",
    "CreateIndex",
    "CreateTable",
    "DropColumn",
    "DropDefault",
    "DropForeignKey",
    "DropIndex",
    "DropIndexInTable",
    "DropPrimaryKey",
    "DropTable",
    "ModifyColumn",
    "RecreateColumn",
    "RenameIndex",
    "Step",
]


@dataclass(frozen=True, slots=True)
class DropPrimaryKey:
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DropColumn:
    column: Column


@dataclass(frozen=True, slots=True)
class AddColumn:
    column: Column


@dataclass(frozen=True, slots=True)
class ModifyColumn:
    before: Column
    after: Column


@dataclass(frozen=True, slots=True)
class DropDefault:
    """Nothing but the default goes."""

    before: Column
    after: Column


@dataclass(frozen=True, slots=True)
class RecreateColumn:
    """No value of the former type is one of the new type."""

    before: Column
    after: Column


@dataclass(frozen=True, slots=True)
class AddPrimaryKey:
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class AddIndexInTable:
    """An index that an AUTO_INCREMENT column needs in the same statement."""

    index: Index


@dataclass(frozen=True, slots=True)
class DropIndexInTable:
    """An index that an AUTO_INCREMENT column needs until that statement."""

    index: Index


Change = (
    DropPrimaryKey
    | DropColumn
    | AddColumn
    | ModifyColumn
    | DropDefault
    | RecreateColumn
    | AddPrimaryKey
    | AddIndexInTable
    | DropIndexInTable
)


@dataclass(frozen=True, slots=True)
class DropForeignKey:
    table: str
    key: ForeignKey


@dataclass(frozen=True, slots=True)
class DropIndex:
    table: str
    index: Index


@dataclass(frozen=True, slots=True)
class AlterTable:
    before: Table
    after: Table
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class DropTable:
    table: Table


@dataclass(frozen=True, slots=True)
class CreateTable:
    table: Table


@dataclass(frozen=True, slots=True)
class CreateIndex:
    table: str
    index: Index


@dataclass(frozen=True, slots=True)
class AddForeignKey:
    table: str
    key: ForeignKey


@dataclass(frozen=True, slots=True)
class RenameIndex:
    table: str
    before: Index
    after: Index


Step = DropForeignKey | DropIndex | AlterTable | DropTable | CreateTable | CreateIndex | AddForeignKey | RenameIndex
