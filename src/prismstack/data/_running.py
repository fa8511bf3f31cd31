"""Units of work that are run again as a whole when the database asks for it."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import ParamSpec, TypeVar

from prismstack.client.extensions import current_transaction
from prismstack.data._retry import DEFAULT_POLICY, RetryPolicy, retry
from prismstack.data._unit_of_work import (
    DEFAULT_MAX_WAIT,
    DEFAULT_TIMEOUT,
    TransactionalClient,
    UnitOfWork,
    current_unit,
)

__all__ = ["retrying", "run_in_unit"]

ResultT = TypeVar("ResultT")
P = ParamSpec("P")


async def run_in_unit(
    client: TransactionalClient,
    work: Callable[[UnitOfWork], Awaitable[ResultT]],
    policy: RetryPolicy = DEFAULT_POLICY,
    *,
    max_wait: timedelta = DEFAULT_MAX_WAIT,
    timeout: timedelta = DEFAULT_TIMEOUT,
) -> ResultT:
    """Run ``work(unit)`` in a unit of work and commit it; the whole unit again on conflicts.

    ``max_wait`` and ``timeout`` bound each attempt, as in UnitOfWork.

    ``work`` must be safe to run again from its start: what it does outside the database is not
    undone. Inside an outer unit it runs once, because only the outer one can be run again.
    """

    async def attempt() -> ResultT:
        async with UnitOfWork(client, max_wait=max_wait, timeout=timeout) as unit:
            result = await work(unit)
            if unit.is_active:
                await unit.commit()
            return result

    is_part = current_unit(client) or current_transaction(client)
    return await (attempt() if is_part else retry(attempt, policy))


def retrying(
    policy: RetryPolicy = DEFAULT_POLICY,
) -> Callable[[Callable[P, Awaitable[ResultT]]], Callable[P, Awaitable[ResultT]]]:
    """Decorate a coroutine function that opens its own unit of work: run it again on conflicts.

    Inside an active unit it runs once, because only that unit can be run again.
    """

    def decorate(function: Callable[P, Awaitable[ResultT]]) -> Callable[P, Awaitable[ResultT]]:
        @functools.wraps(function)
        async def run(*args: P.args, **kwargs: P.kwargs) -> ResultT:
            if current_unit() is not None or current_transaction() is not None:
                return await function(*args, **kwargs)
            return await retry(lambda: function(*args, **kwargs), policy)

        return run

    return decorate
