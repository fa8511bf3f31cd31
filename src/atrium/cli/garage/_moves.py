"""Asks the running server for another mode, and waits until it is there."""

from __future__ import annotations

import asyncio
import time

import typer

from atrium.garage.moving import ModeBook, StoreMode

__all__ = ["move_and_wait"]

_POLL_SECONDS = 0.2


async def move_and_wait(book: ModeBook, wanted: StoreMode, wait: float) -> bool:
    """Whether the garage is in that mode, or will be once a server runs."""
    await book.want(wanted)
    if not await book.servers():
        typer.echo(f"No server is running; the next one will move the garage to {wanted.value}.")
        return True
    deadline = time.monotonic() + wait
    seen: StoreMode | None = None
    while time.monotonic() < deadline:
        entry = await book.read()
        if entry is not None and entry.mode is not seen:
            seen = entry.mode
            typer.echo(seen.value)
        if entry is not None and entry.refusal:
            typer.echo(f"Refused: {entry.refusal}", err=True)
            return False
        if seen is wanted:
            return True
        await asyncio.sleep(_POLL_SECONDS)
    typer.echo(f"After {wait:.0f} s the garage is not there yet; see `atrium garage status`.", err=True)
    return False
