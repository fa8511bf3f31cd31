"""Looks after the running application's store: notices which mode is wanted, moves there, mends, reports."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from atrium.platform.clock import Clock
from atrium.platform.errors import Conflict
from atrium.platform.ids import uuid7

from .migration import MigrationLog, MigrationState
from .modes import ModeChangeRefused, StoreMode, next_mode
from .shadow import Divergences, ShadowCounts
from .switching import SwitchingStore

__all__ = ["ALIVE_FOR", "ModeBook", "ModeEntry", "StoreInUse", "StoreKeeper", "StoreStatus", "migration_to_json"]

_log = logging.getLogger("atrium.garage.moving")

#: A server that was not heard of for so long is gone.
ALIVE_FOR = timedelta(seconds=15)

_HEARTBEAT = timedelta(seconds=5)


class StoreInUse(Conflict):
    """Another server is running, and the mode keeps part of the garage in one server's memory.

    Stop the other server, or go to mode database first.
    """

    code = "STORE_IN_USE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeEntry:
    """The mode a garage is in, and the one it is to be in; ``refusal`` says why a move was given up."""

    mode: StoreMode
    wanted: StoreMode
    refusal: str | None = None
    counts: ShadowCounts
    changed_at: datetime


class ModeBook(Divergences, Protocol):
    """What is known of a garage's store across processes; kept in the database."""

    async def read(self) -> ModeEntry | None: ...

    async def begin(self, mode: StoreMode) -> ModeEntry:
        """Write down the first mode, unless somebody did."""
        ...

    async def want(self, mode: StoreMode) -> None: ...

    async def arrive(
        self, former: StoreMode, mode: StoreMode, started_at: datetime, detail: Mapping[str, object]
    ) -> None: ...

    async def refuse(self, mode: StoreMode, reason: str) -> None:
        """The move is given up: ``mode`` is wanted again."""
        ...

    async def count(self, counts: ShadowCounts) -> None: ...

    async def open_divergences(self) -> int: ...

    async def previous(self) -> StoreMode | None:
        """The mode before the present one."""
        ...

    async def seen(self, server_id: str, mode: StoreMode) -> None: ...

    async def gone(self, server_id: str) -> None: ...

    async def servers(self) -> Sequence[str]:
        """Ids of the servers that are alive."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreStatus:
    """Where the garage is kept; ``waiting`` values are missing in the second store at this moment."""

    mode: StoreMode
    wanted: StoreMode
    refusal: str | None
    waiting: int
    counts: ShadowCounts
    migration: MigrationState | None

    @property
    def is_moving(self) -> bool:
        return self.mode is not self.wanted

    def to_json(self) -> dict[str, object]:
        """Plain JSON values."""
        return {
            "mode": self.mode.value,
            "wanted": self.wanted.value,
            "refusal": self.refusal,
            "waiting": self.waiting,
            "shadowed": self.counts.shadowed,
            "diverged": self.counts.diverged,
            "reconciled": self.counts.reconciled,
            "migration": migration_to_json(self.migration),
        }


class StoreKeeper:
    """One for each server process. ``run`` ends when it is cancelled."""

    def __init__(
        self, store: SwitchingStore, book: ModeBook, migrations: MigrationLog, clock: Clock, poll_seconds: float
    ) -> None:
        self.store = store
        self._book = book
        self._migrations = migrations
        self._clock = clock
        self._poll_seconds = poll_seconds
        self._server_id = uuid7()
        self._seen_at: datetime | None = None
        self._entry: ModeEntry | None = None
        self._migration: MigrationState | None = None
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Register this server.

        Raises:
            StoreInUse: the mode has no room for a second server.
        """
        await self._book.seen(self._server_id, self.store.mode)
        if self.store.mode.uses_memory and await self._others():
            await self._book.gone(self._server_id)
            raise StoreInUse(f"Another server is running; mode {self.store.mode.value} has room for one")
        await self._look()

    async def run(self) -> None:
        """Look after the store until cancelled; a database that is away is waited for."""
        while True:
            await asyncio.sleep(self._poll_seconds)
            try:
                await self.tend()
            except Exception as error:
                _log.warning("the mode of the store could not be looked after: %s", error)

    async def stop(self) -> None:
        """Mend what can be mended, and sign off."""
        with suppress(Exception):
            await self.store.catch_up()
            await self._book.gone(self._server_id)

    async def tend(self) -> None:
        """One round: heartbeat, mending, one move."""
        async with self._turn:
            await self.store.catch_up()
            await self._look()
            await self._move()

    def status(self) -> StoreStatus:
        """As of the last round; it asks no database, so that health can be told when there is none."""
        entry = self._entry
        return StoreStatus(
            mode=self.store.mode,
            wanted=entry.wanted if entry else self.store.mode,
            refusal=entry.refusal if entry else None,
            waiting=self.store.waiting,
            counts=self.store.counts,
            migration=self._migration,
        )

    async def _look(self) -> None:
        now = self._clock.now()
        if self._seen_at is None or now - self._seen_at >= _HEARTBEAT:
            await self._book.seen(self._server_id, self.store.mode)
            self._migration = await self._migrations.find_latest()
            self._seen_at = now
        counts = self.store.counts
        self._entry = await self._book.read() or await self._book.begin(self.store.mode)
        if self.store.mode.is_dual and counts != self._entry.counts:
            await self._book.count(counts)

    async def _move(self) -> None:
        entry = self._entry
        if entry is None or entry.wanted is self.store.mode:
            return
        former, started_at = self.store.mode, self._clock.now()
        to = next_mode(former, entry.wanted)
        counts = self.store.counts
        try:
            if former is StoreMode.DATABASE and await self._others():
                raise ModeChangeRefused(f"Another server is running; mode {to.value} has room for one")
            await self.store.move(to)
        except Exception as error:
            _log.warning("the store stays in mode %s: %s", former.value, error)
            await self._book.refuse(former, str(error))
            return
        _log.info("the store went from mode %s to %s", former.value, to.value)
        detail = {"shadowed": counts.shadowed, "diverged": counts.diverged, "reconciled": counts.reconciled}
        await self._book.arrive(former, to, started_at, detail)
        await self._book.seen(self._server_id, to)

    async def _others(self) -> bool:
        return any(each != self._server_id for each in await self._book.servers())


def migration_to_json(state: MigrationState | None) -> dict[str, object] | None:
    """How far a migration came, as plain JSON values."""
    if state is None:
        return None
    return {
        "id": state.id,
        "status": state.status,
        "done": sum(state.done.values()),
        "total": sum(state.total.values()),
        "startedAt": state.started_at.isoformat(),
        "finishedAt": state.finished_at.isoformat() if state.finished_at else None,
    }
