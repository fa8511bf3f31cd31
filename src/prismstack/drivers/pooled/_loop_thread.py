"""An event loop in a thread of its own: asynchronous drivers for blocking callers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

__all__ = ["LoopThread"]

_Value = TypeVar("_Value")


class LoopThread:
    """Started by the first :meth:`run`, stopped once; many threads may share it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def run(self, work: Coroutine[Any, Any, _Value]) -> _Value:
        """Run a coroutine on the loop; blocks until it is done. An interruption (a signal) cancels it."""
        loop = self._started()
        future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return future.result()
        except BaseException:
            if future.cancel():
                # Whatever runs next finds it cancelled.
                asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result()
            raise

    def call(self, function: Any) -> None:
        """Run a plain function on the loop, soon."""
        self._started().call_soon_threadsafe(function)

    def stop(self) -> None:
        """Stop the loop and its thread; idempotent."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            if thread is not threading.current_thread():
                thread.join()
            loop.close()

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name=self._name, daemon=True)
                self._thread.start()
            return self._loop
