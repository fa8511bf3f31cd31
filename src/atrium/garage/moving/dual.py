"""Two stores as one: the primary answers and decides, the other one follows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from atrium.garage.interfaces import GarageStore, Repositories
from atrium.platform.errors import AtriumError

from .shadow import Shadow
from .touched import Change, Key, Touched, read_changes, watched

__all__ = ["DualStore"]

T = TypeVar("T")


class DualStore:
    """``GarageStore`` whose units run on ``primary`` and are then written to ``shadow``.

    Units run one after the other, so that the shadow gets them in the order in which the primary committed them.
    """

    def __init__(self, primary: GarageStore, shadow: Shadow) -> None:
        self._primary = primary
        self._turn = asyncio.Lock()
        self.shadow = shadow

    @property
    def config_name(self) -> str:
        return self._primary.config_name

    @property
    def committed(self) -> Repositories:
        """The primary's; what is written through them outside a unit follows as well."""
        return watched(self._primary.committed, self._follow_keys)

    async def read(self, work: Callable[[Repositories], Awaitable[T]]) -> T:
        return await self._primary.read(work)

    async def transact(self, work: Callable[[Repositories], Awaitable[T]]) -> T:
        async with self._turn:
            touched = Touched()

            async def unit(repositories: Repositories) -> tuple[T, list[Change]]:
                touched.keys.clear()
                result = await work(watched(repositories, _note(touched)))
                return result, await read_changes(repositories.tables, touched)

            try:
                result, changes = await self._primary.transact(unit)
            except AtriumError:
                raise
            except BaseException:
                # A commit that failed or was cancelled on its way may have been kept all the same.
                self.shadow.recheck(touched.keys)
                raise
            await self.shadow.follow(changes)
            return result

    async def catch_up(self) -> int:
        """Mend the shadow; how many values it still lacks."""
        async with self._turn:
            return await self.shadow.catch_up()

    async def _follow_keys(self, keys: Iterable[Key]) -> None:
        async with self._turn:
            touched = Touched(dict.fromkeys(keys))
            await self.shadow.follow(await read_changes(self._primary.committed.tables, touched))


def _note(touched: Touched) -> Callable[[Iterable[Key]], Awaitable[None]]:
    async def note(keys: Iterable[Key]) -> None:
        touched.add(keys)

    return note
