"""Columns from the catalogue: MySQL and MariaDB tell the same things differently."""

from __future__ import annotations

from collections import defaultdict

from prismstack.migrate.mysql._connection import Connection
from prismstack.migrate.mysql._defaults import canonical, expression
from prismstack.migrate.mysql._model import Column, Default
from prismstack.migrate.mysql._types import described_type

__all__ = ["described_columns"]

_COLUMNS = """\
SELECT table_name, column_name, column_default, is_nullable, column_type, extra
FROM information_schema.columns WHERE table_schema = DATABASE()
ORDER BY BINARY table_name, ordinal_position"""
# MariaDB's JSON is a text with this check, which has the column's name.
_JSON = """\
SELECT table_name, constraint_name FROM information_schema.check_constraints
WHERE constraint_schema = DATABASE() AND check_clause = CONCAT('json_valid(`', constraint_name, '`)')"""


def described_columns(connection: Connection) -> defaultdict[str, list[Column]]:
    """The columns of each table, in order."""
    mariadb = connection.is_mariadb
    json_columns = set(connection.rows(_JSON)) if mariadb else set[tuple[str, ...]]()
    found: defaultdict[str, list[Column]] = defaultdict(list)
    for table, name, default, nullable, type_text, extra in connection.rows(_COLUMNS):
        type_ = described_type(_text(type_text), is_json=(table, name) in json_columns)
        column = Column(name, type_, required=nullable == "NO", auto_increment="auto_increment" in extra.lower())
        stated = None if default is None else _default(column, _text(default), extra.lower(), mariadb)
        found[table].append(Column(name, type_, column.required, stated, column.auto_increment))
    return found


def _default(column: Column, text: str, extra: str, mariadb: bool) -> Default | None:
    if mariadb:
        # Here literals are quoted, and a nullable column without a default has NULL.
        return None if text.upper() == "NULL" else expression(text, column.type)
    generated = "default_generated" in extra or text.lower().startswith("current_timestamp")
    return expression(_unescaped(text), column.type) if generated else canonical(text, column.type)


def _unescaped(text: str) -> str:
    # MySQL 8 keeps an expression's quotes with a backslash before them.
    return text.replace("\\'", "'").replace("_utf8mb4'", "'")


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
