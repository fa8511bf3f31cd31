"""What a generated asyncio client gets beyond upstream's."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from prismstack.client.extensions._client import MAX_WAIT, TIMEOUT, ClientAdditions
from prismstack.client.extensions._explain import (
    AsyncRecorder,
    ExplainedStatement,
    Explanation,
    Recorded,
    explaining_program,
    explanations,
    rows_of,
)
from prismstack.client.extensions._isolated import IsolationLevelLike
from prismstack.client.extensions._layer import bare
from prismstack.client.extensions._raw import AsyncRaw
from prismstack.client.extensions._transactional import Limits, run

__all__ = ["AsyncAdditions"]

P = ParamSpec("P")
ResultT = TypeVar("ResultT")


class AsyncAdditions(ClientAdditions):
    """Additions of an asyncio client."""

    __slots__ = ()

    _is_async = True

    @property
    def raw(self) -> AsyncRaw:
        """Raw queries whose values are Python's own types."""
        return AsyncRaw(self)

    def transactional(
        self,
        *,
        max_wait: timedelta = MAX_WAIT,
        timeout: timedelta = TIMEOUT,
        isolation_level: IsolationLevelLike | None = None,
        retries: int = 0,
    ) -> Callable[[Callable[Concatenate[Self, P], Awaitable[ResultT]]], Callable[P, Awaitable[ResultT]]]:
        """Decorate a coroutine function whose first parameter is the transaction's client.

        See :meth:`in_transaction` for what a call of it does.
        """
        limits = Limits(max_wait, timeout, isolation_level, retries)

        def decorate(function: Callable[Concatenate[Self, P], Awaitable[ResultT]]) -> Callable[P, Awaitable[ResultT]]:
            @functools.wraps(function)
            async def call(*args: P.args, **kwargs: P.kwargs) -> ResultT:
                return await run(self, lambda tx: function(tx, *args, **kwargs), limits)

            return call

        return decorate

    async def in_transaction(
        self,
        work: Callable[[Self], Awaitable[ResultT]],
        *,
        max_wait: timedelta = MAX_WAIT,
        timeout: timedelta = TIMEOUT,
        isolation_level: IsolationLevelLike | None = None,
        retries: int = 0,
    ) -> ResultT:
        """Run ``work(tx)`` in the transaction that this task has open, else in a new one, which is then committed.

        A new one has the limits and the isolation level given, is rolled back by an error of
        ``work``, and is run again, up to ``retries`` times with growing pauses, when another
        transaction got in the way (P2034). One that is joined keeps its own limits and is never
        run again from inside; an error that leaves ``work`` dooms it (TransactionDoomed).
        """
        return await run(self, work, Limits(max_wait, timeout, isolation_level, retries))

    async def explain(self, call: Callable[[Self], Awaitable[Any]], *, database: bool = False) -> list[Explanation]:
        """What a call would do: ``await db.explain(lambda db: db.user.find_many(take=5))``.

        Nothing is run. The list has an item for each call, which is one unless it is a batch.
        ``database`` asks the database to EXPLAIN the statements whose values are all known.
        """
        recorder = self._with_engine(AsyncRecorder(self._engine))
        try:
            await call(recorder)
        except Recorded as recorded:
            found = explanations(self, recorded.calls)
        else:
            found = []
        return [await self._explained(each) for each in found] if database else found

    async def _explained(self, explanation: Explanation) -> Explanation:
        statements = [await self._asked(each) for each in explanation.statements]
        return replace(explanation, statements=tuple(statements))

    async def _asked(self, statement: ExplainedStatement) -> ExplainedStatement:
        program = explaining_program(self._engine, statement)
        if program is None:
            return statement
        result = await bare(self._engine).run_program(program, self._tx_id)
        return replace(statement, database_plan=rows_of(result))
