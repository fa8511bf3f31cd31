"""When a program may run on the calling thread, and when it belongs on a worker."""

from __future__ import annotations

from typing import Final

from prismstack.drivers._errors import DriverError, ErrorKind

__all__ = ["BUDGET", "FAST", "TURN", "is_busy"]

#: Seconds a program may hold an event loop before it is moved to a worker.
BUDGET: Final = 0.004
#: A program on a worker that takes less than this many seconds comes back.
FAST: Final = 0.001
#: Seconds a task may run queries inline before other tasks get their turn.
TURN: Final = 0.005


def is_busy(error: DriverError) -> bool:
    """Whether another connection's lock is in the way."""
    return error.kind is ErrorKind.SOCKET_TIMEOUT
