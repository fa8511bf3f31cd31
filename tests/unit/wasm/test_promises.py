"""Promises behave as JavaScript's: reactions are microtasks, first settlement wins, chains follow."""

from __future__ import annotations

from typing import Any

import pytest

from prismstack.errors import EngineCrashed
from prismstack.wasm import UNDEFINED, JsException, MicrotaskQueue, Promise


@pytest.fixture
def queue() -> MicrotaskQueue:
    return MicrotaskQueue()


def test_reactions_never_run_inline_and_run_in_order(queue: MicrotaskQueue) -> None:
    seen: list[Any] = []
    promise = queue.resolved("value")
    promise.then(lambda value: seen.append(("first", value)))
    last = promise.then(lambda value: seen.append(("second", value)))
    assert seen == []
    queue.run_until(last)
    assert seen == [("first", "value"), ("second", "value")]


def test_reactions_attached_before_settlement_run_after_it(queue: MicrotaskQueue) -> None:
    promise = Promise(queue)
    doubled = promise.then(lambda value: value * 2)
    promise.resolve(21)
    assert doubled.pending
    assert queue.run_until(doubled) == 42


def test_first_settlement_wins(queue: MicrotaskQueue) -> None:
    promise = Promise(queue)
    promise.resolve("first")
    promise.resolve("second")
    promise.reject("third")
    assert queue.run_until(promise) == "first"


def test_a_promise_resolved_with_a_promise_follows_it(queue: MicrotaskQueue) -> None:
    inner, outer = Promise(queue), Promise(queue)
    outer.resolve(inner)
    assert outer.pending
    inner.reject("reason")
    with pytest.raises(JsException, match="reason") as caught:
        queue.run_until(outer)
    assert caught.value.value == "reason"
    assert queue.resolved(inner) is inner


def test_a_reaction_that_returns_a_promise_is_awaited(queue: MicrotaskQueue) -> None:
    later = Promise(queue)
    chained = queue.resolved(1).then(lambda _: later)
    queue.add(lambda: later.resolve("late"))
    assert queue.run_until(chained) == "late"


def test_rejection_passes_through_until_somebody_handles_it(queue: MicrotaskQueue) -> None:
    failed = Promise(queue)
    failed.reject({"message": "broken"})
    handled = failed.then(lambda _: "not reached").then(None, lambda reason: reason["message"])
    assert queue.run_until(handled) == "broken"


def test_a_reaction_that_throws_rejects_its_promise(queue: MicrotaskQueue) -> None:
    def throw(_: Any) -> None:
        raise JsException("thrown")

    with pytest.raises(JsException, match="thrown"):
        queue.run_until(queue.resolved(1).then(throw))


def test_a_python_error_in_a_reaction_is_not_a_rejection(queue: MicrotaskQueue) -> None:
    def fail(_: Any) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        queue.run_until(queue.resolved(1).then(fail))


def test_resolved_without_a_value_is_undefined(queue: MicrotaskQueue) -> None:
    assert queue.run_until(queue.resolved()) is UNDEFINED


def test_timers_run_by_due_time_after_all_microtasks(queue: MicrotaskQueue) -> None:
    seen: list[str] = []
    done = Promise(queue)
    queue.add_timer(4, lambda: (seen.append("late"), done.resolve()))
    queue.add_timer(1, lambda: seen.append("early"))
    queue.add(lambda: seen.append("microtask"))
    queue.run_until(done)
    assert seen == ["microtask", "early", "late"]


def test_waiting_for_what_nothing_can_settle_is_an_error_not_a_hang(queue: MicrotaskQueue) -> None:
    with pytest.raises(EngineCrashed, match="nothing can settle"):
        queue.run_until(Promise(queue))
