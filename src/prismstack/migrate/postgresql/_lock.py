"""One migrating process at a time: an advisory lock, let go of by the server when the connection ends."""

from __future__ import annotations

import time

from prismstack.migrate._errors import MigrationLocked
from prismstack.migrate.postgresql._connection import Connection

__all__ = ["acquire", "acquire_prismas"]

_WAIT_SECONDS = 60.0
_PRISMAS_WAIT_SECONDS = 10.0
_POLL_SECONDS = 0.02
# Prisma's own lock, which the engine takes as well, so that its CLI and ours exclude each other.
_PRISMAS = "SELECT pg_try_advisory_lock(72707369)"
# Another one, by its two numbers: it is held while the engine takes Prisma's on a second connection.
_OURS = "SELECT pg_try_advisory_lock(72707369, 0)"


def acquire(connection: Connection, wait: float = _WAIT_SECONDS) -> None:
    """Take the lock for as long as the connection lives. Raises MigrationLocked after ``wait`` seconds."""
    _poll(connection, _OURS, wait)


def acquire_prismas(connection: Connection, wait: float = _PRISMAS_WAIT_SECONDS) -> None:
    """Take Prisma's lock; as :func:`acquire`."""
    _poll(connection, _PRISMAS, wait)


def _poll(connection: Connection, attempt: str, wait: float) -> None:
    deadline = time.monotonic() + wait
    while not connection.value(attempt):
        if time.monotonic() > deadline:
            raise MigrationLocked(
                f'another process migrates the database "{connection.options.database}"; '
                "wait for it to finish and try again"
            )
        time.sleep(_POLL_SECONDS)
