"""Lets units of work through, and holds them back for the moment in which stores are exchanged."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

__all__ = ["Gate"]


class Gate:
    """Any number may pass at once; while somebody has it closed, newcomers wait."""

    def __init__(self) -> None:
        self._inside = 0
        self._open = asyncio.Event()
        self._open.set()
        self._empty = asyncio.Event()
        self._empty.set()
        self._closing = asyncio.Lock()

    @asynccontextmanager
    async def passing(self) -> AsyncGenerator[None]:
        """Be inside for the block; waits while the gate is closed."""
        await self._open.wait()
        self._inside += 1
        self._empty.clear()
        try:
            yield
        finally:
            self._inside -= 1
            if not self._inside:
                self._empty.set()

    @asynccontextmanager
    async def closed(self) -> AsyncGenerator[None]:
        """Nobody is inside during the block: who is, leaves first; who comes, waits until its end."""
        async with self._closing:
            self._open.clear()
            try:
                await self._empty.wait()
                yield
            finally:
                self._open.set()
