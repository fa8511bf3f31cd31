"""Which indexes of a table go, come or get another name."""

from __future__ import annotations

from dataclasses import dataclass

from prismstack.migrate.mysql._diff_columns import recreated_columns
from prismstack.migrate.mysql._model import Index, Table

__all__ = ["IndexChanges", "index_changes"]


@dataclass(frozen=True, slots=True)
class IndexChanges:
    """``renamed`` pairs have the same content under two names."""

    dropped: tuple[Index, ...]
    created: tuple[Index, ...]
    renamed: tuple[tuple[Index, Index], ...]


def index_changes(before: Table, after: Table) -> IndexChanges:
    """Compares the indexes of a table before and after, by content first."""
    recreated = recreated_columns(before, after)
    lost = [each for each in before.indexes if recreated & set(each.columns)]
    gone = [each for each in before.indexes if each not in lost and not _has(after, each)]
    new = [each for each in after.indexes if recreated & set(each.columns) or not _has(before, each)]
    renamed: list[tuple[Index, Index]] = []
    for index in list(new):
        former = next((each for each in gone if each.same_content(index)), None)
        if former is not None:
            gone.remove(former)
            new.remove(index)
            # One that the schema asked for stays where the server would only put its own.
            if not after.is_implicit(index):
                renamed.append((former, index))
    # MySQL keeps what it added itself as long as the key is there.
    dropped = [each for each in gone if not after.is_implicit(each)]
    return IndexChanges((*lost, *dropped), tuple(new), tuple(renamed))


def _has(table: Table, index: Index) -> bool:
    return any(each.name == index.name and each.same_content(index) for each in table.indexes)
