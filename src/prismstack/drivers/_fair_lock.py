"""A first-come-first-served lock for event loops and threads alike.

SQLite has one writer. Letting callers race for it through its busy handler starves some
of them; here they queue, and the lock is handed over, never dropped and raced for.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable

__all__ = ["FairLock"]


class _Ticket:
    """A place in the queue; ``granted`` and ``abandoned`` change under the lock's mutex."""

    __slots__ = ("abandoned", "granted", "wake")

    def __init__(self, wake: Callable[[], None]) -> None:
        self.wake = wake
        self.granted = False
        self.abandoned = False


class FairLock:
    """Owned by whoever acquired it, not by a thread: a transaction may move between threads."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._held = False
        self._queue: deque[_Ticket] = deque()

    @property
    def waiting(self) -> int:
        """How many callers queue for the lock."""
        return len(self._queue)

    @property
    def held(self) -> bool:
        return self._held

    def try_acquire(self) -> bool:
        """Take the lock if it is free and nobody waits."""
        with self._mutex:
            if self._held:
                return False
            self._held = True
            return True

    async def acquire(self, timeout: float | None = None) -> bool:
        """Wait for the lock, at most ``timeout`` seconds; returns whether it was acquired."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()

        def wake() -> None:
            loop.call_soon_threadsafe(lambda: future.done() or future.set_result(None))

        ticket = self._enqueue(wake)
        if ticket is None:
            return True
        try:
            async with asyncio.timeout(timeout):
                await future
        except TimeoutError:
            return not self._abandon(ticket)
        except BaseException:
            if not self._abandon(ticket):
                self.release()  # it was granted while we were being cancelled
            raise
        return True

    def acquire_blocking(self, timeout: float | None = None) -> bool:
        """Like :meth:`acquire`, blocking the thread."""
        event = threading.Event()
        ticket = self._enqueue(event.set)
        if ticket is None:
            return True
        return event.wait(timeout) or not self._abandon(ticket)

    def release(self) -> None:
        """Hand the lock to the first in the queue that can still take it, or free it."""
        while True:
            with self._mutex:
                ticket = self._next()
                if ticket is None:
                    self._held = False
                    return
                ticket.granted = True
            try:
                ticket.wake()
            except RuntimeError:  # the waiter's event loop is closed; it will never run again
                continue
            return

    def _enqueue(self, wake: Callable[[], None]) -> _Ticket | None:
        """Queue up; None when the lock was free and is now ours."""
        with self._mutex:
            if not self._held:
                self._held = True
                return None
            ticket = _Ticket(wake)
            self._queue.append(ticket)
            return ticket

    def _next(self) -> _Ticket | None:
        while self._queue:
            ticket = self._queue.popleft()
            if not ticket.abandoned:
                return ticket
        return None

    def _abandon(self, ticket: _Ticket) -> bool:
        """Leave the queue; False when the lock was granted already."""
        with self._mutex:
            if ticket.granted:
                return False
            ticket.abandoned = True
            self._queue.remove(ticket)
            return True
