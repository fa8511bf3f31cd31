"""What a pooled database wants of a driver library's pool."""

from __future__ import annotations

from typing import Any, Protocol

__all__ = ["ConnectionPool"]


class ConnectionPool(Protocol):
    """A pool of one event loop."""

    async def acquire(self, timeout: float | None) -> Any:
        """A connection nobody else uses; raises TimeoutError after ``timeout`` seconds."""
        ...

    async def release(self, connection: Any) -> None:
        """Give it back; one that is broken, or in a transaction, is closed instead."""
        ...

    async def close(self) -> None:
        """Close every connection, waiting for those in use."""
        ...

    def terminate(self) -> None:
        """Drop every connection at once."""
        ...

    @property
    def size(self) -> int: ...

    @property
    def idle(self) -> int: ...
