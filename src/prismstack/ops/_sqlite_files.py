"""Opens and checks SQLite files for backup and restore."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import apsw

from prismstack.errors import ConfigurationError, PrismstackError

__all__ = ["BackupInvalid", "busy_explained", "open_existing", "verify_database"]

_SHOWN_PROBLEMS = 5


class BackupInvalid(PrismstackError):
    """A file is not a sound SQLite database; the message says what is wrong. Use another backup."""

    code = "BACKUP_INVALID"


def open_existing(path: Path, *, busy_timeout: float = 5.0) -> apsw.Connection:
    """A connection to an existing database file; waits ``busy_timeout`` seconds for locks.

    Raises ConfigurationError when there is no such file.
    """
    if not path.is_file():
        raise ConfigurationError(f"there is no database file {path}")
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    except apsw.Error as error:
        raise ConfigurationError(f"cannot open {path}: {error}") from error
    connection.set_busy_timeout(int(busy_timeout * 1000))
    return connection


def verify_database(path: Path) -> None:
    """Check a whole database file: its structure, its indexes and every foreign key.

    Raises BackupInvalid that lists the first problems, ConfigurationError when there is no file.
    """
    with closing(open_existing(path)) as connection:
        try:
            problems = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            problems += [
                f"row {row[1]} of {row[0]} refers to a missing row of {row[2]}"
                for row in connection.execute("PRAGMA foreign_key_check")
            ]
        except apsw.Error as error:
            problems = [str(error)]
    if problems:
        more = f" and {len(problems) - _SHOWN_PROBLEMS} more" if len(problems) > _SHOWN_PROBLEMS else ""
        raise BackupInvalid(f"{path} is damaged: {'; '.join(problems[:_SHOWN_PROBLEMS])}{more}")


@contextmanager
def busy_explained(path: Path) -> Generator[None]:
    """Say which file was busy, and what to do, when SQLite gives up waiting for its lock."""
    try:
        yield
    except (apsw.BusyError, apsw.LockedError) as error:
        raise ConfigurationError(f"{path} is locked by another process; stop its writers and try again") from error
