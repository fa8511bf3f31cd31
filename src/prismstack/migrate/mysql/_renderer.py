"""Steps as SQL, in the look of Prisma's own migrations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prismstack.migrate.mysql._connection import quoted
from prismstack.migrate.mysql._defaults import default_sql
from prismstack.migrate.mysql._model import Column, ForeignKey, Index, Part, Table
from prismstack.migrate.mysql._steps import (
    AddColumn,
    AddForeignKey,
    AddIndexInTable,
    AddPrimaryKey,
    AlterTable,
    Change,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropDefault,
    DropForeignKey,
    DropIndex,
    DropIndexInTable,
    DropPrimaryKey,
    DropTable,
    ModifyColumn,
    RecreateColumn,
    RenameIndex,
    Step,
)
from prismstack.migrate.mysql._types import type_sql

__all__ = ["EMPTY_SCRIPT", "rendered", "script_of"]

EMPTY_SCRIPT = "-- This is an empty migration."
_CHARACTERS = "DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"
_KINDS = {"normal": "", "unique": "UNIQUE ", "fulltext": "FULLTEXT "}


def script_of(steps: Sequence[Step], notices: Iterable[str] = ()) -> str:
    """The script of a migration; ``notices`` of what it may lose come first. Empty without steps."""
    listed = "".join(f"  - {each}\n" for each in notices)
    header = f"/*\n  Warnings:\n\n{listed}\n*/\n" if listed else ""
    return header + "\n".join(f"-- {type(step).__name__}\n{rendered(step)};\n" for step in steps)


def rendered(step: Step) -> str:
    """One statement, without its semicolon."""
    match step:
        case CreateTable(table):
            return _create_table(table)
        case DropTable(table):
            return f"DROP TABLE {quoted(table.name)}"
        case AlterTable(_, after, changes):
            clauses = ",\n    ".join(clause for change in changes for clause in _clauses(change))
            return f"ALTER TABLE {quoted(after.name)} {clauses}"
        case CreateIndex(table, index):
            kind = _KINDS[index.kind]
            return f"CREATE {kind}INDEX {quoted(index.name)} ON {quoted(table)}({_parts(index.parts)})"
        case DropIndex(table, index):
            return f"DROP INDEX {quoted(index.name)} ON {quoted(table)}"
        case RenameIndex(table, before, after):
            return f"ALTER TABLE {quoted(table)} RENAME INDEX {quoted(before.name)} TO {quoted(after.name)}"
        case AddForeignKey(table, key):
            return f"ALTER TABLE {quoted(table)} ADD {_foreign_key(key)}"
        case DropForeignKey(table, key):
            return f"ALTER TABLE {quoted(table)} DROP FOREIGN KEY {quoted(key.name)}"


def _create_table(table: Table) -> str:
    lines = [_column(each) for each in table.columns]
    keys = [_inline(each) for each in table.indexes if not table.is_implicit(each)]
    if table.primary_key:
        keys.append(f"PRIMARY KEY ({_parts(table.primary_key)})")
    body = ",\n    ".join(lines) + (",\n\n    " + ",\n    ".join(keys) if keys else "")
    return f"CREATE TABLE {quoted(table.name)} (\n    {body}\n) {_CHARACTERS}"


def _clauses(change: Change) -> Iterable[str]:
    match change:
        case DropPrimaryKey():
            yield "DROP PRIMARY KEY"
        case DropColumn(column):
            yield f"DROP COLUMN {quoted(column.name)}"
        case AddColumn(column):
            yield f"ADD COLUMN {_column(column)}"
        case ModifyColumn(_, after):
            yield f"MODIFY {_column(after)}"
        case DropDefault(_, after):
            yield f"ALTER COLUMN {quoted(after.name)} DROP DEFAULT"
        case RecreateColumn(before, after):
            yield f"DROP COLUMN {quoted(before.name)}"
            yield f"ADD COLUMN {_column(after)}"
        case AddPrimaryKey(parts):
            yield f"ADD PRIMARY KEY ({_parts(parts)})"
        case AddIndexInTable(index):
            yield f"ADD {_inline(index)}"
        case DropIndexInTable(index):
            yield f"DROP INDEX {quoted(index.name)}"


def _column(column: Column) -> str:
    default = default_sql(column)
    words = (
        quoted(column.name),
        type_sql(column.type),
        "NOT NULL" if column.required else "NULL",
        f"DEFAULT {default}" if default is not None else "",
        "AUTO_INCREMENT" if column.auto_increment else "",
    )
    return " ".join(word for word in words if word)


def _inline(index: Index) -> str:
    return f"{_KINDS[index.kind]}INDEX {quoted(index.name)}({_parts(index.parts)})"


def _parts(parts: Iterable[Part]) -> str:
    return ", ".join(_part(each) for each in parts)


def _part(part: Part) -> str:
    length = f"({part.length})" if part.length is not None else ""
    return f"{quoted(part.column)}{length}{' DESC' if part.descending else ''}"


def _foreign_key(key: ForeignKey) -> str:
    return (
        f"CONSTRAINT {quoted(key.name)} FOREIGN KEY ({_names(key.columns)}) "
        f"REFERENCES {quoted(key.table)}({_names(key.referenced)}) "
        f"ON DELETE {key.on_delete} ON UPDATE {key.on_update}"
    )


def _names(names: Iterable[str]) -> str:
    return ", ".join(quoted(each) for each in names)
