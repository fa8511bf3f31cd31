"""The store that follows: gets every change of the primary one, and is mended when it could not."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from atrium.garage.interfaces import GarageStore, Kind, Repositories

from .touched import Change, Key, Touched, read_changes

__all__ = ["Divergences", "Shadow", "ShadowCounts", "write_changes"]

_log = logging.getLogger("atrium.garage.moving")
_ORDER = {kind: place for place, kind in enumerate(Kind)}


class Divergences(Protocol):
    """Where differences between the stores are written down."""

    async def found(self, keys: Sequence[Key], reason: str) -> None: ...

    async def mended(self, keys: Sequence[Key]) -> None: ...


@dataclass(slots=True)
class ShadowCounts:
    """Values written to the shadow; values it could not take at once; those of them that it has now."""

    shadowed: int = 0
    diverged: int = 0
    reconciled: int = 0


class Shadow:
    """Writes changes of ``primary`` to ``secondary``, in their order.

    A failure never reaches who changed the primary: the keys are kept, and ``mend`` writes their values as the
    primary has them then. While keys are waiting, later changes wait with them, so that a database that is away
    does not slow the garage down.
    """

    def __init__(self, primary: GarageStore, secondary: GarageStore, divergences: Divergences) -> None:
        self.primary = primary
        self.secondary = secondary
        self.counts = ShadowCounts()
        self._divergences = divergences
        self._is_held = False
        #: Whether the shadow is known to lack the value, or it is only to be looked at again.
        self._waiting: dict[Key, bool] = {}

    @property
    def waiting(self) -> list[Key]:
        """The values that the secondary store may lack, those first that others refer to."""
        return sorted(self._waiting, key=lambda key: _ORDER[key[0]])

    def hold(self) -> None:
        """Write nothing until ``release``: the secondary store is to be filled first."""
        self._is_held = True

    def release(self) -> None:
        """Write from now on."""
        self._is_held = False

    async def follow(self, changes: Sequence[Change]) -> None:
        """Write the changes, or keep their keys."""
        keys = [(change.kind, change.key) for change in changes]
        if self._is_held:
            self.recheck(keys)
        elif self._waiting:
            self._keep(keys)
        elif keys:
            await self._follow_now(changes, keys)

    async def _follow_now(self, changes: Sequence[Change], keys: Sequence[Key]) -> None:
        try:
            await self._write(changes)
        except Exception as error:
            self._keep(keys)
            _log.warning("the shadow store missed %d values: %s", len(keys), error)
            await self._note_found(keys, str(error))
        except BaseException:
            self.recheck(keys)
            raise
        else:
            self.counts.shadowed += len(keys)

    def recheck(self, keys: Iterable[Key]) -> None:
        """Write these again with the next ``mend``: what became of them is not known."""
        for key in keys:
            self._waiting.setdefault(key, False)

    async def differ(self, keys: Sequence[Key]) -> None:
        """Note that these differ; ``mend`` makes them equal."""
        self._keep(keys)
        await self._note_found(keys, "the stores differ")

    async def mend(self, keys: Sequence[Key]) -> None:
        """Write what is waiting of these; a value that is refused keeps waiting."""
        waiting = [key for key in keys if key in self._waiting]
        if not await self._mend_together(waiting) and len(waiting) > 1:
            for key in waiting:
                await self._mend_together([key])

    async def _mend_together(self, keys: Sequence[Key]) -> bool:
        touched = Touched(dict.fromkeys(keys))
        try:
            await self._write(await read_changes(self.primary.committed.tables, touched))
        except Exception as error:
            if len(keys) == 1:
                _log.warning("the shadow store refuses %s %s: %s", *keys[0], error)
            return False
        diverged = [key for key in keys if self._waiting.pop(key)]
        self.counts.reconciled += len(diverged)
        await self._note_mended(diverged)
        return True

    async def _write(self, changes: Sequence[Change]) -> None:
        async def unit(repositories: Repositories) -> None:
            await write_changes(repositories, changes)

        await self.secondary.transact(unit)

    def _keep(self, keys: Sequence[Key]) -> None:
        for key in keys:
            self.counts.diverged += not self._waiting.get(key, False)
            self._waiting[key] = True

    async def _note_found(self, keys: Sequence[Key], reason: str) -> None:
        try:
            await self._divergences.found(keys, reason)
        except Exception as error:
            _log.warning("the divergence could not be written down: %s", error)

    async def _note_mended(self, keys: Sequence[Key]) -> None:
        try:
            await self._divergences.mended(keys)
        except Exception as error:
            _log.warning("the end of a divergence could not be written down: %s", error)


async def write_changes(repositories: Repositories, changes: Sequence[Change]) -> None:
    """Make the tables hold the changes: what is gone first, so that it frees what is unique."""
    for kind in reversed(Kind):
        gone = [change.key for change in changes if change.kind is kind and change.value is None]
        if gone:
            await repositories.tables[kind].remove(gone)
    for kind in Kind:
        values = [change.value for change in changes if change.kind is kind and change.value is not None]
        if values:
            await repositories.tables[kind].put(values)
