"""The connections of one event loop: last in, first out; broken ones are dropped as they come back."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Any

from prismstack.drivers._errors import DriverError, ErrorKind

__all__ = ["ConnectionPool", "Connector", "connect_timed_out"]

#: Seconds after which an unused connection is not trusted any more; firewalls forget them.
_IDLE_LIFETIME = 300.0
#: Seconds that closing waits for connections in use.
_CLOSING = 10.0
#: Seconds that an interrupted statement has to end.
_STOPPING = 2.0


class Connector(ABC):
    """What a pool has to know of a driver library's connections."""

    @abstractmethod
    async def connect(self) -> Any:
        """A new connection. Raises DriverError when there is no getting through."""

    @abstractmethod
    def is_alive(self, connection: Any) -> bool:
        """Whether the connection is open, as far as one can tell without asking the server."""

    @abstractmethod
    def is_clean(self, connection: Any) -> bool:
        """Whether a live connection has nothing going on: no statement, no transaction."""

    @abstractmethod
    async def settle(self, connection: Any) -> None:
        """Wait until a cancelled statement has ended on the server."""

    @abstractmethod
    async def stop(self, connection: Any) -> None:
        """Ask the server, over another connection, to end the statement that runs on this one."""

    @abstractmethod
    async def close(self, connection: Any) -> None:
        """Say good-bye to the server."""

    @abstractmethod
    def drop(self, connection: Any) -> None:
        """Close at once."""


def connect_timed_out(host: str, port: int) -> DriverError:
    """The error of a server that does not finish the greeting within ``connect_timeout``."""
    return DriverError(ErrorKind.CONNECT_TIMEOUT, f"{host}:{port} did not answer within connect_timeout")


class ConnectionPool:
    """Up to ``limit`` connections of one event loop, opened when needed."""

    def __init__(self, connector: Connector, limit: int) -> None:
        self._connector = connector
        self._idle: list[tuple[Any, float]] = []
        self._used: set[Any] = set()
        self._settling: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(limit)
        self._all_back = asyncio.Event()

    async def open(self) -> None:
        """Open the first connection. Raises DriverError when there is no getting through."""
        self._idle.append((await self._connector.connect(), time.monotonic()))

    async def acquire(self, timeout: float | None) -> Any:
        """A connection nobody else uses. Raises TimeoutError after ``timeout`` seconds, DriverError as ``open``."""
        if self._places.locked():
            async with asyncio.timeout(timeout):
                await self._places.acquire()
        else:
            await self._places.acquire()
        try:
            connection = self._take_healthy() or await self._connector.connect()
        except BaseException:
            self._places.release()
            raise
        self._used.add(connection)
        return connection

    def release(self, connection: Any) -> None:
        """Give it back. One that is broken or in a transaction is closed; one that is still busy settles first."""
        if not self._connector.is_alive(connection) or self._connector.is_clean(connection):
            self._put_back(connection)
            return
        task = asyncio.get_running_loop().create_task(self._settle(connection))
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)

    def interrupt(self, connection: Any, turn: asyncio.Lock) -> None:
        """End the statement that runs on a connection and holds ``turn``; one that goes on loses its connection."""
        task = asyncio.get_running_loop().create_task(self._interrupt(connection, turn))
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)

    async def close(self) -> None:
        """Close every connection, waiting some seconds for those in use."""
        while self._idle:
            await self._connector.close(self._idle.pop()[0])
        while self._used:
            self._all_back.clear()
            try:
                async with asyncio.timeout(_CLOSING):
                    await self._all_back.wait()
            except TimeoutError:
                break
        self.terminate()

    def terminate(self) -> None:
        """Drop every connection at once."""
        for connection in [*(each for each, _ in self._idle), *self._used]:
            with suppress(RuntimeError):  # its event loop is closed already
                self._connector.drop(connection)
        self._idle.clear()
        self._used.clear()

    @property
    def size(self) -> int:
        return len(self._idle) + len(self._used)

    @property
    def idle(self) -> int:
        return len(self._idle)

    def _take_healthy(self) -> Any:
        while self._idle:
            connection, since = self._idle.pop()
            if self._connector.is_alive(connection) and time.monotonic() - since < _IDLE_LIFETIME:
                return connection
            self._connector.drop(connection)
        return None

    async def _interrupt(self, connection: Any, turn: asyncio.Lock) -> None:
        # Merely hanging up would leave the server at work.
        try:
            async with asyncio.timeout(_STOPPING):
                await self._connector.stop(connection)
                async with turn:
                    return
        except (DriverError, TimeoutError):
            self._connector.drop(connection)

    async def _settle(self, connection: Any) -> None:
        try:
            await self._connector.settle(connection)
        finally:
            self._put_back(connection)

    def _put_back(self, connection: Any) -> None:
        known = connection in self._used
        self._used.discard(connection)
        if known and self._connector.is_alive(connection) and self._connector.is_clean(connection):
            self._idle.append((connection, time.monotonic()))
        else:
            self._connector.drop(connection)
        self._places.release()
        if not self._used:
            self._all_back.set()
