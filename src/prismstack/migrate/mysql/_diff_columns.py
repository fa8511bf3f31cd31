"""What changes in a table's columns and its primary key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from prismstack.migrate.mysql._defaults import same_default
from prismstack.migrate.mysql._model import Column, Index, Table
from prismstack.migrate.mysql._steps import (
    AddColumn,
    AddIndexInTable,
    AddPrimaryKey,
    Change,
    DropColumn,
    DropDefault,
    DropIndexInTable,
    DropPrimaryKey,
    ModifyColumn,
    RecreateColumn,
)
from prismstack.migrate.mysql._type_changes import TypeChange, type_change

__all__ = ["changes_primary_key", "column_changes", "recreated_columns", "touched_columns"]


def column_changes(
    before: Table, after: Table, old_indexes: Iterable[Index], new_indexes: Sequence[Index]
) -> Iterator[Change]:
    """The changes of one ALTER TABLE, in order.

    ``old_indexes`` go with it, ``new_indexes`` are created after it.
    """
    yield from (DropIndexInTable(each) for each in old_indexes)
    new_key = changes_primary_key(before, after)
    if new_key and before.primary_key:
        yield DropPrimaryKey(tuple([each.column for each in before.primary_key]))
    yield from (DropColumn(each) for each in before.columns if after.column(each.name) is None)
    yield from (AddColumn(each) for each in after.columns if before.column(each.name) is None)
    yield from _altered(before, after)
    if new_key and after.primary_key:
        yield AddPrimaryKey(after.primary_key)
    yield from _needed_inside(before, after, new_indexes)


def touched_columns(before: Table, after: Table) -> set[str]:
    """The columns that both have, with more than the default changed."""
    return {
        each.before.name
        for each in _altered(before, after)
        if isinstance(each, RecreateColumn)
        or (isinstance(each, ModifyColumn) and replace(each.before, default=each.after.default) != each.after)
    }


def recreated_columns(before: Table, after: Table) -> set[str]:
    """The columns that are dropped and added again."""
    return {each.before.name for each in _altered(before, after) if isinstance(each, RecreateColumn)}


def changes_primary_key(before: Table, after: Table) -> bool:
    """Whether the primary key is not the same afterwards, or a column of it is another."""
    recreated = recreated_columns(before, after)
    return _columns(before) != _columns(after) or any(each.column in recreated for each in before.primary_key)


def _columns(table: Table) -> tuple[tuple[str, int | None], ...]:
    # The order of values in a primary key does not matter.
    return tuple([(each.column, each.length) for each in table.primary_key])


def _altered(before: Table, after: Table) -> list[ModifyColumn | DropDefault | RecreateColumn]:
    pairs = [(each, after.column(each.name)) for each in before.columns]
    changes = [_alteration(former, column) for former, column in pairs if column is not None]
    return [each for each in changes if each is not None]


def _alteration(before: Column, after: Column) -> ModifyColumn | DropDefault | RecreateColumn | None:
    change = type_change(before.type, after.type)
    if change is TypeChange.NOT_CASTABLE:
        return RecreateColumn(before, after)
    same_rest = (before.required, before.auto_increment) == (after.required, after.auto_increment)
    if change is not TypeChange.NONE or not same_rest:
        return ModifyColumn(before, after)
    if same_default(before.default, after.default):
        return None
    return DropDefault(before, after) if after.default is None and after.required else ModifyColumn(before, after)


def _needed_inside(before: Table, after: Table, new_indexes: Sequence[Index]) -> Iterator[Change]:
    """An AUTO_INCREMENT column has to be the first of some key as soon as it is one."""
    key = after.primary_key[0].column if after.primary_key else None
    kept = [each for each in after.indexes if each not in new_indexes]
    for column in after.columns:
        if column.auto_increment and column.name not in (key, *(each.columns[0] for each in kept)):
            needed = next((each for each in new_indexes if each.columns[0] == column.name), None)
            former = before.column(column.name)
            if needed is not None and (former is None or former != column or before.primary_key != after.primary_key):
                yield AddIndexInTable(needed)
