"""The layers that run hooks."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from prismstack.client.extensions._hooks import Hook, applies, as_records
from prismstack.client.extensions._layer import EngineLayer
from prismstack.client.extensions._operation import Answer, Operation, Outcome, model_name
from prismstack.errors import ConfigurationError

__all__ = ["AsyncHooked", "SyncHooked", "prepared_call"]


class _Hooked(EngineLayer):
    def __init__(self, inner: Any, hooks: Sequence[Hook]) -> None:
        super().__init__(inner)
        self._hooks = tuple(hooks)

    def _prepared(self, calls: list[dict[str, Any]], tx_id: str | None) -> list[dict[str, Any]]:
        inside = tx_id is not None
        return [prepared_call(self._hooks, call, in_transaction=inside, in_batch=True) for call in calls]


def prepared_call(
    hooks: Sequence[Hook], call: dict[str, Any], *, in_transaction: bool, in_batch: bool
) -> dict[str, Any]:
    """A call after every hook's ``before``. Raises ConfigurationError when a hook answers it itself."""
    model = call.get("model")
    operation = Operation(
        call["method"],
        model_name(model),
        call["arguments"],
        model,
        call.get("root_selection"),
        in_transaction,
        in_batch,
    )
    for hook in hooks:
        if applies(hook, operation):
            changed = hook.before(operation)
            if isinstance(changed, Answer):
                raise ConfigurationError(
                    f"{type(hook).__name__} answers {operation.action} itself, so there is nothing to put into a batch "
                    "or to explain; change the operation instead, or raise"
                )
            operation = changed or operation
    return {
        **call,
        "method": operation.action,
        "arguments": operation.arguments,
        "root_selection": operation.root_selection,
    }


class AsyncHooked(_Hooked):
    """Runs hooks around the operations of an asyncio engine."""

    async def execute(
        self, method: str, arguments: dict[str, Any], model: Any, root_selection: list[str] | None, tx_id: str | None
    ) -> Any:
        operation = Operation(method, model_name(model), arguments, model, root_selection, tx_id is not None)

        async def run(last: Operation) -> Any:
            value = await self.inner.execute(last.action, last.arguments, last.model_class, last.root_selection, tx_id)
            return as_records(last, value)

        return await self._through(0, operation, run)

    async def execute_batch(self, calls: list[dict[str, Any]], tx_id: str | None) -> Any:
        prepared = self._prepared(calls, tx_id)

        async def run(_operation: Operation) -> Any:
            return await self.inner.execute_batch(prepared, tx_id)

        return await self._through(0, _batch(prepared, tx_id), run)

    async def _through(self, at: int, operation: Operation, run: Any) -> Any:
        """Run the hooks from ``at`` on, then the operation."""
        while at < len(self._hooks) and not applies(self._hooks[at], operation):
            at += 1
        if at == len(self._hooks):
            return await run(operation)
        hook = self._hooks[at]

        async def proceed(changed: Operation) -> Any:
            return await self._through(at + 1, changed, run)

        began = time.perf_counter()
        changed = None if operation.action == "batch" else hook.before(operation)
        operation = changed if isinstance(changed, Operation) else operation
        try:
            result = changed.value if isinstance(changed, Answer) else await hook.around(operation, proceed)
        except BaseException as error:
            hook.after(Outcome(operation, None, error, time.perf_counter() - began))
            raise
        hook.after(Outcome(operation, result, None, time.perf_counter() - began))
        return result


class SyncHooked(_Hooked):
    """Runs hooks around the operations of a blocking engine."""

    def execute(
        self, method: str, arguments: dict[str, Any], model: Any, root_selection: list[str] | None, tx_id: str | None
    ) -> Any:
        operation = Operation(method, model_name(model), arguments, model, root_selection, tx_id is not None)

        def run(last: Operation) -> Any:
            value = self.inner.execute(last.action, last.arguments, last.model_class, last.root_selection, tx_id)
            return as_records(last, value)

        return self._through(0, operation, run)

    def execute_batch(self, calls: list[dict[str, Any]], tx_id: str | None) -> Any:
        prepared = self._prepared(calls, tx_id)

        def run(_operation: Operation) -> Any:
            return self.inner.execute_batch(prepared, tx_id)

        return self._through(0, _batch(prepared, tx_id), run)

    def _through(self, at: int, operation: Operation, run: Any) -> Any:
        """Run the hooks from ``at`` on, then the operation."""
        while at < len(self._hooks) and not applies(self._hooks[at], operation):
            at += 1
        if at == len(self._hooks):
            return run(operation)
        hook = self._hooks[at]
        began = time.perf_counter()
        changed = None if operation.action == "batch" else hook.before(operation)
        operation = changed if isinstance(changed, Operation) else operation
        try:
            if isinstance(changed, Answer):
                result = changed.value
            else:
                result = hook.around_blocking(operation, lambda each: self._through(at + 1, each, run))
        except BaseException as error:
            hook.after(Outcome(operation, None, error, time.perf_counter() - began))
            raise
        hook.after(Outcome(operation, result, None, time.perf_counter() - began))
        return result


def _batch(calls: list[dict[str, Any]], tx_id: str | None) -> Operation:
    members = [
        Operation(
            call["method"],
            model_name(call.get("model")),
            call["arguments"],
            call.get("model"),
            call.get("root_selection"),
            tx_id is not None,
            True,
        )
        for call in calls
    ]
    return Operation("batch", "", {"operations": members}, in_transaction=tx_id is not None)
