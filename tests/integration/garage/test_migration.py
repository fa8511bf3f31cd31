"""A snapshot becomes a database: whole, once, however often the process is killed on the way.

``ATRIUM_KILL_SEED`` repeats a run (the seed is printed); ``ATRIUM_MIGRATION_VALUES`` sets its size, 100,000 for the
whole thing.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from atrium.cli._app import run
from atrium.garage.in_memory import InMemoryStore
from atrium.garage.interfaces import Kind
from atrium.garage.models import SpotStatus
from atrium.garage.moving import (
    MigrationRefused,
    Snapshot,
    SnapshotInvalid,
    check,
    compare,
    kind_checksums,
    migrate,
    read_snapshot,
    write_snapshot,
)
from atrium.garage.repositories import PrismaStore
from atrium.garage.repositories.migrations import PrismaMigrationLog
from atrium.garage.services import bootstrap
from atrium.platform.database import connected
from atrium.platform.errors import ForeignKeyViolation

from . import migrating_writer
from .histories import a_long_history

VALUES = int(os.environ.get("ATRIUM_MIGRATION_VALUES", "2000"))
KILLS = 20
PATIENCE = 300.0


@pytest.fixture
async def snapshot_file(tmp_path: Path) -> Path:
    """A small history in a file."""
    path = tmp_path / "snapshot.jsonl"
    await write_snapshot(await a_long_history(1000), path)
    return path


async def migrated(snapshot: Snapshot, url: str) -> None:
    async with connected(url) as client:
        report = await migrate(snapshot, PrismaStore(client), PrismaMigrationLog(client, "default"), batch_size=200)
        assert report.succeeded


async def test_a_snapshot_holds_what_the_store_holds(snapshot_file: Path) -> None:
    store = await a_long_history(1000)
    other = snapshot_file.with_name("other.jsonl")
    count = await write_snapshot(store, other)
    read = await read_snapshot(other)
    assert read.values == count > 1000
    assert (await compare(store.committed.tables, read.tables)).agrees
    assert (await read_snapshot(other)).checksum == read.checksum
    assert list(snapshot_file.parent.iterdir()) == [snapshot_file, other] or len(list(other.parent.iterdir())) == 2


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda lines: lines[:-1], "not whole"),
        (lambda lines: [*lines[:7], *lines[8:]], "values, the file has"),
        (lambda lines: lines[1:], "no snapshot"),
        (lambda lines: [lines[0].replace('"version":1', '"version":9'), *lines[1:]], "version 9"),
        (lambda lines: [*lines[:5], lines[5][:-20], *lines[6:]], "Line 6 is not JSON"),
        (lambda lines: [*lines[:5], "[]", *lines[6:]], "Line 6 is not an object"),
        (lambda lines: [*lines[:5], lines[5].replace('"kind":"spot"', '"kind":"boat"'), *lines[6:]], "Line 6: unknown"),
        (lambda lines: [*lines[:5], lines[5].replace('"floor":1', '"floor":"x"'), *lines[6:]], "Line 6: This is no"),
        (lambda lines: [*lines, "{}"], "after the end"),
        (lambda lines: [], "no snapshot"),
    ],
)
async def test_a_damaged_snapshot_is_refused(
    tmp_path: Path, spoil: Callable[[list[str]], list[str]], complaint: str
) -> None:
    path = tmp_path / "snapshot.jsonl"
    store = InMemoryStore()
    history = await a_long_history(1)
    for kind in (Kind.GARAGE, Kind.SPOT):
        async for values in history.committed.tables[kind].batches(20):
            await store.committed.tables[kind].put(values)
    await write_snapshot(store, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(spoil(lines)) + "\n" if spoil(lines) else "", encoding="utf-8")
    with pytest.raises(SnapshotInvalid, match=complaint):
        await read_snapshot(path)


async def test_a_migration_moves_everything_once(snapshot_file: Path, database_url: str) -> None:
    snapshot = await read_snapshot(snapshot_file)
    await migrated(snapshot, database_url)
    await migrated(snapshot, database_url)
    async with connected(database_url) as client:
        store = PrismaStore(client)
        validation = await check(snapshot, store)
        assert validation.is_valid
        assert validation.checksums == await kind_checksums(store.committed.tables)
        assert (await bootstrap(store).reports.reconcile()).agrees
        latest = await PrismaMigrationLog(client, "default").find_latest()
        assert latest is not None
        assert (latest.status, sum(latest.done.values())) == ("completed", snapshot.values)
        assert await client.datamigration.count() == 2


async def test_validation_finds_what_is_wrong(snapshot_file: Path, database_url: str) -> None:
    snapshot = await read_snapshot(snapshot_file)
    await migrated(snapshot, database_url)
    async with connected(database_url) as client:
        store = PrismaStore(client)
        await client.ticket.delete(where={"number": "TKT-1"})
        await client.parkingsession.update_many(where={"licensePlate": "P000002"}, data={"endReason": "other"})
        spot = await store.committed.spots.create_spot(7, 1, 1)
        found = await check(snapshot, store)
        assert not found.is_valid
        assert found.comparison.counts() == {"missing": 1, "different": 1, "extra": 1}
        assert spot.id in {each.key for each in found.comparison.differences}


async def test_references_that_lead_nowhere_are_found(database_url: str) -> None:
    store = await a_long_history(1)
    await store.committed.tables[Kind.SESSION].remove([(await store.committed.sessions.find_active())[0].id])
    snapshot = Snapshot(store, "default", "x", 0)
    found = await check(snapshot, store)
    assert found.comparison.agrees
    assert [text.partition(" ")[0] for text in found.broken_references] == ["ticket"]


async def test_what_the_database_says_otherwise_is_not_overwritten(snapshot_file: Path, database_url: str) -> None:
    snapshot = await read_snapshot(snapshot_file)
    await migrated(snapshot, database_url)
    async with connected(database_url) as client:
        store, log = PrismaStore(client), PrismaMigrationLog(client, "default")
        await store.committed.spots.update("F1-B1-S001", {"status": SpotStatus.MAINTENANCE})
        changed = replace(snapshot, checksum="another file")
        with pytest.raises(MigrationRefused, match="F1-B1-S001"):
            await migrate(changed, store, log)
        assert (await migrate(changed, store, log, overwrite=True)).succeeded


def kill_repeatedly(
    writer: Callable[[str, str, str], None], url: str, snapshot: Path, path: Path, kills: int, chance: random.Random
) -> int:
    """Start the migration and kill it, so many times; how many checkpoints it made."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([migrating_writer.__name__])
    batches = sum(1 for _ in snapshot.open()) // migrating_writer.BATCH
    most = max(2, 2 * batches // (kills + 2))
    made = 0
    for turn in range(kills):
        file = path / f"{turn}.txt"
        process = context.Process(target=writer, args=(url, str(snapshot), str(file)), daemon=True)
        process.start()
        wait_for_bytes(file, chance.randint(1, most), process.is_alive)
        time.sleep(chance.uniform(0, 0.01))
        process.kill()
        process.join()
        made += file.stat().st_size if file.exists() else 0
    return made


def wait_for_bytes(file: Path, count: int, is_alive: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while is_alive() and not (file.exists() and file.stat().st_size >= count):
        assert time.monotonic() < deadline, "the migration is too slow"
        time.sleep(0.001)


@pytest.fixture
def chance() -> random.Random:
    seed = int(os.environ.get("ATRIUM_KILL_SEED") or random.randrange(2**32))
    print(f"ATRIUM_KILL_SEED={seed}")
    return random.Random(seed)


async def faults(url: str, snapshot: Path, whole: Path) -> list[str]:
    """Finish the migration; how the database differs from one that was filled without being disturbed."""
    read = await read_snapshot(snapshot)
    async with connected(url) as client:
        log = PrismaMigrationLog(client, "default")
        try:
            report = await migrate(read, PrismaStore(client), log, overwrite=True)
        except ForeignKeyViolation as error:
            return [error.message]
        print(f"{report.resumed_at} of {read.values} values were there after the last kill")
        counts = await _row_counts(client)
        sums = await kind_checksums(PrismaStore(client).committed.tables)
    await migrated(read, f"file:{whole}")
    async with connected(f"file:{whole}") as client:
        wanted = await _row_counts(client)
        same = await kind_checksums(PrismaStore(client).committed.tables)
    found = [] if report.succeeded else ["the validation failed"]
    found += [f"{name}: {counts[name]} rows, not {wanted[name]}" for name in wanted if counts[name] != wanted[name]]
    return found + [f"{kind}: another checksum" for kind in same if sums[kind] != same[kind]]


async def _row_counts(client: object) -> dict[str, int]:
    names = ("garage", "floor", "vehicle", "spot", "parkingsession", "ticket", "payment", "journalentry", "ledgerline")
    return {name: await getattr(client, name).count() for name in names}


def test_killed_at_random_points_and_resumed(
    database_url: str, template: Path, tmp_path: Path, chance: random.Random
) -> None:
    snapshot, whole = tmp_path / "snapshot.jsonl", tmp_path / "whole.db"
    whole.write_bytes(template.read_bytes())
    asyncio.run(_write_history(snapshot))
    writer = migrating_writer.migrate_until_killed
    made = kill_repeatedly(writer, database_url, snapshot, tmp_path, KILLS, chance)
    print(f"{made} checkpoints before {KILLS} kills")
    assert made >= KILLS
    assert asyncio.run(faults(database_url, snapshot, whole)) == []


def test_the_check_finds_a_migration_that_checks_off_too_early(
    database_url: str, template: Path, tmp_path: Path, chance: random.Random
) -> None:
    snapshot, whole = tmp_path / "snapshot.jsonl", tmp_path / "whole.db"
    whole.write_bytes(template.read_bytes())
    asyncio.run(_write_history(snapshot))
    kill_repeatedly(migrating_writer.check_off_too_early, database_url, snapshot, tmp_path, 5, chance)
    assert asyncio.run(faults(database_url, snapshot, whole))


async def _write_history(path: Path) -> None:
    await write_snapshot(await a_long_history(VALUES), path)


def test_the_commands(
    snapshot_file: Path,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    command = ["garage", "migrate-data", str(snapshot_file)]
    assert run([*command, "--dry-run"]) == 0
    assert "nothing was written" in capsys.readouterr().out
    assert run([*command, "--validate-only"]) == 1
    assert "missing: garage default" in capsys.readouterr().out
    report, backups = tmp_path / "report.json", tmp_path / "backups"
    assert run([*command, "--backups", str(backups), "--report", str(report), "--batch-size", "300"]) == 0
    assert "Backed up to" in capsys.readouterr().out
    assert len(list(backups.iterdir())) == 1
    written = json.loads(report.read_text())
    assert written["succeeded"]
    assert written["kinds"]["spot"]["values"] == 400
    assert run([*command, "--validate-only"]) == 0
    assert run([*command, "--skip-backup"]) == 0
    exported = tmp_path / "exported.jsonl"
    assert run(["garage", "export", "--output", str(exported)]) == 0
    assert run(["garage", "migrate-data", str(exported), "--validate-only"]) == 0
    assert run(["garage", "migrate-data", str(tmp_path / "nowhere")]) == 2
    assert run(["garage", "export", "--server", "ftp://nowhere", "--output", str(exported)]) == 1
    assert run(["garage", "export", "--server", "http://127.0.0.1:9", "--output", str(exported)]) == 1
    assert "does not answer" in capsys.readouterr().err
