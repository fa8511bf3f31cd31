"""The table ``_prisma_migrations`` on PostgreSQL."""

from __future__ import annotations

from prismstack.drivers.postgresql import asyncpg
from prismstack.migrate._database import HistoryRow
from prismstack.migrate.postgresql._connection import Connection

__all__ = ["create_history", "read_history"]

# Column for column as Prisma creates it, so that its own CLI finds no drift.
_CREATE = """\
CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)"""
_SELECT = """\
SELECT migration_name, checksum, finished_at IS NOT NULL, rolled_back_at IS NOT NULL, logs
FROM "_prisma_migrations" ORDER BY started_at, ctid"""


def create_history(connection: Connection) -> None:
    connection.script(_CREATE)


def read_history(connection: Connection) -> list[HistoryRow] | None:
    """All rows in the order in which the migrations were started; None when there is no such table."""
    try:
        rows = connection.query(_SELECT).rows
    except asyncpg.UndefinedTableError:
        return None
    return [
        HistoryRow(str(name), str(checksum), bool(finished), bool(rolled_back), str(logs) if logs else None)
        for name, checksum, finished, rolled_back, logs in rows
    ]
