"""A process that migrates a snapshot until it is killed; each checkpoint is a byte appended to a file."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from atrium.garage.interfaces import Kind
from atrium.garage.moving import MigrationState, migrate, read_snapshot
from atrium.garage.repositories import PrismaStore
from atrium.garage.repositories.migrations import PrismaMigrationLog
from atrium.platform.database import connected
from atrium.platform.errors import ForeignKeyViolation

BATCH = 50


def migrate_until_killed(url: str, snapshot: str, path: str) -> None:
    """Migrate as the command does."""
    asyncio.run(_migrate(url, snapshot, path, PrismaMigrationLog))


def check_off_too_early(url: str, snapshot: str, path: str) -> None:
    """The defect that the test must find: a batch is checked off before it is there."""
    with suppress(ForeignKeyViolation):
        asyncio.run(_migrate(url, snapshot, path, _TooEarly))


async def _migrate(url: str, snapshot: str, path: str, log: type[PrismaMigrationLog]) -> None:
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def say(_kind: Kind, _done: int, _total: int) -> None:
        os.write(file, b".")

    async with connected(url) as client:
        store = PrismaStore(client)
        read = await read_snapshot(Path(snapshot))
        await migrate(read, store, log(client, "default"), batch_size=BATCH, overwrite=True, progress=say)


class _TooEarly(PrismaMigrationLog):
    """Checks one batch more off than is there."""

    async def save(self, state: MigrationState, report: Mapping[str, object] | None = None) -> None:
        ahead = {kind: done + BATCH for kind, done in state.done.items()}
        object.__setattr__(state, "done", ahead) if state.status == "running" else None
        await super().save(state, report)
