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

_AT_ONCE = 200


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

    A failure never reaches who changed the primary: the keys are kept, and ``catch_up`` writes their values as the
    primary has them then. While keys are waiting, later changes wait with them, so that a database that is away
    does not slow the garage down.
    """

    def __init__(self, primary: GarageStore, secondary: GarageStore, divergences: Divergences) -> None:
        self._primary = primary
        self._secondary = secondary
        self._divergences = divergences
        self._waiting = Touched()
        self.counts = ShadowCounts()

    @property
    def waiting(self) -> int:
        """How many values the secondary store still lacks."""
        return len(self._waiting.keys)

    async def follow(self, changes: Sequence[Change]) -> None:
        """Write the changes, or keep their keys."""
        if not changes:
            return
        keys = [(change.kind, change.key) for change in changes]
        if self.waiting:
            self._keep(keys)
            return
        try:
            await self._write(changes)
        except Exception as error:
            self._keep(keys)
            await self._record(keys, error)
        except BaseException:
            self.recheck(keys)
            raise
        else:
            self.counts.shadowed += len(changes)

    def recheck(self, keys: Iterable[Key]) -> None:
        """Compare these again at the next ``catch_up``: what became of them is not known."""
        self._waiting.add(keys)

    async def catch_up(self) -> int:
        """Write what is waiting; how many values still wait."""
        keys = list(self._waiting.keys)
        for start in range(0, len(keys), _AT_ONCE):
            chunk = keys[start : start + _AT_ONCE]
            if not await self._mend(chunk) and len(chunk) > 1:
                for key in chunk:
                    await self._mend([key])
        return self.waiting

    async def _mend(self, keys: Sequence[Key]) -> bool:
        touched = Touched(dict.fromkeys(keys))
        try:
            await self._write(await read_changes(self._primary.committed.tables, touched))
        except Exception as error:
            if len(keys) == 1:
                _log.warning("the shadow store refuses %s %s: %s", *keys[0], error)
            return False
        for key in keys:
            self._waiting.keys.pop(key, None)
        self.counts.reconciled += len(keys)
        await self._quietly_mended(keys)
        return True

    async def _write(self, changes: Sequence[Change]) -> None:
        async def unit(repositories: Repositories) -> None:
            await write_changes(repositories, changes)

        await self._secondary.transact(unit)

    def _keep(self, keys: Sequence[Key]) -> None:
        self.counts.diverged += len(set(keys) - set(self._waiting.keys))
        self._waiting.add(keys)

    async def _record(self, keys: Sequence[Key], error: Exception) -> None:
        _log.warning("the shadow store missed %d values: %s", len(keys), error)
        try:
            await self._divergences.found(keys, str(error))
        except Exception as second:
            _log.warning("the divergence could not be written down: %s", second)

    async def _quietly_mended(self, keys: Sequence[Key]) -> None:
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
