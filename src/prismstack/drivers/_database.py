"""What every driver offers: a database that runs programs, and transactions on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from prismstack.drivers._codec import Codec
from prismstack.drivers._isolation import IsolationLevel
from prismstack.drivers._pool_stats import PoolStats, WaitClock
from prismstack.drivers._program import Program, Scope

__all__ = ["Database", "PoolState", "StatementLog", "Transaction"]

#: Told the text of a statement before it runs.
StatementLog = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class PoolState:
    """How many connections are open and in use, and how many callers wait for one."""

    open: int
    busy: int
    waiting: int


class Transaction(Protocol):
    """An interactive transaction: it owns its connection from BEGIN to commit or rollback, once.

    Programs of one transaction run one after the other. The ``_blocking`` twins are for
    plain threads.
    """

    async def run(self, program: Program, scope: Scope) -> Any:
        """Run a program inside the transaction."""
        ...

    async def commit(self) -> None:
        """Make it durable; on failure it is rolled back and the error raised."""
        ...

    async def rollback(self) -> None: ...

    def run_blocking(self, program: Program, scope: Scope) -> Any: ...

    def commit_blocking(self) -> None: ...

    def rollback_blocking(self) -> None: ...

    def interrupt(self) -> None:
        """Stop the statement that is running in the transaction, if any."""
        ...


class Database(Protocol):
    """A database in use. Raises DriverError from every method that touches it."""

    @property
    def codec(self) -> Codec: ...

    @property
    def connection_info(self) -> dict[str, Any]:
        """What the query compiler wants to know of the connection."""
        ...

    @property
    def merges_reads(self) -> bool:
        """Whether point reads of one tick are worth one query, and keys compare exactly."""
        ...

    async def connect(self) -> None:
        """Open a connection, so that a wrong URL is noticed at once."""
        ...

    def connect_blocking(self) -> None: ...

    async def run(self, program: Program, scope: Scope) -> Any:
        """Run a program outside any interactive transaction."""
        ...

    def run_blocking(self, program: Program, scope: Scope) -> Any: ...

    async def begin(self, max_wait: float, isolation: IsolationLevel | None = None) -> Transaction | None:
        """A transaction, or None when no connection was free within ``max_wait`` seconds.

        ``isolation`` None is the database's own default.
        """
        ...

    def begin_blocking(self, max_wait: float, isolation: IsolationLevel | None = None) -> Transaction | None: ...

    def pool(self) -> PoolState: ...

    def pool_stats(self) -> PoolStats:
        """The pool in more detail."""
        ...

    @property
    def waits(self) -> WaitClock:
        """The waits for a connection so far."""
        ...

    async def aclose(self) -> None:
        """Close every connection, waiting for those in use; idempotent."""
        ...

    def close(self) -> None:
        """Close every connection; idempotent."""
        ...
