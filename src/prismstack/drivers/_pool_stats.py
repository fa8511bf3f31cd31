"""What a connection pool tells of itself."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from prismstack.drivers._histogram import Histogram

__all__ = ["PoolStats", "WaitClock"]

#: Seconds; taking a free connection is faster and no wait.
_NOTICEABLE = 0.001


@dataclass(frozen=True, slots=True)
class PoolStats:
    """A pool at one moment.

    ``open`` connections are ``idle`` or ``busy``; ``limit`` is how many may be open (of each event
    loop's pool, when there are several). ``waiting`` callers queue for a connection now; ``waits``
    had to so far for a millisecond or more, ``wait_seconds`` together and at most
    ``longest_wait`` seconds.
    """

    open: int
    idle: int
    busy: int
    limit: int
    waiting: int
    waits: int
    wait_seconds: float
    longest_wait: float


class WaitClock:
    """Counts and measures waits for a connection; thread-safe."""

    __slots__ = ("_lock", "histogram", "longest", "seconds", "waits")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.histogram = Histogram()
        self.waits = 0
        self.seconds = 0.0
        self.longest = 0.0

    def note(self, began: float) -> None:
        """A caller that began to wait at ``began`` (``time.perf_counter()``) has a connection, or has given up."""
        waited = time.perf_counter() - began
        if waited < _NOTICEABLE:
            return
        with self._lock:
            self.histogram.observe(waited * 1000)
            self.waits += 1
            self.seconds += waited
            self.longest = max(self.longest, waited)

    def stats(self, *, open: int, busy: int, limit: int, waiting: int) -> PoolStats:
        """The pool's statistics with these waits in them."""
        return PoolStats(open, open - busy, busy, limit, waiting, self.waits, self.seconds, self.longest)
