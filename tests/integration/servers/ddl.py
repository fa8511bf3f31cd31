"""The tables of the conformance schema on the database servers.

PostgreSQL's come from the schema engine. The engine has no MySQL, so MySQL's are the same
statements in its dialect, by Prisma's type mapping.
"""

from __future__ import annotations

import re
from pathlib import Path

from prismstack.migrate import EmptySide, SchemaSide, diff

SCHEMA = Path(__file__).parent.parent / "client" / "schema.prisma"
_ROLES = "ENUM('USER', 'adm', 'guest user')"
_MYSQL = (
    (re.compile(r"-- CreateEnum\nCREATE TYPE .*?;\n", re.DOTALL), ""),
    (re.compile(r"ALTER TABLE \"DefaultKid\".*?;\n", re.DOTALL), ""),  # InnoDB has no SET DEFAULT
    (re.compile(r"'a \"quoted\" ''ü'''"), "@@quoted@@"),
    (re.compile(r'"roles"'), _ROLES),
    (re.compile(r'"([^"]+)"'), r"`\1`"),
    (re.compile(r"SERIAL NOT NULL"), "INTEGER NOT NULL AUTO_INCREMENT"),
    (re.compile(r"DOUBLE PRECISION"), "DOUBLE"),
    (re.compile(r"TIMESTAMP\(3\)"), "DATETIME(3)"),
    (re.compile(r"DEFAULT CURRENT_TIMESTAMP"), "DEFAULT CURRENT_TIMESTAMP(3)"),
    (re.compile(r"JSONB"), "JSON"),
    (re.compile(r"BYTEA"), "LONGBLOB"),
    (re.compile(r"\bTEXT\b"), "VARCHAR(191)"),
    (re.compile(r" \+00:00'"), "'"),
    (re.compile(r"'\\x68656c6c6f'"), "'hello'"),
    (re.compile(r"@@quoted@@"), "'a \"quoted\" ''ü'''"),
)


def postgresql_script() -> str:
    """The statements that create the schema's tables."""
    return diff(EmptySide(), SchemaSide(SCHEMA, "postgresql"), script=True).text


def mysql_script() -> str:
    """The same tables in MySQL's dialect."""
    script = postgresql_script()
    for pattern, replacement in _MYSQL:
        script = pattern.sub(replacement, script)
    return script
