"""The store of the running application: the one that the mode selects, exchanged while it is in use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from atrium.garage.in_memory import InMemoryStore
from atrium.garage.interfaces import GarageStore, Kind, Repositories, Tables

from .comparing import Comparison
from .copying import copy_values
from .dual import DualStore
from .gate import Gate
from .modes import ModeChangeRefused, StoreMode, next_mode
from .shadow import Divergences, Shadow, ShadowCounts

__all__ = ["SwitchingStore"]

T = TypeVar("T")

_BATCH = 500


class SwitchingStore:
    """``GarageStore`` over ``memory``, ``database``, or both.

    ``move`` goes one mode on: units of work in progress finish on the store they began on, those that come wait for
    the exchange, and none fails. A second store is filled while the garage is open, and takes over only when it
    lacks nothing.
    """

    def __init__(
        self,
        database: GarageStore,
        new_memory: Callable[[], InMemoryStore],
        divergences: Divergences,
        mode: StoreMode = StoreMode.DATABASE,
    ) -> None:
        self._database = database
        self._new_memory = new_memory
        self._divergences = divergences
        self._memory = new_memory()
        self._gate = Gate()
        self._mode = mode
        self._active = self._store_for(mode)

    @property
    def config_name(self) -> str:
        return self._database.config_name

    @property
    def mode(self) -> StoreMode:
        return self._mode

    @property
    def memory(self) -> InMemoryStore:
        """The store in memory; empty unless the mode uses it."""
        return self._memory

    @property
    def committed(self) -> Repositories:
        return self._active.committed

    @property
    def waiting(self) -> int:
        """How many values the second store lacks; 0 without one."""
        return len(self._active.shadow.waiting) if isinstance(self._active, DualStore) else 0

    @property
    def counts(self) -> ShadowCounts:
        """What was written to the second store since the mode began."""
        return self._active.shadow.counts if isinstance(self._active, DualStore) else ShadowCounts()

    async def read(self, work: Callable[[Repositories], Awaitable[T]]) -> T:
        return await self._active.read(work)

    async def transact(self, work: Callable[[Repositories], Awaitable[T]]) -> T:
        async with self._gate.passing():
            return await self._active.transact(work)

    async def load(self) -> None:
        """Fill the memory of a dual mode from the database, before anything is served."""
        if self._mode.is_dual:
            await self.adopt(self._database.committed.tables)

    async def adopt(self, tables: Tables) -> None:
        """Take these values into the memory, before anything is served."""
        await copy_values(tables, self._memory, _BATCH, {}, _unnoted)

    async def move(self, to: StoreMode) -> None:
        """Go to a neighbouring mode; the same one is no move at all.

        Raises:
            ModeChangeRefused: ``to`` is not next to the present mode, or the store that would take over lacks
                something; the mode is still the old one.
        """
        if to is self._mode:
            return
        if next_mode(self._mode, to) is not to:
            raise ModeChangeRefused(f"{to.value} is not next to {self._mode.value}")
        if to.is_dual and self._mode.is_dual:
            await self._promote(to)
        elif to.is_dual:
            await self._begin(to)
        else:
            await self._exchange(to, self._store_for(to))

    async def reconcile(self) -> Comparison:
        """Compare the second store with the first, mend it, and say what differed.

        Raises:
            ModeChangeRefused: there is no second store.
        """
        if not isinstance(self._active, DualStore):
            raise ModeChangeRefused(f"In mode {self._mode.value} there is no second store")
        return await self._active.reconcile()

    async def catch_up(self) -> int:
        """Mend the second store; how many values it still lacks."""
        return await self._active.catch_up() if isinstance(self._active, DualStore) else 0

    async def _begin(self, to: StoreMode) -> None:
        """Let a second store follow, and fill it with what was there before."""
        if to is StoreMode.DUAL_MEMORY_PRIMARY:
            await self._refuse_to_empty_the_database()
        else:
            self._memory = self._new_memory()
        former, dual = self._mode, self._dual_for(to)
        dual.shadow.hold()
        await self._exchange(to, dual)
        try:
            await dual.fill()
            if self.waiting:
                raise ModeChangeRefused(f"The second store refused {self.waiting} values; the log says why")
        except BaseException:
            await self._exchange(former, self._store_for(former))
            raise

    async def _promote(self, to: StoreMode) -> None:
        """Let the second store take over; the first one follows from now on."""
        await self.reconcile()
        async with self._gate.closed():
            lacking = await self.catch_up()
            if lacking:
                raise ModeChangeRefused(f"The second store still lacks {lacking} values; nothing was exchanged")
            self._mode, self._active = to, self._store_for(to)

    async def _exchange(self, to: StoreMode, store: GarageStore) -> None:
        async with self._gate.closed():
            self._mode, self._active = to, store

    async def _refuse_to_empty_the_database(self) -> None:
        is_empty = await self._memory.committed.tables[Kind.GARAGE].count() == 0
        if is_empty and await self._database.committed.garages.exists(self.config_name):
            raise ModeChangeRefused(
                "The memory is empty and the database is not: following the memory would empty the database. "
                "Load a snapshot, or begin from mode database"
            )

    def _store_for(self, mode: StoreMode) -> GarageStore:
        if mode is StoreMode.MEMORY:
            return self._memory
        if mode is StoreMode.DATABASE:
            return self._database
        return self._dual_for(mode)

    def _dual_for(self, mode: StoreMode) -> DualStore:
        first: GarageStore = self._memory if mode is StoreMode.DUAL_MEMORY_PRIMARY else self._database
        second: GarageStore = self._database if first is self._memory else self._memory
        return DualStore(Shadow(first, second, self._divergences))


async def _unnoted(_kind: Kind, _done: int) -> None:
    """Loading is not resumed."""
