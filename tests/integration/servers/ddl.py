"""The tables of the conformance schema on the database servers.

PostgreSQL's come from the schema engine. The engine has no MySQL, so MySQL's are the same
statements in its dialect, by Prisma's type mapping.
"""

from __future__ import annotations

import re

import apsw

from prismstack.engines import load_engine
from prismstack.migrate.sqlite._database import SqliteSession
from prismstack.schema import Schema
from prismstack.wasm import UNDEFINED, Instance

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


def postgresql_script(schema: Schema) -> str:
    """The statements that create the schema's tables."""
    instance = Instance(load_engine("schema_engine_bg.wasm"))
    # Between two datamodels the engine asks its database nothing.
    session = SqliteSession(apsw.Connection(":memory:"), instance.queue)
    engine = instance.wait(
        instance.call("schemaengine_new", {"datamodels": UNDEFINED}, lambda *_: None, session.factory)
    )
    files = [{"path": path, "content": text} for path, text in schema.for_provider("postgresql").engine_files()]
    request = {
        "from": {"tag": "empty"},
        "to": {"tag": "schemaDatamodel", "files": files},
        "script": True,
        "filters": {"externalTables": [], "externalEnums": []},
    }
    answer = instance.wait(instance.call("schemaengine_diff", engine, request))
    session.close()
    return str(answer["stdout"])


def mysql_script(schema: Schema) -> str:
    """The same tables in MySQL's dialect."""
    script = postgresql_script(schema)
    for pattern, replacement in _MYSQL:
        script = pattern.sub(replacement, script)
    return script
