"""The steps from one structure to another, in an order that works.

Foreign keys go first and come last; indexes go before the columns they are on, and come
after them. The order of the rest is Prisma's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from prismstack.migrate.mysql._diff_columns import changes_primary_key, column_changes, touched_columns
from prismstack.migrate.mysql._diff_indexes import IndexChanges, index_changes
from prismstack.migrate.mysql._model import ForeignKey, Index, Structure, Table, serves
from prismstack.migrate.mysql._steps import (
    AddForeignKey,
    AddIndexInTable,
    AlterTable,
    CreateIndex,
    CreateTable,
    DropForeignKey,
    DropIndex,
    DropTable,
    RenameIndex,
    Step,
)

__all__ = ["differences"]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A table that is on both sides."""

    before: Table
    after: Table
    indexes: IndexChanges

    def counts(self, index: Index) -> bool:
        """Whether an AUTO_INCREMENT column needs the index for as long as it counts."""
        first = self.before.column(index.columns[0])
        return first is not None and first.auto_increment


def differences(before: Structure, after: Structure) -> tuple[Step, ...]:
    """What leads from one structure to the other; empty when they agree."""
    pairs = [
        _Pair(table, other, index_changes(table, other))
        for table in before.tables
        if (other := after.table(table.name)) is not None
    ]
    dropped = [each for each in before.tables if after.table(each.name) is None]
    created = [each for each in after.tables if before.table(each.name) is None]
    again = _disturbed(pairs)
    alterations = [each for pair in pairs if (each := _alteration(pair)) is not None]
    return (
        *_dropped_keys(pairs, dropped, again),
        *(
            DropIndex(pair.before.name, each)
            for pair in pairs
            for each in pair.indexes.dropped
            if not pair.counts(each)
        ),
        *alterations,
        *(DropTable(each) for each in dropped),
        *(CreateTable(each) for each in created),
        *_created_indexes(pairs, alterations),
        *_added_keys(pairs, created, again),
        *(RenameIndex(pair.after.name, *names) for pair in pairs for names in pair.indexes.renamed),
    )


def _alteration(pair: _Pair) -> AlterTable | None:
    needed = [each for each in pair.indexes.dropped if pair.counts(each)]
    changes = tuple(column_changes(pair.before, pair.after, needed, pair.indexes.created))
    return AlterTable(pair.before, pair.after, changes) if changes else None


def _created_indexes(pairs: Iterable[_Pair], alterations: Iterable[AlterTable]) -> Iterator[Step]:
    inside = {
        (step.after.name, change.index.name)
        for step in alterations
        for change in step.changes
        if isinstance(change, AddIndexInTable)
    }
    for pair in pairs:
        for index in pair.indexes.created:
            if not pair.after.is_implicit(index) and (pair.after.name, index.name) not in inside:
                yield CreateIndex(pair.after.name, index)


# -- foreign keys -----------------------------------------------------------------------


def _dropped_keys(pairs: Iterable[_Pair], dropped: Iterable[Table], again: set[ForeignKey]) -> Iterator[Step]:
    for pair in pairs:
        for key in pair.before.foreign_keys:
            if key in again or not _kept(key, pair.after):
                yield DropForeignKey(pair.before.name, key)
    for table in dropped:
        for key in table.foreign_keys:
            yield DropForeignKey(table.name, key)


def _added_keys(pairs: Iterable[_Pair], created: Iterable[Table], again: set[ForeignKey]) -> Iterator[Step]:
    for pair in pairs:
        for key in pair.after.foreign_keys:
            former = next((each for each in pair.before.foreign_keys if same_key(each, key)), None)
            if former is None or former in again:
                yield AddForeignKey(pair.after.name, key)
    for table in created:
        for key in table.foreign_keys:
            yield AddForeignKey(table.name, key)


def _kept(key: ForeignKey, after: Table) -> bool:
    return any(same_key(key, each) for each in after.foreign_keys)


def same_key(one: ForeignKey, other: ForeignKey) -> bool:
    """Whether two foreign keys are the same; MySQL makes no difference between RESTRICT and NO ACTION."""
    return (one.name, one.columns, one.table, one.referenced, *map(_action, (one.on_delete, one.on_update))) == (
        other.name,
        other.columns,
        other.table,
        other.referenced,
        *map(_action, (other.on_delete, other.on_update)),
    )


def _action(name: str) -> str:
    return "RESTRICT" if name == "NO ACTION" else name


def _disturbed(pairs: list[_Pair]) -> set[ForeignKey]:
    """The foreign keys that stay, but stand in the way: of a column's change, or of an index that goes."""
    by_name = {pair.before.name: pair for pair in pairs}
    found: set[ForeignKey] = set()
    for pair in pairs:
        for key in pair.before.foreign_keys:
            target = by_name.get(key.table)
            if target is not None and _kept(key, pair.after):
                stands = (_is_disturbed(pair, key.columns), _is_disturbed(target, key.referenced))
                if any(stands):
                    found.add(key)
    return found


def _is_disturbed(pair: _Pair, columns: tuple[str, ...]) -> bool:
    if touched_columns(pair.before, pair.after) & set(columns):
        return True
    before = [each for each in pair.before.served_keys() if serves(each, columns)]
    gone = {each.columns for each in pair.indexes.dropped}
    if changes_primary_key(pair.before, pair.after):
        gone.add(tuple([each.column for each in pair.before.primary_key]))
    return bool(before) and all(each in gone for each in before)
