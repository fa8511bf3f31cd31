"""Interactive transactions: their states, their time limits, and what is said about ended ones."""

from __future__ import annotations

import enum
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from prismstack.drivers import Transaction
from prismstack.query import RequestError

__all__ = ["OpenTransaction", "TransactionRegistry", "TransactionState", "cannot_start", "limits"]

_REMEMBERED = 100


class TransactionState(enum.Enum):
    """Where a transaction is; only OPEN allows queries."""

    OPEN = "open"
    COMMITTED = "committed"
    COMMIT_FAILED = "commit failed"
    ROLLED_BACK = "rolled back"
    EXPIRED = "expired"


@dataclass(slots=True)
class OpenTransaction:
    """A transaction and its clock; times in seconds, ``timeout`` in milliseconds."""

    driver: Transaction
    timeout: int
    id: str = field(default_factory=lambda: str(uuid4()))
    began: float = field(default_factory=time.monotonic)
    state: TransactionState = TransactionState.OPEN
    timer: Any = None

    @property
    def overdue(self) -> bool:
        return (time.monotonic() - self.began) * 1000 >= self.timeout

    def close(self, state: TransactionState) -> None:
        self.state = state
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


class TransactionRegistry:
    """The open transactions of one engine, and how the last hundred others ended."""

    def __init__(self) -> None:
        self._open: dict[str, OpenTransaction] = {}
        self._ended: OrderedDict[str, OpenTransaction] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, transaction: OpenTransaction) -> None:
        self._open[transaction.id] = transaction

    def end(self, transaction: OpenTransaction, state: TransactionState, operation: str) -> None:
        """Note how a transaction ends; later use is refused with that reason.

        Raises RequestError P2028 when it has ended already: a timer, another thread or an
        earlier call was first, and only the first may touch the connection.
        """
        with self._lock:
            if transaction.state is not TransactionState.OPEN:
                raise _closed(transaction, operation)
            transaction.close(state)
        self._open.pop(transaction.id, None)
        self._ended[transaction.id] = transaction
        while len(self._ended) > _REMEMBERED:
            self._ended.popitem(last=False)

    def get(self, identifier: str, operation: str) -> OpenTransaction:
        """The open transaction of an id; raises RequestError P2028 saying why it cannot be used."""
        found = self._open.get(identifier)
        if found is not None and found.state is TransactionState.OPEN:
            return found
        ended = found or self._ended.get(identifier)
        if ended is None:
            raise _error(
                "Transaction not found. Transaction ID is invalid, refers to an old closed transaction Prisma doesn't "
                "have information about anymore, or was obtained before disconnecting."
            )
        raise _closed(ended, operation)

    def all_open(self) -> list[OpenTransaction]:
        return list(self._open.values())


def limits(max_wait: int, timeout: int) -> None:
    """Raise RequestError P2028 unless both limits (milliseconds) are positive."""
    for name, value in (("max_wait", max_wait), ("timeout", timeout)):
        if value <= 0:
            raise _error(f"{name} is required: pass a positive duration")


def cannot_start() -> RequestError:
    """The error of a transaction that found no connection within max_wait."""
    return _error("Unable to start a transaction in the given time.")


def expired(transaction: OpenTransaction, operation: str) -> RequestError:
    """The error of using a transaction that ran out of time."""
    taken = round((time.monotonic() - transaction.began) * 1000)
    return RequestError(
        "P2028",
        f"Transaction already closed: A {operation} cannot be executed on an expired transaction. "
        f"The timeout for this transaction was {transaction.timeout} ms, however {taken} ms passed since the start "
        "of the transaction. Consider increasing the interactive transaction timeout or doing less work in the "
        "transaction.",
        {"operation": operation, "timeout": transaction.timeout, "timeTaken": taken},
    )


def _closed(transaction: OpenTransaction, operation: str) -> RequestError:
    if transaction.state is TransactionState.EXPIRED:
        return expired(transaction, operation)
    text = f"Transaction already closed: A {operation} cannot be executed on {_ENDED_AS[transaction.state]}."
    return RequestError("P2028", text, {"operation": operation})


def _error(text: str) -> RequestError:
    return RequestError("P2028", f"Transaction API error: {text}", {"error": text})


_ENDED_AS = {
    TransactionState.COMMITTED: "a committed transaction",
    # With the connection gone nobody can tell whether it was kept, so neither is claimed.
    TransactionState.COMMIT_FAILED: "a transaction whose commit failed",
    TransactionState.ROLLED_BACK: "a transaction that was rolled back",
}
