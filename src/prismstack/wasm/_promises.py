"""Promises and the microtask queue: as much of JavaScript's event loop as the engines need.

Host functions do their work synchronously and return settled promises, so the queue is
drained by the caller (:meth:`MicrotaskQueue.run_until`) and no real event loop is involved.
"""

from __future__ import annotations

import enum
import heapq
import itertools
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from prismstack.errors import EngineCrashed
from prismstack.wasm._values import UNDEFINED, JsException

__all__ = ["MicrotaskQueue", "Promise"]

Callback = Callable[..., Any]


class _State(enum.Enum):
    PENDING = enum.auto()
    FULFILLED = enum.auto()
    REJECTED = enum.auto()


class MicrotaskQueue:
    """Pending microtasks, and timers that run only when no microtask is left."""

    def __init__(self) -> None:
        self._tasks: deque[Callback] = deque()
        self._timers: list[tuple[float, int, Callback]] = []
        self._sequence = itertools.count()

    def add(self, task: Callback) -> None:
        self._tasks.append(task)

    def add_timer(self, milliseconds: float, task: Callback) -> float:
        """Schedule ``task``; returns the timer's id (as a JavaScript number)."""
        due = time.monotonic() + max(milliseconds, 0) / 1000
        number = next(self._sequence)
        heapq.heappush(self._timers, (due, number, task))
        return float(number)

    def resolved(self, value: Any = UNDEFINED) -> Promise:
        """A promise that is already fulfilled (or follows ``value`` when that is a promise)."""
        if isinstance(value, Promise):
            return value
        promise = Promise(self)
        promise.resolve(value)
        return promise

    def run_until(self, promise: Promise) -> Any:
        """Drain the queue until ``promise`` settles; returns its value.

        Raises JsException when it is rejected, EngineCrashed when nothing can settle it.
        """
        while promise.pending:
            self._run_one()
        return promise.result()

    def _run_one(self) -> None:
        if self._tasks:
            self._tasks.popleft()()
            return
        if not self._timers:
            raise EngineCrashed("the engine waits for a promise that nothing can settle")
        due, _, task = heapq.heappop(self._timers)
        time.sleep(max(0.0, due - time.monotonic()))
        task()


class Promise:
    """A JavaScript promise; reactions run as microtasks of its queue, never inline."""

    def __init__(self, queue: MicrotaskQueue) -> None:
        self._queue = queue
        self._state = _State.PENDING
        self._value: Any = UNDEFINED
        self._reactions: list[tuple[Callback, Callback]] = []

    @property
    def pending(self) -> bool:
        return self._state is _State.PENDING

    def result(self) -> Any:
        """The value; raises JsException when rejected."""
        if self._state is _State.REJECTED:
            raise JsException(self._value)
        return self._value

    def resolve(self, value: Any = UNDEFINED, *_: Any) -> None:
        if not self.pending:
            return
        if isinstance(value, Promise):
            value.then(self.resolve, self.reject)
        else:
            self._settle(_State.FULFILLED, value)

    def reject(self, reason: Any = UNDEFINED, *_: Any) -> None:
        if self.pending:
            self._settle(_State.REJECTED, reason)

    def then(self, on_fulfilled: Callback | None = None, on_rejected: Callback | None = None) -> Promise:
        """The promise of the reaction's result, as ``Promise.prototype.then``."""
        derived = Promise(self._queue)
        reaction = (
            _reaction(on_fulfilled, derived, derived.resolve),
            _reaction(on_rejected, derived, derived.reject),
        )
        if self.pending:
            self._reactions.append(reaction)
        else:
            self._schedule(reaction)
        return derived

    def _settle(self, state: _State, value: Any) -> None:
        self._state, self._value = state, value
        for reaction in self._reactions:
            self._schedule(reaction)
        self._reactions.clear()

    def _schedule(self, reaction: tuple[Callback, Callback]) -> None:
        run = reaction[0] if self._state is _State.FULFILLED else reaction[1]
        self._queue.add(lambda: run(self._value))


def _reaction(handler: Callback | None, derived: Promise, default: Callback) -> Callback:
    if handler is None:
        return default

    def run(value: Any) -> None:
        try:
            derived.resolve(handler(value))
        except JsException as thrown:
            derived.reject(thrown.value)

    return run
