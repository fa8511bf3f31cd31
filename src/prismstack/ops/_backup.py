"""Online backup of a SQLite database while it is in use, and restore that refuses a damaged file."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import apsw

from prismstack.drivers.sqlite import parse_url
from prismstack.errors import ConfigurationError
from prismstack.ops._sqlite_files import BackupInvalid, busy_explained, open_existing, verify_database
from prismstack.schema import provider_of

__all__ = ["BackupReport", "RestoreReport", "back_up", "database_file", "restore"]

Progress = Callable[[int, int], None]

_PAGES_PER_STEP = 1024


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A finished, verified backup; ``seconds`` is how long copy and verification took."""

    path: Path
    size: int
    seconds: float


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """A finished restore; ``previous`` is where the replaced database was kept (None: there was none)."""

    path: Path
    previous: Path | None


def database_file(url: str) -> Path:
    """The file of a SQLite database URL with an absolute or working-directory-relative path.

    Raises ConfigurationError for another provider and for a database in memory.
    """
    if provider_of(url) != "sqlite":
        raise ConfigurationError(
            f"backup works on SQLite files; for {provider_of(url)} use the database's own tools (pg_dump, mysqldump)"
        )
    options = parse_url(url)
    if options.in_memory:
        raise ConfigurationError("a database in memory cannot be backed up; use a file: URL with a path")
    return Path(options.path)


def back_up(source: Path, folder: Path, *, progress: Progress = lambda _copied, _total: None) -> BackupReport:
    """Copy a database that may be in use to ``folder/<name>-<UTC time>.db``, and verify the copy.

    The copy is the state at one moment; in WAL mode writers are not held up. ``progress`` is
    told pages copied and pages in all. A backup appears under its name only when it is whole.
    Raises ConfigurationError when the source is missing or stays locked, BackupInvalid when
    the copy is damaged, as the copy of a damaged database is.
    """
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{source.stem}-{_stamp()}.db"
    unfinished = target.with_suffix(".unfinished")
    try:
        _copy(source, unfinished, progress)
        verify_database(unfinished)
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    return BackupReport(target, target.stat().st_size, time.monotonic() - started)


def restore(backup: Path, target: Path, *, busy_timeout: float = 5.0) -> RestoreReport:
    """Replace a database by a backup, after verifying the backup and keeping the old database.

    The old database is backed up beside ``target``; if it is damaged, its files are moved
    aside instead. The new content goes in as one transaction, so that processes which have
    the file open see it whole; ``busy_timeout`` is how many seconds to wait for their locks.
    Raises BackupInvalid when the backup is damaged (nothing is changed then),
    ConfigurationError when it is missing or the target stays locked.
    """
    verify_database(backup)
    previous = _keep(target) if target.exists() else None
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        busy_explained(target),
        closing(open_existing(backup)) as source,
        closing(apsw.Connection(str(target))) as destination,
    ):
        destination.set_busy_timeout(int(busy_timeout * 1000))
        with destination.backup("main", source, "main") as copy:
            copy.step()
    verify_database(target)
    return RestoreReport(target, previous)


def _copy(source: Path, target: Path, progress: Progress) -> None:
    target.touch(mode=0o600)
    with (
        busy_explained(source),
        closing(open_existing(source)) as reader,
        closing(apsw.Connection(str(target))) as writer,
    ):
        try:
            # An open read transaction fixes the snapshot; otherwise every write starts the copy anew.
            reader.execute("BEGIN; SELECT count(*) FROM sqlite_schema").fetchall()
            with writer.backup("main", reader, "main") as copy:
                while not copy.done:
                    copy.step(_PAGES_PER_STEP)
                    progress(copy.page_count - copy.remaining, copy.page_count)
            # One file, without the companions of WAL mode.
            writer.execute("PRAGMA journal_mode = DELETE").fetchall()
        except (apsw.NotADBError, apsw.CorruptError) as error:
            raise BackupInvalid(f"{source} is damaged: {error}") from error


def _keep(target: Path) -> Path:
    try:
        return back_up(target, target.parent).path
    except BackupInvalid:
        aside = target.with_name(f"{target.stem}-damaged-{_stamp()}{target.suffix}")
        for ending in ("", "-wal", "-shm", "-journal"):
            part = target.with_name(target.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
        return aside


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
