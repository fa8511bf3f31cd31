"""Steps as a summary for people, in the look of Prisma's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prismstack.migrate.mysql._model import Column, Default
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

__all__ = ["summary_of"]

_KINDS = {"normal": "index", "unique": "unique index", "fulltext": "fulltext index"}


def summary_of(steps: Sequence[Step]) -> str:
    """What the steps do, table by table."""
    if not steps:
        return "No difference detected.\n"
    added = [each.table.name for each in steps if isinstance(each, CreateTable)]
    removed = [each.table.name for each in steps if isinstance(each, DropTable)]
    changed = {name for name in map(_table, steps) if name is not None}
    parts = [
        _listed("[+] Added tables", added),
        _listed("[-] Removed tables", removed),
        *(_changed(name, steps) for name in sorted(changed)),
    ]
    return "\n".join(part for part in parts if part)


def _listed(title: str, names: Sequence[str]) -> str:
    return f"{title}\n" + "".join(f"  - {name}\n" for name in names) if names else ""


def _changed(table: str, steps: Sequence[Step]) -> str:
    lines = [line for step in steps if _table(step) == table for line in _lines(step)]
    return f"[*] Changed the `{table}` table\n" + "".join(f"  {line}\n" for line in lines)


def _table(step: Step) -> str | None:
    match step:
        case CreateTable() | DropTable():
            return None
        case AlterTable(before, _, _):
            return before.name
        case _:
            return step.table


def _lines(step: Step) -> Iterator[str]:
    match step:
        case DropForeignKey(_, key):
            yield f"[-] Removed foreign key on columns ({', '.join(key.columns)})"
        case AddForeignKey(_, key):
            yield f"[+] Added foreign key on columns ({', '.join(key.columns)})"
        case DropIndex(_, index):
            yield f"[-] Removed {_KINDS[index.kind]} on columns ({', '.join(index.columns)})"
        case CreateIndex(_, index):
            yield f"[+] Added {_KINDS[index.kind]} on columns ({', '.join(index.columns)})"
        case RenameIndex(_, before, after):
            yield f"[*] Renamed index `{before.name}` to `{after.name}`"
        case AlterTable(_, _, changes):
            yield from (_line(each) for each in changes)
        case _:
            pass


def _line(change: Change) -> str:
    match change:
        case DropPrimaryKey(columns):
            return f"[-] Dropped the primary key on columns ({', '.join(columns)})"
        case AddPrimaryKey(parts):
            return f"[+] Added primary key on columns ({', '.join(each.column for each in parts)})"
        case DropColumn(column):
            return f"[-] Removed column `{column.name}`"
        case AddColumn(column):
            return f"[+] Added column `{column.name}`"
        case RecreateColumn(before, after):
            return f"[*] Column `{after.name}` would be dropped and recreated ({_how(before, after)})"
        case ModifyColumn(before, after) | DropDefault(before, after):
            return f"[*] Altered column `{after.name}` ({_how(before, after)})"
        case AddIndexInTable(index):
            return f"[+] Added {_KINDS[index.kind]} on columns ({', '.join(index.columns)})"
        case DropIndexInTable(index):
            return f"[-] Removed {_KINDS[index.kind]} on columns ({', '.join(index.columns)})"


def _how(before: Column, after: Column) -> str:
    changes: list[str] = []
    if before.type != after.type:
        changes.append("type changed")
    if before.required != after.required:
        names = {True: "Required", False: "Nullable"}
        changes.append(f"changed from {names[before.required]} to {names[after.required]}")
    if before.default != after.default:
        changes.append(f"default changed from `{_shown(before.default)}` to `{_shown(after.default)}`")
    if before.auto_increment != after.auto_increment:
        changes.append(
            "column became autoincrementing" if after.auto_increment else "column is no longer autoincrementing"
        )
    return ", ".join(changes)


def _shown(default: Default | None) -> str:
    if default is None:
        return "None"
    return "now()" if default.kind == "now" else default.text
