"""Columns from the catalogue: MySQL and MariaDB tell the same things differently."""

from __future__ import annotations

from collections import defaultdict

from prismstack.migrate.mysql._connection import Connection
from prismstack.migrate.mysql._defaults import canonical, expression
from prismstack.migrate.mysql._model import Column, ColumnType, Default
from prismstack.migrate.mysql._types import described_type

__all__ = ["default_of", "described_columns"]

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
        stated = None if default is None else default_of(type_, _text(default), extra.lower(), mariadb=mariadb)
        found[table].append(Column(name, type_, nullable == "NO", stated, "auto_increment" in extra.lower()))
    return found


def default_of(type_: ColumnType, text: str, extra: str, *, mariadb: bool) -> Default | None:
    """The default that a catalogue states; ``extra`` in lower case."""
    if mariadb:
        # Here literals are quoted, and a nullable column without a default has NULL.
        return None if text.upper() == "NULL" else expression(text, type_)
    generated = "default_generated" in extra or text.lower().startswith("current_timestamp")
    return expression(_unescaped(text), type_) if generated else canonical(text, type_)


def _unescaped(text: str) -> str:
    # MySQL 8 keeps an expression's quotes with a backslash before them.
    return text.replace("\\'", "'").replace("_utf8mb4'", "'")


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
