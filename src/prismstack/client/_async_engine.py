"""The engine of an asyncio client.

It takes the place of Prisma Client Python's query engine process and keeps its methods;
``execute`` is the shorter way that the client's own ``_execute`` takes.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from prismstack.client._base_engine import BaseEngine, call_of, transaction_options
from prismstack.client._core import Failure, make_call
from prismstack.client._merging import ReadMerger
from prismstack.client._transactions import OpenTransaction, TransactionState, cannot_start, expired
from prismstack.drivers import Program, Scope
from prismstack.query import Call, RequestError

__all__ = ["AsyncEngine"]


class AsyncEngine(BaseEngine):
    """The engine of an asyncio client."""

    def __init__(self, *, dml_path: Path, log_queries: bool = False, http_config: object = None) -> None:
        super().__init__(dml_path=dml_path, log_queries=log_queries, http_config=http_config)
        self._expiring: set[asyncio.Task[None]] = set()
        self._merger = ReadMerger(self._run_alone)

    async def connect(self, timeout: timedelta | None = None, datasources: Any = None) -> None:
        """Open the database. Raises DriverError when it cannot be opened."""
        self._open(datasources)
        await self.core.database.connect()

    async def aclose(self, *, timeout: timedelta | None = None) -> None:
        """Roll back what is open and close the database; idempotent."""
        core, self._core = self._core, None
        if core is None:
            return
        for transaction in self._transactions.all_open():
            with suppress(RequestError):
                self._transactions.end(transaction, TransactionState.ROLLED_BACK, "rollback")
                await transaction.driver.rollback()
        await core.database.aclose()

    async def execute(
        self,
        method: str,
        arguments: dict[str, Any],
        model: Any,
        root_selection: list[str] | None,
        tx_id: str | None,
    ) -> Any:
        """Run one call of the typed client; returns what its method expects under ``data.result``."""
        return await self._run_call(make_call(method, arguments, model, root_selection), tx_id)

    async def _run_call(self, call: Call, tx_id: str | None) -> Any:
        core = self.core
        began = core.metrics.started()
        try:
            if tx_id is not None:
                value = await self._run_in(tx_id, *core.planner.program(call))
            elif call.method == "find_unique" and (key := core.merging_key(call)) is not None:
                value = await self._merger.find(call, key)
            else:
                value = await core.database.run(*core.planner.program(call))
        except Failure as error:
            core.fail(error, call)
        finally:
            core.metrics.finished(began)
        return core.result(call, value)

    async def _run_alone(self, call: Call) -> Any:
        core = self.core
        return await core.database.run(*core.planner.program(call))

    async def run_program(self, program: Program, tx_id: str | None) -> Any:
        """Run a program that is no call of the client."""
        scope: Scope = {"#run": {}}
        try:
            return await (
                self.core.database.run(program, scope) if tx_id is None else self._run_in(tx_id, program, scope)
            )
        except Failure as error:
            self.core.fail(error)

    async def execute_batch(self, calls: list[dict[str, Any]], tx_id: str | None) -> None:
        """Run calls all or nothing; each is the keyword arguments of the client's query builder."""
        await self._run_batch([call_of(each) for each in calls], tx_id)

    async def query(self, content: str, *, tx_id: str | None) -> Any:
        """Run a request in the query builder's GraphQL text; returns ``{"data": {"result": …}}``."""
        calls, is_batch = self._calls(content)
        if is_batch:
            return {"batchResult": [{"data": {"result": each}} for each in await self._run_batch(calls, tx_id)]}
        return {"data": {"result": await self._run_call(calls[0], tx_id)}}

    async def start_transaction(self, *, content: str) -> str:
        """Begin a transaction from ``{"max_wait", "timeout", "isolation_level"?}`` (milliseconds); returns its id."""
        core = self.core
        try:
            max_wait, timeout, isolation = transaction_options(content)
            driver = await core.database.begin(max_wait / 1000, isolation)
            if driver is None:
                raise cannot_start()
        except Failure as error:
            core.fail(error)
        transaction = OpenTransaction(driver, timeout)
        loop = asyncio.get_running_loop()
        transaction.timer = loop.call_later(timeout / 1000, self._expire_soon, transaction)
        self._transactions.add(transaction)
        return transaction.id

    async def commit_transaction(self, tx_id: str) -> None:
        core = self.core
        try:
            transaction = await self._usable(tx_id, "commit")
            self._transactions.end(transaction, TransactionState.COMMITTED, "commit")
            try:
                await transaction.driver.commit()
            except Exception:
                transaction.state = TransactionState.COMMIT_FAILED
                raise
        except Failure as error:
            core.fail(error)

    async def rollback_transaction(self, tx_id: str) -> None:
        core = self.core
        try:
            transaction = await self._usable(tx_id, "rollback")
            self._transactions.end(transaction, TransactionState.ROLLED_BACK, "rollback")
            await transaction.driver.rollback()
        except Failure as error:
            core.fail(error)

    async def metrics(self, *, format: str, global_labels: dict[str, str] | None) -> Any:
        """The engine's counters as ``json`` or ``prometheus``."""
        return self._metrics(format, global_labels)

    async def _run_in(self, tx_id: str, program: Program, scope: Scope) -> Any:
        transaction = await self._usable(tx_id, "query")
        try:
            return await transaction.driver.run(program, scope)
        except Exception:
            if transaction.state is TransactionState.EXPIRED:
                raise expired(transaction, "query") from None
            raise

    async def _run_batch(self, calls: list[Call], tx_id: str | None) -> list[Any]:
        core = self.core
        try:
            program, scope = self._batch(calls)
            if tx_id is None:
                return await core.database.run(program, scope)
            return await self._run_in(tx_id, program, scope)
        except Failure as error:
            core.fail(error, calls[0] if len(calls) == 1 else None)

    async def _usable(self, tx_id: str, operation: str) -> OpenTransaction:
        transaction = self._transactions.get(tx_id, operation)
        if transaction.overdue:  # its timer has not had its turn yet
            await self._expire(transaction)
            raise expired(transaction, operation)
        return transaction

    def _expire_soon(self, transaction: OpenTransaction) -> None:
        task = asyncio.get_running_loop().create_task(self._expire(transaction))
        self._expiring.add(task)  # the loop itself keeps only a weak reference
        task.add_done_callback(self._expiring.discard)

    async def _expire(self, transaction: OpenTransaction) -> None:
        with suppress(RequestError):
            self._transactions.end(transaction, TransactionState.EXPIRED, "rollback")
            transaction.driver.interrupt()
            await transaction.driver.rollback()
