"""Copies values from tables to a store, batch by batch; what was copied before is left alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from atrium.garage.interfaces import GarageStore, Kind, Repositories, Tables

__all__ = ["Checkpoint", "copy_values"]

#: Called after each committed batch: the kind, and how many of its values are done.
Checkpoint = Callable[[Kind, int], Awaitable[None]]


async def copy_values(
    source: Tables, target: GarageStore, batch_size: int, done: Mapping[Kind, int], checkpoint: Checkpoint
) -> None:
    """Put every value of ``source`` that is not ``done`` yet into ``target``, each batch in a unit of its own.

    Putting a value again changes nothing, so it does not matter whether a kill fell between a batch and its
    checkpoint.
    """
    for kind in Kind:
        position = 0
        async for values in source[kind].batches(batch_size):
            position += len(values)
            if position > done.get(kind, 0):
                await _put(target, kind, values)
                await checkpoint(kind, position)


async def _put(target: GarageStore, kind: Kind, values: Sequence[Any]) -> None:
    async def unit(repositories: Repositories) -> None:
        await repositories.tables[kind].put(values)

    await target.transact(unit)
