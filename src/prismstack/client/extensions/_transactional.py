"""Functions that run in a transaction: in the one that is open, else in one of their own, again on a conflict."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar

from prismstack.client._retry_policy import RetryPolicy
from prismstack.client.extensions._isolated import IsolationLevelLike
from prismstack.client.extensions._joining import JoinedTransaction, current_transaction, joinable
from prismstack.errors import PrismstackError

__all__ = ["Limits", "TransactionDoomed", "run", "run_blocking"]

ResultT = TypeVar("ResultT")

#: What databases call a conflict inside the error of a raw query: SQLSTATE, MySQL's errno.
_CONFLICTS = frozenset({"40001", "40P01", "1213"})


class TransactionDoomed(PrismstackError):
    """A function that had joined the transaction failed, so it was rolled back although its error was caught."""

    code = "TRANSACTION_DOOMED"


class Limits(NamedTuple):
    """The options of a transaction, and how often it is tried again on a conflict."""

    max_wait: timedelta
    timeout: timedelta
    isolation_level: IsolationLevelLike | None
    retries: int

    def open(self, client: Any) -> Any:
        """The client's transaction manager."""
        return client.tx(max_wait=self.max_wait, timeout=self.timeout, isolation_level=self.isolation_level)


async def run(client: Any, work: Callable[[Any], Awaitable[ResultT]], limits: Limits) -> ResultT:
    """Run ``work(tx)`` in a transaction of an asyncio client."""
    joined = current_transaction(client)
    if joined is not None or client.is_transaction():
        with _joining(joined):
            return await work(joined.client if joined else client)
    retries = _Retries(limits.retries)
    while True:
        try:
            transaction: AbstractAsyncContextManager[Any] = limits.open(client)
            async with transaction as tx:
                with joinable(tx) as own:
                    result = await work(tx)
                _require_sound(own)
            return result
        except Exception as error:
            pause = retries.pause(error)
        await asyncio.sleep(pause)


def run_blocking(client: Any, work: Callable[[Any], ResultT], limits: Limits) -> ResultT:
    """Run ``work(tx)`` in a transaction of a sync client."""
    joined = current_transaction(client)
    if joined is not None or client.is_transaction():
        with _joining(joined):
            return work(joined.client if joined else client)
    retries = _Retries(limits.retries)
    while True:
        try:
            transaction: AbstractContextManager[Any] = limits.open(client)
            with transaction as tx:
                with joinable(tx) as own:
                    result = work(tx)
                _require_sound(own)
            return result
        except Exception as error:
            pause = retries.pause(error)
        time.sleep(pause)


@contextmanager
def _joining(joined: JoinedTransaction | None) -> Generator[None]:
    """Dooms the transaction that is joined when what joins it fails."""
    try:
        yield
    except BaseException:
        if joined is not None:
            joined.is_doomed = True
        raise


class _Retries:
    def __init__(self, count: int) -> None:
        self._policy = RetryPolicy(attempts=count + 1)
        self._failed = 0

    def pause(self, error: Exception) -> float:
        """Seconds to wait before the next attempt; raises the error when there is none."""
        self._failed += 1
        if self._failed >= self._policy.attempts or not _is_conflict(error):
            raise error
        return self._policy.delay(self._failed, random.random())  # noqa: S311


def _require_sound(transaction: JoinedTransaction) -> None:
    if transaction.is_doomed:
        raise TransactionDoomed(
            "a function that joined this transaction failed, so the transaction was rolled back; "
            "let its error pass, or give the function a transaction of its own with tx()"
        )


def _is_conflict(error: Exception) -> bool:
    """Whether the database undid the transaction because of another one (P2034), so that trying again may help."""
    code = getattr(error, "code", None)
    if code == "P2010":
        meta: Any = getattr(error, "meta", None) or {}
        return str(meta.get("code")) in _CONFLICTS
    return code == "P2034"
