"""The engine of a blocking client: the methods of the asynchronous one, without waiting on a loop."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta
from typing import Any

from prismstack.client._base_engine import BaseEngine, call_of, transaction_options
from prismstack.client._core import Failure, make_call
from prismstack.client._transactions import OpenTransaction, TransactionState, cannot_start, expired
from prismstack.drivers import Program, Scope
from prismstack.query import Call, RequestError

__all__ = ["SyncEngine"]


class SyncEngine(BaseEngine):
    """The engine of a blocking client; thread-safe."""

    def connect(self, timeout: timedelta | None = None, datasources: Any = None) -> None:
        """Open the database. Raises DriverError when it cannot be opened."""
        self._open(datasources)
        self.core.database.connect_blocking()

    async def aclose(self, *, timeout: timedelta | None = None) -> None:
        """Like :meth:`close`."""
        self.close(timeout=timeout)

    def execute(
        self,
        method: str,
        arguments: dict[str, Any],
        model: Any,
        root_selection: list[str] | None,
        tx_id: str | None,
    ) -> Any:
        """Run one call of the typed client; returns what its method expects under ``data.result``."""
        return self._run_call(make_call(method, arguments, model, root_selection), tx_id)

    def _run_call(self, call: Call, tx_id: str | None) -> Any:
        core = self.core
        began = core.metrics.started()
        try:
            program, scope = core.planner.program(call)
            value = core.database.run_blocking(program, scope) if tx_id is None else self._run_in(tx_id, program, scope)
        except Failure as error:
            core.fail(error, call)
        finally:
            core.metrics.finished(began)
        return core.result(call, value)

    def run_program(self, program: Program, tx_id: str | None) -> Any:
        """Run a program that is no call of the client."""
        scope: Scope = {"#run": {}}
        try:
            if tx_id is None:
                return self.core.database.run_blocking(program, scope)
            return self._run_in(tx_id, program, scope)
        except Failure as error:
            self.core.fail(error)

    def execute_batch(self, calls: list[dict[str, Any]], tx_id: str | None) -> None:
        """Run calls all or nothing; each is the keyword arguments of the client's query builder."""
        self._run_batch([call_of(each) for each in calls], tx_id)

    def query(self, content: str, *, tx_id: str | None) -> Any:
        """Run a request in the query builder's GraphQL text; returns ``{"data": {"result": …}}``."""
        calls, is_batch = self._calls(content)
        if is_batch:
            return {"batchResult": [{"data": {"result": each}} for each in self._run_batch(calls, tx_id)]}
        return {"data": {"result": self._run_call(calls[0], tx_id)}}

    def start_transaction(self, *, content: str) -> str:
        """Begin a transaction from ``{"max_wait", "timeout", "isolation_level"?}`` (milliseconds); returns its id."""
        core = self.core
        try:
            max_wait, timeout, isolation = transaction_options(content)
            driver = core.database.begin_blocking(max_wait / 1000, isolation)
            if driver is None:
                raise cannot_start()
        except Failure as error:
            core.fail(error)
        transaction = OpenTransaction(driver, timeout)
        transaction.timer = threading.Timer(timeout / 1000, self._expire, [transaction])
        transaction.timer.daemon = True
        transaction.timer.start()
        self._transactions.add(transaction)
        return transaction.id

    def commit_transaction(self, tx_id: str) -> None:
        core = self.core
        try:
            transaction = self._transactions.get(tx_id, "commit")
            self._transactions.end(transaction, TransactionState.COMMITTED, "commit")
            try:
                transaction.driver.commit_blocking()
            except Exception:
                transaction.state = TransactionState.COMMIT_FAILED
                raise
        except Failure as error:
            core.fail(error)

    def rollback_transaction(self, tx_id: str) -> None:
        core = self.core
        try:
            transaction = self._transactions.get(tx_id, "rollback")
            self._transactions.end(transaction, TransactionState.ROLLED_BACK, "rollback")
            transaction.driver.rollback_blocking()
        except Failure as error:
            core.fail(error)

    def metrics(self, *, format: str, global_labels: dict[str, str] | None) -> Any:
        """The engine's counters as ``json`` or ``prometheus``."""
        return self._metrics(format, global_labels)

    def _run_in(self, tx_id: str, program: Program, scope: Scope) -> Any:
        transaction = self._transactions.get(tx_id, "query")
        try:
            return transaction.driver.run_blocking(program, scope)
        except Exception:
            if transaction.state is TransactionState.EXPIRED:
                raise expired(transaction, "query") from None
            raise

    def _run_batch(self, calls: list[Call], tx_id: str | None) -> list[Any]:
        core = self.core
        try:
            program, scope = self._batch(calls)
            if tx_id is None:
                return core.database.run_blocking(program, scope)
            return self._run_in(tx_id, program, scope)
        except Failure as error:
            core.fail(error, calls[0] if len(calls) == 1 else None)

    def _expire(self, transaction: OpenTransaction) -> None:
        with suppress(RequestError):
            self._transactions.end(transaction, TransactionState.EXPIRED, "rollback")
            transaction.driver.interrupt()
            transaction.driver.rollback_blocking()
