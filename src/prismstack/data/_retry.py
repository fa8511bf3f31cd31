"""Runs a whole piece of work again when the database says that this may help."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from prismstack.client import RetryPolicy
from prismstack.data._errors import DataLayerError
from prismstack.data._translate import from_prisma, is_prisma_error

__all__ = ["DEFAULT_POLICY", "RetryPolicy", "retry"]

ResultT = TypeVar("ResultT")


DEFAULT_POLICY: Final = RetryPolicy()


async def retry(attempt: Callable[[], Awaitable[ResultT]], policy: RetryPolicy = DEFAULT_POLICY) -> ResultT:
    """Await ``attempt()`` until it succeeds, fails for good, or ``policy`` says stop.

    Retried are write conflicts and busy databases (DataLayerError with ``retryable``), never a
    duplicate or any other answer that would be the same again. Raises the last error; a Prisma
    client's error as DataLayerError.
    """
    started = time.monotonic()
    failed_attempts = 0
    while True:
        try:
            return await attempt()
        except Exception as raised:
            error = _translated(raised)
            failed_attempts += 1
            pause = policy.delay(failed_attempts, random.random())  # noqa: S311
            elapsed = time.monotonic() - started
            if not error.retryable or failed_attempts >= policy.attempts or elapsed + pause > policy.deadline:
                if failed_attempts > 1:
                    error.add_note(f"gave up after {failed_attempts} attempts in {elapsed:.2f} s")
                if error is raised:
                    raise
                raise error from raised
        await asyncio.sleep(pause)


def _translated(raised: Exception) -> DataLayerError:
    if isinstance(raised, DataLayerError):
        return raised
    if is_prisma_error(raised):
        return from_prisma(raised)
    raise raised
