"""The services of the application over its store, for as long as it runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from atrium.garage.moving import StoreKeeper, StoreMode, SwitchingStore, read_snapshot, write_snapshot
from atrium.garage.services import GaragePolicy, GarageServices, bootstrap
from atrium.platform.clock import SystemClock
from atrium.platform.settings import Settings

__all__ = ["Opened", "open_services"]

_POLL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Opened:
    """The services, and who looks after their store (None: nobody needs to)."""

    services: GarageServices
    keeper: StoreKeeper | None = None


@asynccontextmanager
async def open_services(settings: Settings, *, poll_seconds: float = _POLL_SECONDS) -> AsyncGenerator[Opened]:
    """The garage's services over the store that the mode selects.

    Raises:
        StoreInUse: the mode keeps the garage in memory, and another server is running.
    """
    # The generated client takes a while to import; who brings other services does without it.
    from atrium.garage.in_memory import InMemoryStore
    from atrium.garage.repositories import PrismaStore
    from atrium.garage.repositories.migrations import PrismaMigrationLog
    from atrium.garage.repositories.modes import PrismaModeBook
    from atrium.platform.database import connected

    clock = SystemClock()
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(connected(settings.database_url))
        database = PrismaStore(client, clock=clock)
        book = PrismaModeBook(client, database.config_name, clock)
        entry = await book.begin(StoreMode(settings.garage_mode))
        store = SwitchingStore(database, lambda: InMemoryStore(clock, database.config_name), book, entry.mode)
        migrations = PrismaMigrationLog(client, database.config_name)
        keeper = StoreKeeper(store, book, migrations, clock, poll_seconds)
        await keeper.start()
        stack.push_async_callback(keeper.stop)
        await stack.enter_async_context(_kept_between_runs(store, settings.garage_snapshot))
        await stack.enter_async_context(_running(keeper))
        yield Opened(bootstrap(store, clock=clock, policy=_policy(settings)), keeper)


@asynccontextmanager
async def _kept_between_runs(store: SwitchingStore, snapshot: str) -> AsyncGenerator[None]:
    """What is in memory, from its file or from the database, and back into the file at the end."""
    path = Path(snapshot) if snapshot else None
    await store.load()
    if store.mode is StoreMode.MEMORY and path is not None:
        with suppress(FileNotFoundError):
            await store.adopt((await read_snapshot(path)).tables)
    try:
        yield
    finally:
        if store.mode is StoreMode.MEMORY and path is not None:
            await write_snapshot(store, path)


@asynccontextmanager
async def _running(keeper: StoreKeeper) -> AsyncGenerator[None]:
    task = asyncio.create_task(keeper.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _policy(settings: Settings) -> GaragePolicy:
    return GaragePolicy(
        lost_ticket_fee=settings.lost_ticket_fee_cents,
        exit_window=timedelta(minutes=settings.exit_window_minutes),
    )
