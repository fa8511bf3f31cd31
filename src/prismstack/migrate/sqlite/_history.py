"""The table ``_prisma_migrations`` on SQLite."""

from __future__ import annotations

from typing import Any, Final

import apsw

from prismstack.migrate._database import HistoryRow
from prismstack.migrate.sqlite._rows import DATETIME, INTEGER, TEXT
from prismstack.migrate.sqlite._sql import run

__all__ = ["EMPTY_HISTORY", "create_history", "has_history", "read_history"]

#: What a query of the history answers while the table does not exist.
EMPTY_HISTORY: Final[dict[str, Any]] = {
    "columnNames": [
        "id", "checksum", "finished_at", "migration_name",
        "logs", "rolled_back_at", "started_at", "applied_steps_count",
    ],
    "columnTypes": [TEXT, TEXT, DATETIME, TEXT, TEXT, DATETIME, DATETIME, INTEGER],
    "rows": [],
}  # fmt: skip

# Letter for letter as Prisma creates it, so that its own CLI finds no drift.
_CREATE = """\
CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)"""
_SELECT = """\
SELECT migration_name, checksum, finished_at IS NOT NULL, rolled_back_at IS NOT NULL, logs
FROM _prisma_migrations ORDER BY started_at, rowid"""


def has_history(connection: apsw.Connection) -> bool:
    return connection.table_exists(None, "_prisma_migrations")


def create_history(connection: apsw.Connection) -> None:
    run(connection, _CREATE)


def read_history(connection: apsw.Connection) -> list[HistoryRow]:
    """All rows in the order in which the migrations were started."""
    rows = run(connection, _SELECT)
    return [
        HistoryRow(str(name), str(checksum), bool(finished), bool(rolled_back), str(logs) if logs else None)
        for name, checksum, finished, rolled_back, logs in rows
    ]
