"""The tables of a schema on MySQL, from PostgreSQL's statements, by Prisma's type mapping."""

from __future__ import annotations

import re
from pathlib import Path

from prismstack.migrate import EmptySide, SchemaSide, diff

__all__ = ["mysql_script"]

_ENUM = re.compile(r'CREATE TYPE ("\w+") AS (ENUM \(.*?\));\n', re.DOTALL)
_ADD_CONSTRAINT = re.compile(r"ALTER TABLE .*?;\n", re.DOTALL)
_MYSQL = (
    (re.compile(r"'a \"quoted\" ''ü'''"), "@@quoted@@"),
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


def mysql_script(schema: Path) -> str:
    """The statements that create the schema's tables."""
    script = diff(EmptySide(), SchemaSide(schema, "postgresql"), script=True).text
    enums = dict(_ENUM.findall(script))
    script = _ENUM.sub("", script)
    for name, values in enums.items():
        script = script.replace(name, values)
    # InnoDB has no SET DEFAULT.
    script = _ADD_CONSTRAINT.sub(lambda found: "" if "SET DEFAULT" in found[0] else found[0], script)
    for pattern, replacement in _MYSQL:
        script = pattern.sub(replacement, script)
    return script
