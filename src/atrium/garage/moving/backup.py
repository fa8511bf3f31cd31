"""A way back: the database as a file, before something is done to it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from atrium.garage.interfaces import GarageStore
from prismstack.ops import back_up, database_file
from prismstack.schema import provider_of

from .snapshot import write_snapshot

__all__ = ["back_up_store"]


async def back_up_store(url: str, store: GarageStore, folder: Path) -> Path:
    """Back the database up into ``folder``: SQLite as a verified copy, others as a snapshot of the garage."""
    if provider_of(url) == "sqlite":
        return back_up(database_file(url), folder).path
    path = folder / f"garage-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}.jsonl"
    await write_snapshot(store, path)
    return path
