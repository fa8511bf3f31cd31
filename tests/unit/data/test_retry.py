"""The retry loop: how often, how long, and on what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import prisma.errors
import pytest

from prismstack.data import DataLayerError, OperationTimeout, RetryPolicy, WriteConflict, retry, retrying
from prismstack.data import _retry as module

BUSY = OperationTimeout("busy", retryable=True)


class Work:
    """Fails so many times, then returns 'done'; counts its attempts."""

    def __init__(self, failures: int, error: Exception = BUSY) -> None:
        self.failures = failures
        self.error = error
        self.attempts = 0

    async def __call__(self) -> str:
        self.attempts += 1
        if self.attempts <= self.failures:
            raise self.error
        return "done"


@pytest.fixture
def sleeps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were asked for; none is taken, but the clock moves by them."""
    asked: list[float] = []

    async def sleep(seconds: float) -> None:
        asked.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    monkeypatch.setattr(module.time, "monotonic", lambda: sum(asked))
    return asked


@pytest.fixture
def always_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.random, "random", lambda: 1.0)


async def test_succeeds_after_conflicts(sleeps: list[float]) -> None:
    work = Work(3, WriteConflict("conflict", retryable=True))
    assert await retry(work) == "done"
    assert work.attempts == 4
    assert len(sleeps) == 3


async def test_gives_up_after_the_last_attempt(sleeps: list[float]) -> None:
    work = Work(99)
    with pytest.raises(OperationTimeout) as caught:
        await retry(work, RetryPolicy(attempts=3))
    assert work.attempts == 3
    assert len(sleeps) == 2
    assert "3 attempts" in caught.value.__notes__[-1]


@pytest.mark.usefixtures("always_longest")
async def test_pauses_grow_to_a_limit(sleeps: list[float]) -> None:
    policy = RetryPolicy(attempts=7, base_delay=0.1, factor=2, max_delay=1.0, deadline=100)
    await retry(Work(6), policy)
    assert sleeps == pytest.approx([0.1, 0.2, 0.4, 0.8, 1.0, 1.0])


@pytest.mark.usefixtures("always_longest")
async def test_no_attempt_starts_after_the_deadline(sleeps: list[float]) -> None:
    work = Work(99)
    with pytest.raises(OperationTimeout):
        await retry(work, RetryPolicy(attempts=99, base_delay=1, factor=1, deadline=3.5))
    assert sum(sleeps) == 3
    assert work.attempts == 4


async def test_jitter_spreads_over_the_whole_range(sleeps: list[float]) -> None:
    await retry(Work(200), RetryPolicy(attempts=500, base_delay=1, factor=1, deadline=1e9))
    assert min(sleeps) < 0.1 < 0.9 < max(sleeps) <= 1


@pytest.mark.parametrize(
    "error", [OperationTimeout("expired"), ValueError("bug"), DataLayerError("other")], ids=lambda error: str(error)
)
async def test_other_errors_are_raised_at_once(sleeps: list[float], error: Exception) -> None:
    work = Work(99, error)
    with pytest.raises(type(error)) as caught:
        await retry(work)
    assert caught.value is error
    assert (work.attempts, sleeps) == (1, [])


@pytest.mark.usefixtures("sleeps")
async def test_errors_of_a_client_are_understood_and_translated() -> None:
    conflict = prisma.errors.DataError({"user_facing_error": {"error_code": "P2034", "message": "conflict"}})
    assert await retry(Work(2, conflict)) == "done"
    with pytest.raises(WriteConflict) as caught:
        await retry(Work(99, conflict))
    assert caught.value.__cause__ is conflict


async def test_decorated_function_keeps_its_name_and_arguments(sleeps: list[float]) -> None:
    failures = iter([BUSY, BUSY])

    @retrying()
    async def check_out(plate: str, *, tip: int) -> str:
        """Check out."""
        for failure in failures:
            raise failure
        return f"{plate}{tip}"

    assert await check_out("A", tip=2) == "A2"
    assert len(sleeps) == 2
    named: Callable[..., object] = check_out
    assert (named.__name__, named.__doc__) == ("check_out", "Check out.")
