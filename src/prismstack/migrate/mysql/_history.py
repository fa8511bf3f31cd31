"""The table ``_prisma_migrations`` on MySQL."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from prismstack.migrate._database import HistoryRow
from prismstack.migrate.mysql._connection import Connection

__all__ = [
    "Record",
    "announce",
    "create_history",
    "finish",
    "mark_rolled_back",
    "read_history",
    "records",
    "write_logs",
]

# Column for column as Prisma creates it, so that its own CLI finds no drift.
_CREATE = """\
CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             DATETIME(3),
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          DATETIME(3),
    started_at              DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    applied_steps_count     INTEGER UNSIGNED NOT NULL DEFAULT 0
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"""
_HAS = """\
SELECT COUNT(*) FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_name = '_prisma_migrations'"""
_SELECT = """\
SELECT id, migration_name, checksum, finished_at IS NOT NULL, rolled_back_at IS NOT NULL, logs,
       applied_steps_count, CONCAT(DATE_FORMAT(started_at, '%Y-%m-%d %H:%i:%s.%f'), ' UTC')
FROM _prisma_migrations ORDER BY started_at, migration_name"""
_INSERT = "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES (%s, %s, %s)"
_FINISH = """\
UPDATE _prisma_migrations SET finished_at = UTC_TIMESTAMP(3), applied_steps_count = 1
WHERE id = %s"""
_LOGS = "UPDATE _prisma_migrations SET logs = %s WHERE id = %s"
_ROLLED_BACK = """\
UPDATE _prisma_migrations SET rolled_back_at = UTC_TIMESTAMP(3), logs = COALESCE(logs, %s)
WHERE migration_name = %s AND rolled_back_at IS NULL"""


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the history with what the engine needs of it."""

    id: str
    row: HistoryRow
    steps: int
    #: When it began, as messages show it.
    started: str


def create_history(connection: Connection) -> None:
    connection.run(_CREATE)


def records(connection: Connection) -> list[Record] | None:
    """All rows in the order in which the migrations were started; None when there is no such table."""
    if not connection.value(_HAS):
        return None
    return [
        Record(str(key), HistoryRow(str(name), str(checksum), bool(finished), bool(back), str(logs) if logs else None),
               int(steps), str(started))
        for key, name, checksum, finished, back, logs, steps, started in connection.rows(_SELECT)
    ]  # fmt: skip


def read_history(connection: Connection) -> list[HistoryRow] | None:
    """The rows alone."""
    found = records(connection)
    return None if found is None else [each.row for each in found]


def announce(connection: Connection, name: str, checksum: str) -> str:
    """Record that a migration begins; returns the row's id."""
    key = str(uuid4())
    connection.rows(_INSERT, (key, checksum, name))
    return key


def finish(connection: Connection, key: str) -> None:
    """Record that the migration with this id has been applied."""
    connection.rows(_FINISH, (key,))


def write_logs(connection: Connection, key: str, text: str) -> None:
    """Record what the database said when the migration failed."""
    connection.rows(_LOGS, (text, key))


def mark_rolled_back(connection: Connection, name: str, logs: str | None = None) -> None:
    """Record that a migration is no longer in force; ``logs`` says why, unless something is said already."""
    connection.rows(_ROLLED_BACK, (logs, name))
