"""A blocking client under the asyncio client's protocol, so that one test drives both interfaces."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any

__all__ = ["Awaited"]

#: Methods that neither interface awaits.
_PLAIN = {"is_connected", "is_registered"}


class Awaited:
    """Wraps a client, or the actions of one of its models: calls run at once, results are awaited."""

    def __init__(self, target: Any) -> None:
        self._target = target

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if name == "tx":
            return lambda *args, **options: _AwaitedTransaction(value(*args, **options))
        if name == "batch_":
            return lambda: _AwaitedBatch(value())
        if name.startswith("_") or name in _PLAIN or isinstance(value, type):
            return value
        return _awaited(value) if callable(value) else Awaited(value)


class _AwaitedTransaction:
    def __init__(self, manager: Any) -> None:
        self._manager = manager

    async def __aenter__(self) -> Awaited:
        return Awaited(self._manager.__enter__())

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._manager.__exit__(kind, error, trace)

    async def start(self) -> Awaited:
        return Awaited(self._manager.start())

    async def commit(self) -> None:
        self._manager.commit()

    async def rollback(self) -> None:
        self._manager.rollback()


class _AwaitedBatch:
    def __init__(self, batch: Any) -> None:
        self._batch = batch

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batch, name)

    async def __aenter__(self) -> Any:
        return self._batch.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._batch.__exit__(kind, error, trace)

    async def commit(self) -> None:
        self._batch.commit()


def _awaited(method: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    async def call(*args: Any, **options: Any) -> Any:
        return method(*args, **options)

    return call
