"""One migrating process at a time: a lock file beside the database, let go of by the system on any death."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from prismstack.errors import ConfigurationError
from prismstack.migrate._errors import MigrationLocked

__all__ = ["migration_lock"]

_WAIT_SECONDS = 60.0
_POLL_SECONDS = 0.02

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def migration_lock(database: Path, wait: float = _WAIT_SECONDS) -> Generator[None]:
    """Hold the migration lock of a database file.

    Not a lock on the database itself: its readers and writers go on. Raises
    MigrationLocked after ``wait`` seconds, ConfigurationError when the folder is not writable.
    """
    path = database.with_name(f"{database.name}-migrate.lock")
    handle = _acquire(path, time.monotonic() + wait)
    try:
        yield
    finally:
        if sys.platform != "win32":
            path.unlink(missing_ok=True)
        os.close(handle)


def _acquire(path: Path, deadline: float) -> int:
    while True:
        handle = _open(path)
        while not _try_lock(handle):
            if time.monotonic() > deadline:
                os.close(handle)
                raise MigrationLocked(f"another process holds {path}; wait for it to finish migrating and try again")
            time.sleep(_POLL_SECONDS)
        if _is_still(path, handle):
            return handle
        # The former holder removed the file that we waited for: lock the present one.
        os.close(handle)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ConfigurationError(f"cannot write beside the database ({path}): {error.strerror}") from error


def _is_still(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
