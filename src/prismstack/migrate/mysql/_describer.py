"""The structure of a database, from its catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

from prismstack.migrate.mysql._connection import Connection
from prismstack.migrate.mysql._describe_columns import described_columns
from prismstack.migrate.mysql._model import ForeignKey, Index, Part, Structure, Table

__all__ = ["describe", "described_views"]

_TABLES = """\
SELECT table_name FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations'
ORDER BY BINARY table_name"""
_VIEWS = """\
SELECT table_name, view_definition FROM information_schema.views
WHERE table_schema = DATABASE() ORDER BY BINARY table_name"""
# A part without a column is an expression, which Prisma does not know.
_PARTS = """\
SELECT table_name, index_name, non_unique, index_type, column_name, sub_part, collation
FROM information_schema.statistics
WHERE table_schema = DATABASE() AND index_type IN ('BTREE', 'HASH', 'FULLTEXT')
ORDER BY BINARY table_name, index_name, seq_in_index"""
_FOREIGN_KEYS = """\
SELECT part.table_name, part.constraint_name, part.column_name,
       part.referenced_table_name, part.referenced_column_name, rule.delete_rule, rule.update_rule
FROM information_schema.key_column_usage part
JOIN information_schema.referential_constraints rule
  ON rule.constraint_schema = part.constraint_schema AND rule.constraint_name = part.constraint_name
 AND rule.table_name = part.table_name
WHERE part.table_schema = DATABASE() AND part.referenced_column_name IS NOT NULL
ORDER BY BINARY part.table_name, part.constraint_name, part.ordinal_position"""
_PRIMARY = "PRIMARY"


def describe(connection: Connection) -> Structure:
    """All tables but the history; views, triggers and routines are not part of it."""
    columns = described_columns(connection)
    keys, indexes = _indexes(connection)
    foreign_keys = _foreign_keys(connection)
    tables = [
        Table(name, tuple(columns[name]), keys.get(name, ()), tuple(indexes[name]), tuple(foreign_keys[name]))
        for (name,) in connection.rows(_TABLES)
    ]
    return Structure(tuple(tables))


def described_views(connection: Connection) -> list[tuple[Table, str]]:
    """The views as tables without keys, each with its query."""
    columns = described_columns(connection)
    return [(Table(name, tuple(columns[name])), str(query)) for name, query in connection.rows(_VIEWS)]


def _indexes(connection: Connection) -> tuple[dict[str, tuple[Part, ...]], dict[str, list[Index]]]:
    """The primary keys, and the other indexes, by table."""
    parts: defaultdict[tuple[str, str], list[Part | None]] = defaultdict(list)
    kinds: dict[tuple[str, str], tuple[bool, str]] = {}
    for table, name, not_unique, kind, column, length, order in connection.rows(_PARTS):
        prefix = int(length) if length is not None and kind != "FULLTEXT" else None
        parts[table, name].append(Part(column, prefix, descending=order == "D") if column is not None else None)
        kinds[table, name] = (not int(not_unique), kind)
    primary: dict[str, tuple[Part, ...]] = {}
    others: defaultdict[str, list[Index]] = defaultdict(list)
    for (table, name), found in parts.items():
        known = tuple([each for each in found if each is not None])
        if name == _PRIMARY:
            primary[table] = known
        elif len(known) == len(found):
            unique, kind = kinds[table, name]
            others[table].append(Index(name, known, "unique" if unique else _kind(kind)))
    return primary, others


def _kind(index_type: str) -> Literal["normal", "fulltext"]:
    return "fulltext" if index_type == "FULLTEXT" else "normal"


def _foreign_keys(connection: Connection) -> dict[str, list[ForeignKey]]:
    rows = connection.rows(_FOREIGN_KEYS)
    found: defaultdict[str, list[ForeignKey]] = defaultdict(list)
    for table, name in dict.fromkeys((row[0], row[1]) for row in rows):
        parts = [row[2:] for row in rows if row[:2] == (table, name)]
        found[table].append(_foreign_key(name, parts))
    return found


def _foreign_key(name: str, parts: Iterable[tuple[str, ...]]) -> ForeignKey:
    columns, tables, referenced, deletes, updates = zip(*parts, strict=True)
    return ForeignKey(name, columns, tables[0], referenced, deletes[0], updates[0])
