"""The tables of an in-memory store: its dictionaries, by kind."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from operator import attrgetter
from typing import Any

from atrium.garage.interfaces import Kind, Tables, key_of

from .state import State

__all__ = ["FIELDS", "InMemoryTable", "tables_of"]

#: Where the state keeps the values of a kind.
FIELDS: dict[Kind, str] = {
    Kind.GARAGE: "garages",
    Kind.CUSTOMER: "operations.customers",
    Kind.VEHICLE: "vehicles",
    Kind.SPOT: "spots",
    Kind.RATE_PLAN: "operations.rate_plans",
    Kind.DISCOUNT_CODE: "operations.discount_codes",
    Kind.QUOTE: "operations.quotes",
    Kind.PERMIT: "operations.permits",
    Kind.SESSION: "sessions",
    Kind.TICKET: "tickets",
    Kind.RESERVATION: "operations.reservations",
    Kind.PAYMENT: "payments",
    Kind.ATTEMPT: "operations.attempts",
    Kind.DISPUTE: "operations.disputes",
    Kind.ENTRY: "journal",
    Kind.DAY_CLOSE: "operations.day_closes",
    Kind.IDEMPOTENCY: "idempotency",
    Kind.AUDIT: "audit",
}

#: Readers see these in the order of creation, whatever the order in which they are put.
_PLACES: dict[Kind, Callable[[Any], Any]] = {
    Kind.GARAGE: lambda garage: (garage.created_at, garage.id),
    Kind.SPOT: lambda spot: spot.position,
}


class InMemoryTable:
    """``Table`` over one dictionary of a ``State``; it checks no rule."""

    def __init__(self, state: Callable[[], State], kind: Kind) -> None:
        self._state = state
        self._kind = kind
        self._field = attrgetter(FIELDS[kind])

    async def count(self) -> int:
        return len(self._values())

    async def batches(self, size: int) -> AsyncIterator[Sequence[Any]]:
        values = list(self._values().values())
        for start in range(0, len(values), size):
            yield values[start : start + size]

    async def find(self, keys: Collection[str]) -> dict[str, Any]:
        values = self._values()
        return {key: values[key] for key in keys if key in values}

    async def put(self, values: Sequence[Any]) -> None:
        stored = self._values()
        known = len(stored)
        stored.update({key_of(self._kind, value): value for value in values})
        place = _PLACES.get(self._kind)
        if place is not None and len(stored) > known:
            ordered = sorted(stored.items(), key=lambda item: place(item[1]))
            stored.clear()
            stored.update(ordered)

    async def remove(self, keys: Collection[str]) -> None:
        values = self._values()
        for key in keys:
            values.pop(key, None)

    def _values(self) -> dict[str, Any]:
        values: dict[str, Any] = self._field(self._state())
        return values


def tables_of(state: Callable[[], State]) -> Tables:
    """A table for each kind."""
    return {kind: InMemoryTable(state, kind) for kind in Kind}
