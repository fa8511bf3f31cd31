"""Instruments: what watches calls and statements without changing them (logs, traces, comments)."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

from prismstack.client.extensions._layer import EngineLayer
from prismstack.client.extensions._operation import RunningCall, find_call_site, model_name, running_call
from prismstack.drivers import StatementEvent, Watch

__all__ = ["AsyncInstrumented", "Instrument", "SyncInstrumented", "watch_of"]


class Instrument:
    """Base of what watches a client; set up before it connects."""

    #: Whether the instrument observes statements.
    observes = False
    #: Whether the instrument appends a comment to statements.
    comments = False

    def wants_call_site(self) -> bool:
        """Whether the place of the call is to be looked for now; it costs a walk up the stack."""
        return False

    def connected(self, database: Any) -> None:
        """Told of the database once the client is connected."""

    def call(self, call: RunningCall) -> AbstractContextManager[object] | None:
        """Something to be entered around each call, if need be."""
        return None

    def observe(self, event: StatementEvent) -> None:
        """Told of every statement that ended, in the context of the call it belongs to."""

    def comment(self) -> str:
        """Appended to the text of each statement."""
        return ""


def watch_of(instruments: Sequence[Instrument]) -> Watch | None:
    """What the driver is to tell the instruments of; None when none of them wants to know."""
    observers = tuple(each.observe for each in instruments if each.observes)
    commenting = [each.comment for each in instruments if each.comments]
    if not observers and not commenting:
        return None
    if not commenting:
        return Watch(observers)
    return Watch(observers, lambda: "".join([comment() for comment in commenting]))


class _Instrumented(EngineLayer):
    def __init__(self, inner: Any, instruments: Sequence[Instrument], package: str) -> None:
        super().__init__(inner)
        self._instruments = tuple(instruments)
        self._package = package

    @contextmanager
    def _during(self, action: str, model: Any = None) -> Generator[None]:
        wanted = any(each.wants_call_site() for each in self._instruments)
        call = RunningCall(action, model_name(model), find_call_site(self._package) if wanted else None)
        token = running_call.set(call)
        try:
            with ExitStack() as entered:
                for each in self._instruments:
                    context = each.call(call)
                    if context is not None:
                        entered.enter_context(context)
                yield
        finally:
            running_call.reset(token)

    def _tell_connected(self) -> None:
        for each in self._instruments:
            each.connected(self.inner.core.database)


class AsyncInstrumented(_Instrumented):
    """Lets instruments know what an asyncio engine is doing."""

    async def connect(self, *args: Any, **options: Any) -> None:
        with self._during("connect"):
            await self.inner.connect(*args, **options)
        self._tell_connected()

    async def execute(self, method: str, arguments: Any, model: Any, root_selection: Any, tx_id: str | None) -> Any:
        with self._during(method, model):
            return await self.inner.execute(method, arguments, model, root_selection, tx_id)

    async def execute_batch(self, calls: list[dict[str, Any]], tx_id: str | None) -> Any:
        with self._during("batch"):
            return await self.inner.execute_batch(calls, tx_id)

    async def start_transaction(self, *, content: str) -> str:
        with self._during("begin"):
            return await self.inner.start_transaction(content=content)

    async def commit_transaction(self, tx_id: str) -> None:
        with self._during("commit"):
            await self.inner.commit_transaction(tx_id)

    async def rollback_transaction(self, tx_id: str) -> None:
        with self._during("rollback"):
            await self.inner.rollback_transaction(tx_id)


class SyncInstrumented(_Instrumented):
    """Lets instruments know what a blocking engine is doing."""

    def connect(self, *args: Any, **options: Any) -> None:
        with self._during("connect"):
            self.inner.connect(*args, **options)
        self._tell_connected()

    def execute(self, method: str, arguments: Any, model: Any, root_selection: Any, tx_id: str | None) -> Any:
        with self._during(method, model):
            return self.inner.execute(method, arguments, model, root_selection, tx_id)

    def execute_batch(self, calls: list[dict[str, Any]], tx_id: str | None) -> Any:
        with self._during("batch"):
            return self.inner.execute_batch(calls, tx_id)

    def start_transaction(self, *, content: str) -> str:
        with self._during("begin"):
            return self.inner.start_transaction(content=content)

    def commit_transaction(self, tx_id: str) -> None:
        with self._during("commit"):
            self.inner.commit_transaction(tx_id)

    def rollback_transaction(self, tx_id: str) -> None:
        with self._during("rollback"):
            self.inner.rollback_transaction(tx_id)
