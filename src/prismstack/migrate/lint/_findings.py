"""What the rules find, and what their names mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["RULES", "Finding", "Level"]


class Level(StrEnum):
    """How bad it is."""

    #: Data is lost, or the migration fails on rows that may be there.
    ERROR = "error"
    #: Others wait for it, or a program that still runs breaks.
    WARNING = "warning"


#: Rule -> what it is about.
RULES: Final[dict[str, str]] = {
    "drop-table": "a table is dropped",
    "drop-column": "a column is dropped",
    "delete-rows": "all rows of a table are deleted",
    "update-rows": "all rows of a table are updated in one statement",
    "add-required-column": "a NOT NULL column without a default is added",
    "set-not-null": "a column becomes NOT NULL",
    "narrow-type": "the new type of a column has no place for all values of the former one",
    "change-type": "the values of a column are converted to another type",
    "rewrite-table": "a table is written anew while others wait",
    "rename-table": "a table gets another name",
    "rename-column": "a column gets another name",
    "index-locks-writes": "an index is built while writers wait",
    "concurrently-alone": "CONCURRENTLY stands beside other statements",
    "constraint-scans-table": "a constraint is checked on all rows while writers wait",
    "unique-on-rows": "a table with rows gets a unique index or constraint",
    "allow-comment": "a comment of prismstack-lint is wrong",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """``line`` counts from 1; ``reason`` is why it is allowed, None when it is not."""

    migration: str
    line: int
    rule: str
    level: Level
    message: str
    reason: str | None = None
