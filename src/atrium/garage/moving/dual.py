"""Two stores as one: the primary answers and decides, the other one follows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from atrium.garage.interfaces import Repositories
from atrium.platform.errors import AtriumError

from .comparing import Comparison, compare
from .shadow import Shadow
from .touched import Change, Key, Touched, read_changes, watched

__all__ = ["DualStore"]

T = TypeVar("T")

#: So many values are mended before the next unit of work may come.
_AT_ONCE = 200


class DualStore:
    """``GarageStore`` whose units run on the shadow's primary store and are then written to its secondary one.

    Units run one after the other, so that the shadow gets them in the order in which the primary committed them.
    """

    def __init__(self, shadow: Shadow) -> None:
        self._turn = asyncio.Lock()
        self.shadow = shadow

    @property
    def config_name(self) -> str:
        return self.shadow.primary.config_name

    @property
    def committed(self) -> Repositories:
        """The primary's; what is written through them outside a unit follows as well."""
        return watched(self.shadow.primary.committed, self._follow_keys)

    async def read(self, work: Callable[[Repositories], Awaitable[T]]) -> T:
        return await self.shadow.primary.read(work)

    async def transact(self, work: Callable[[Repositories], Awaitable[T]]) -> T:
        async with self._turn:
            touched = Touched()

            async def unit(repositories: Repositories) -> tuple[T, list[Change]]:
                touched.keys.clear()
                result = await work(watched(repositories, _note(touched)))
                return result, await read_changes(repositories.tables, touched)

            try:
                result, changes = await self.shadow.primary.transact(unit)
            except AtriumError:
                raise
            except BaseException:
                # A commit that failed or was cancelled on its way may have been kept all the same.
                self.shadow.recheck(touched.keys)
                raise
            await self.shadow.follow(changes)
            return result

    async def fill(self) -> None:
        """Bring a secondary store that was held to what the primary has, while the garage is open."""
        found = await compare(self.shadow.primary.committed.tables, self.shadow.secondary.committed.tables)
        self.shadow.recheck(found.keys)
        await self.catch_up()
        # What was changed meanwhile is little; from here on every change follows at once.
        async with self._turn:
            await self._mend_waiting()
            self.shadow.release()

    async def catch_up(self) -> int:
        """Write what is waiting; how many values still wait."""
        for keys in _chunks(self.shadow.waiting):
            async with self._turn:
                await self.shadow.mend(keys)
        return len(self.shadow.waiting)

    async def reconcile(self) -> Comparison:
        """Compare all values, mend what differs, and say what it was."""
        await self.catch_up()
        seen = await compare(self.shadow.primary.committed.tables, self.shadow.secondary.committed.tables)
        real: set[Key] = set()
        for keys in _chunks(seen.keys):
            async with self._turn:
                differing = await self._differing(keys)
                await self.shadow.differ(differing)
                await self.shadow.mend(differing)
                real.update(differing)
        return replace(seen, differences=[each for each in seen.differences if (each.kind, each.key) in real])

    async def _mend_waiting(self) -> None:
        for keys in _chunks(self.shadow.waiting):
            await self.shadow.mend(keys)

    async def _differing(self, keys: Sequence[Key]) -> list[Key]:
        """Those that differ now: others were only seen while they were being written."""
        touched = Touched(dict.fromkeys(keys))
        first = await read_changes(self.shadow.primary.committed.tables, touched)
        second = await read_changes(self.shadow.secondary.committed.tables, touched)
        pairs = zip(first, second, strict=True)
        return [(one.kind, one.key) for one, other in pairs if one.checksum != other.checksum]

    async def _follow_keys(self, keys: Iterable[Key]) -> None:
        async with self._turn:
            touched = Touched(dict.fromkeys(keys))
            await self.shadow.follow(await read_changes(self.shadow.primary.committed.tables, touched))


def _note(touched: Touched) -> Callable[[Iterable[Key]], Awaitable[None]]:
    async def note(keys: Iterable[Key]) -> None:
        touched.add(keys)

    return note


def _chunks(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
