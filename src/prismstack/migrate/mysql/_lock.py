"""One migrating process at a time: a named lock, let go of by the server when the connection ends."""

from __future__ import annotations

import hashlib
from contextlib import suppress

from prismstack.drivers.mysql import FAILURES
from prismstack.migrate._errors import MigrationLocked
from prismstack.migrate.mysql._connection import Connection

__all__ = ["acquire", "acquire_prismas", "release_prismas"]

_WAIT_SECONDS = 60
_PRISMAS_WAIT_SECONDS = 10
# Prisma's own lock, one for the whole server; taken while migrations are applied.
_PRISMAS = "prisma_migrate"


def acquire(connection: Connection, database: str, wait: int = _WAIT_SECONDS) -> None:
    """Take the lock of a database for as long as the connection lives.

    Raises MigrationLocked after ``wait`` seconds.
    """
    # A lock's name has 64 characters at most, and is the server's, not the database's.
    digest = hashlib.sha256(database.encode()).hexdigest()
    _take(connection, f"prismstack_{digest[:40]}", database, wait)


def acquire_prismas(connection: Connection, wait: int = _PRISMAS_WAIT_SECONDS) -> None:
    """Take Prisma's lock, so that its CLI and ours exclude each other; as :func:`acquire`."""
    _take(connection, _PRISMAS, connection.options.database, wait)


def release_prismas(connection: Connection) -> None:
    """Let go of Prisma's lock; one whose connection is gone is free already."""
    with suppress(*FAILURES):
        connection.rows("SELECT RELEASE_LOCK(%s)", (_PRISMAS,))


def _take(connection: Connection, name: str, database: str, wait: int) -> None:
    if connection.value("SELECT GET_LOCK(%s, %s)", name, wait) != 1:
        raise MigrationLocked(
            f'another process migrates the database "{database}"; wait for it to finish and try again'
        )
