"""Moves a snapshot into a database: resumable, checked afterwards, with a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from atrium.garage.interfaces import GarageStore, Kind, Repositories
from atrium.platform.clock import Clock, SystemClock
from atrium.platform.errors import Conflict
from atrium.platform.ids import uuid7

from .comparing import Comparison, compare
from .copying import copy_values
from .shadow import write_changes
from .snapshot import Snapshot
from .touched import Touched, read_changes
from .validation import Validation, validate

__all__ = [
    "MigrationLog",
    "MigrationRefused",
    "MigrationReport",
    "MigrationState",
    "Progress",
    "check",
    "migrate",
    "report_to_json",
    "restore_snapshot",
]

#: The kind, its values done, its values in all.
Progress = Callable[[Kind, int, int], None]


class MigrationRefused(Conflict):
    """The database holds something else under the snapshot's keys; nothing was written.

    Restore or reset it first, or say that the snapshot is right.
    """

    code = "MIGRATION_REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationState:
    """How far a migration came; ``source`` is the checksum of its snapshot."""

    id: str
    config_name: str
    source: str
    status: str = "running"
    done: Mapping[Kind, int] = field(default_factory=dict[Kind, int])
    total: Mapping[Kind, int] = field(default_factory=dict[Kind, int])
    started_at: datetime
    finished_at: datetime | None = None


class MigrationLog(Protocol):
    """Where the state of migrations is kept, in the database they fill."""

    async def find_unfinished(self, source: str) -> MigrationState | None: ...

    async def find_latest(self) -> MigrationState | None: ...

    async def save(self, state: MigrationState, report: Mapping[str, object] | None = None) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationReport:
    """What a migration did. ``resumed_at`` is how many values were there when it began, from an earlier attempt."""

    state: MigrationState
    resumed_at: int
    validation: Validation

    @property
    def succeeded(self) -> bool:
        return self.validation.is_valid


async def check(snapshot: Snapshot, target: GarageStore) -> Validation:
    """Compare the snapshot with the database and follow the references; writes nothing."""
    return await validate(snapshot.tables, target.committed.tables)


async def migrate(
    snapshot: Snapshot,
    target: GarageStore,
    log: MigrationLog,
    *,
    batch_size: int = 500,
    overwrite: bool = False,
    clock: Clock | None = None,
    progress: Progress = lambda _kind, _done, _total: None,
) -> MigrationReport:
    """Copy the snapshot into the database, or go on where an earlier attempt with this snapshot was stopped.

    Safe to run again at any time: values that are there are left alone.

    Raises:
        MigrationRefused: the database has other values under the same keys, and not ``overwrite``.
    """
    clock = clock or SystemClock()
    total = {kind: await snapshot.tables[kind].count() for kind in Kind}
    state = await log.find_unfinished(snapshot.checksum)
    resumed_at = sum(state.done.values()) if state else 0
    if state is None:
        if not overwrite:
            await _refuse_differing(snapshot, target)
        state = MigrationState(
            id=uuid7(),
            config_name=snapshot.config_name,
            source=snapshot.checksum,
            total=total,
            started_at=clock.now(),
        )
        await log.save(state)

    async def checkpoint(kind: Kind, done: int) -> None:
        nonlocal state
        assert state is not None
        state = replace(state, done={**state.done, kind: done})
        await log.save(state)
        progress(kind, done, total[kind])

    await copy_values(snapshot.tables, target, batch_size, state.done, checkpoint)
    validation = await check(snapshot, target)
    state = replace(state, status="completed" if validation.is_valid else "failed", finished_at=clock.now())
    report = MigrationReport(state=state, resumed_at=resumed_at, validation=validation)
    await log.save(state, report_to_json(report))
    return report


async def restore_snapshot(snapshot: Snapshot, target: GarageStore) -> Comparison:
    """Make the database hold what the snapshot holds, and nothing else of the garage; what differed before.

    One unit of work: it is restored as a whole or not at all.
    """
    found = await compare(snapshot.tables, target.committed.tables)
    touched = Touched(dict.fromkeys(found.keys))
    changes = await read_changes(snapshot.tables, touched)

    async def unit(repositories: Repositories) -> None:
        await write_changes(repositories, changes)

    await target.transact(unit)
    return found


async def _refuse_differing(snapshot: Snapshot, target: GarageStore) -> None:
    tables = target.committed.tables
    for kind in Kind:
        if await tables[kind].count() == 0:
            continue
        differences = (await compare(snapshot.tables, tables, [kind])).differences
        other = [each.key for each in differences if each.reason == "different"]
        if other:
            raise MigrationRefused(
                f"The database has another {kind.value} {other[0]!r} than the snapshot ({len(other)} differ). "
                "Restore or reset the database, or run again with --overwrite"
            )


def report_to_json(report: MigrationReport) -> dict[str, object]:
    """The report as plain JSON values."""
    state, validation = report.state, report.validation
    finished = state.finished_at or state.started_at
    return {
        "id": state.id,
        "configName": state.config_name,
        "source": state.source,
        "succeeded": report.succeeded,
        "startedAt": state.started_at.isoformat(),
        "finishedAt": finished.isoformat(),
        "seconds": (finished - state.started_at).total_seconds(),
        "resumedAt": report.resumed_at,
        "values": sum(state.total.values()),
        "kinds": {
            kind.value: {"values": count, "checksum": validation.checksums.get(kind)}
            for kind, count in state.total.items()
        },
        "differences": dict(validation.comparison.counts()),
        "examples": [f"{each.kind.value} {each.key}: {each.reason}" for each in validation.comparison.differences[:20]],
        "brokenReferences": validation.broken_references[:20],
    }
