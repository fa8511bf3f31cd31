"""Backup while writers write, verification that finds damage, restore that refuses it."""

from __future__ import annotations

import threading
from pathlib import Path

import apsw
import pytest

from prismstack.errors import ConfigurationError
from prismstack.ops import BackupInvalid, back_up, database_file, restore, verify_database


def connect(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(5000)
    return connection


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A ledger in WAL mode whose every committed state sums to zero."""
    path = tmp_path / "ledger.db"
    connection = connect(path)
    connection.execute(
        "PRAGMA journal_mode = WAL;"
        "CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT UNIQUE);"
        "CREATE TABLE entry (id INTEGER PRIMARY KEY, account INTEGER REFERENCES account, amount INTEGER, pad BLOB);"
        "INSERT INTO account VALUES (1, 'cash'), (2, 'fees')"
    ).fetchall()
    connection.close()
    book(path, 500)
    return path


def book(path: Path, count: int) -> None:
    """Book so many pairs of entries, each pair one transaction."""
    connection = connect(path)
    for _ in range(count):
        with connection:
            connection.execute("INSERT INTO entry (account, amount, pad) VALUES (1, 7, zeroblob(1000))")
            connection.execute("INSERT INTO entry (account, amount, pad) VALUES (2, -7, zeroblob(1000))")
    connection.close()


def totals(path: Path) -> tuple[int, int]:
    connection = connect(path)
    ((count, total),) = connection.execute("SELECT count(*), sum(amount) FROM entry").fetchall()
    connection.close()
    return count, total


def flip_bytes(path: Path, offset: int, count: int = 200) -> None:
    data = bytearray(path.read_bytes())
    data[offset : offset + count] = bytes(byte ^ 0xFF for byte in data[offset : offset + count])
    path.write_bytes(data)


def test_backup_is_a_verified_copy_in_one_private_file(database: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    report = back_up(database, tmp_path / "backups", progress=lambda copied, total: seen.append((copied, total)))
    assert totals(report.path) == totals(database) == (1000, 0)
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [report.path.name]
    assert report.path.stat().st_mode & 0o777 == 0o600
    assert report.size == report.path.stat().st_size
    assert seen[-1][0] == seen[-1][1] > 0


def test_backup_while_a_writer_writes_is_one_moment(database: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            book(database, 1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        reports = [back_up(database, tmp_path / "backups") for _ in range(5)]
    finally:
        stop.set()
        writer.join()
    states = [totals(report.path) for report in reports]
    assert all(total == 0 and count % 2 == 0 for count, total in states)
    assert states[0] < states[-1], "the writer went on meanwhile"


def test_backup_of_a_damaged_database_is_refused_and_leaves_no_file(database: Path, tmp_path: Path) -> None:
    connect(database).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    flip_bytes(database, 4096 * 2)
    with pytest.raises(BackupInvalid, match="damaged"):
        back_up(database, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_backup_of_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"no database file .*absent\.db"):
        back_up(tmp_path / "absent.db", tmp_path / "backups")


def test_verify_finds_a_missing_reference(database: Path) -> None:
    connect(database).execute("PRAGMA foreign_keys = OFF; DELETE FROM account WHERE id = 2").fetchall()
    with pytest.raises(BackupInvalid, match=r"row 2 of entry refers to a missing row of account.*and 495 more"):
        verify_database(database)


def test_verify_finds_what_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("not a database at all, but long enough to be read as the header of one" * 10)
    with pytest.raises(BackupInvalid, match="not a database"):
        verify_database(path)


def test_restore_brings_back_the_old_state_and_keeps_the_new_one(database: Path, tmp_path: Path) -> None:
    backup = back_up(database, tmp_path / "backups").path
    book(database, 3)
    reader = connect(database)
    assert reader.execute("SELECT count(*) FROM entry").fetchone() == (1006,)
    report = restore(backup, database)
    assert totals(database) == (1000, 0)
    assert reader.execute("SELECT count(*) FROM entry").fetchone() == (1000,), "an open connection sees the new content"
    assert report.previous is not None
    assert totals(report.previous) == (1006, 0)


def test_restore_into_a_place_without_a_database(database: Path, tmp_path: Path) -> None:
    backup = back_up(database, tmp_path / "backups").path
    report = restore(backup, tmp_path / "new" / "copy.db")
    assert report.previous is None
    assert totals(report.path) == (1000, 0)


def test_restore_refuses_a_damaged_file_and_changes_nothing(database: Path, tmp_path: Path) -> None:
    backup = back_up(database, tmp_path / "backups").path
    book(database, 1)
    flip_bytes(backup, 4096 * 3)
    with pytest.raises(BackupInvalid, match=str(backup)):
        restore(backup, database)
    assert totals(database) == (1002, 0)


def test_restore_over_a_damaged_database_moves_it_aside(database: Path, tmp_path: Path) -> None:
    backup = back_up(database, tmp_path / "backups").path
    database.write_bytes(b"rubbish" * 1000)
    report = restore(backup, database)
    assert totals(database) == (1000, 0)
    assert report.previous is not None
    assert report.previous.read_bytes().startswith(b"rubbish")


def test_restore_into_a_locked_database_says_what_to_do(database: Path, tmp_path: Path) -> None:
    backup = back_up(database, tmp_path / "backups").path
    writer = connect(database)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(ConfigurationError, match="locked by another process"):
        restore(backup, database, busy_timeout=0.05)
    writer.execute("ROLLBACK")
    assert totals(database) == (1000, 0)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://localhost/x", "pg_dump"),
        ("file::memory:", "in memory"),
        ("oracle://x", "unknown scheme"),
    ],
)
def test_only_sqlite_files_can_be_backed_up(url: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        database_file(url)


def test_database_file_of_a_url() -> None:
    assert database_file("file:/var/data/app.db?synchronous=NORMAL") == Path("/var/data/app.db")
