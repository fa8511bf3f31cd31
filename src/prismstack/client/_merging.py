"""Point reads of one tick of the event loop as one query.

``find_unique`` calls that a task group starts together differ only in a key. Sent one by
one they cost a round trip each; as one ``IN`` query they cost one. Prisma's own clients
have done so since their data loader. SQLite has no round trips, so it does not take part.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from copy import copy
from typing import Any, NamedTuple

from prismstack.query import Call, is_reshaped

__all__ = ["ReadMerger", "mergeable_key"]

Run = Callable[[Call], Awaitable[Any]]

#: Keys whose stored form equals the value asked for; others (dates, decimals) go alone.
_PLAIN = (str, int)


class _Waiting(NamedTuple):
    call: Call
    value: Any
    answer: asyncio.Future[Any]


class ReadMerger:
    """Collects the point reads of a tick; ``run`` runs one call and returns its raw value."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._groups: dict[Any, list[_Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def find(self, call: Call, key: str) -> Any:
        """The record of a call whose ``where`` is the single field ``key``."""
        loop = asyncio.get_running_loop()
        value: str | int = call.arguments["where"][key]
        group = (loop, call.model, key, isinstance(value, str))
        waiting = self._groups.setdefault(group, [])
        if not waiting:
            loop.call_soon(self._flush, group)
        answer: asyncio.Future[Any] = loop.create_future()
        waiting.append(_Waiting(call, value, answer))
        return await answer

    def _flush(self, group: Any) -> None:
        waiting = [each for each in self._groups.pop(group, []) if not each.answer.cancelled()]
        if waiting:
            task = asyncio.get_running_loop().create_task(self._answer(waiting, group[2]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _answer(self, waiting: list[_Waiting], key: str) -> None:
        try:
            found = await self._fetch(waiting, key)
        except BaseException as error:
            for each in waiting:
                if not each.answer.done():
                    each.answer.set_exception(error)
            return
        given: set[Any] = set()
        for each in waiting:
            if not each.answer.done():
                record = found.get(each.value)
                # Callers own what they get, so nobody shares a record.
                each.answer.set_result(copy(record) if each.value in given else record)
                given.add(each.value)

    async def _fetch(self, waiting: list[_Waiting], key: str) -> dict[Any, Any]:
        """Records by key."""
        first = waiting[0]
        if len(waiting) == 1:
            return {first.value: await self._run(first.call)}
        values = list(dict.fromkeys(each.value for each in waiting))
        merged = Call("find_many", first.call.model_name, first.call.model, {"where": {key: {"in": values}}})
        records = await self._run(merged)
        return {record[key] if isinstance(record, dict) else getattr(record, key): record for record in records}


def mergeable_key(call: Call, fields: list[str]) -> str | None:
    """The unique field of a plain point read that selects ``fields``, or None for any other call."""
    if call.arguments.get("include") is not None or is_reshaped(call.arguments):
        return None
    where: dict[str, Any] | None = call.arguments.get("where")
    if where is None or len(where) != 1:
        return None
    key = next(iter(where))
    return key if type(where[key]) in _PLAIN and key in fields else None
