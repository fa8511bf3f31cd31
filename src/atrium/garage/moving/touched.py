"""Watches a unit of work: which values it wrote, by kind and key.

Reading methods are known by their names. Every writing method has a rule here; one without a rule is refused, so
that nothing is written that the shadow store would not get to know of.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from atrium.garage.interfaces import Kind, Repositories, Table, Tables, key_of
from atrium.platform.errors import AtriumError

__all__ = ["RULES", "Change", "Key", "Touched", "UnmirroredWrite", "is_reading", "read_changes", "watched"]

#: Names a value in every store.
Key = tuple[Kind, str]
Call = Mapping[str, Any]

_READING = ("find", "get", "count", "exists", "batches")


class UnmirroredWrite(AtriumError):
    """A repository's method writes, but nobody said what: moving.touched lacks its rule."""

    code = "UNMIRRORED_WRITE"


@dataclass(frozen=True, slots=True)
class Change:
    """A value as a unit left it; None when it is gone."""

    kind: Kind
    key: str
    value: Any


@dataclass(slots=True)
class Touched:
    """Keys in the order in which they were first touched."""

    keys: dict[Key, None] = field(default_factory=dict[Key, None])

    def add(self, keys: Iterable[Key]) -> None:
        self.keys.update(dict.fromkeys(keys))

    def by_kind(self) -> dict[Kind, list[str]]:
        """The keys of each kind, kinds in the order of their dependencies."""
        return {kind: keys for kind in Kind if (keys := [key for each, key in self.keys if each is kind])}


#: What a call touched, from its arguments by name and its ``result``.
RULES: Mapping[tuple[str, str], Callable[[Call], Iterable[Key]]] = {
    ("garages", "create"): lambda call: [(Kind.GARAGE, call["config_name"])],
    ("garages", "update"): lambda call: [(Kind.GARAGE, call["config_name"])],
    ("garages", "delete"): lambda call: [(Kind.GARAGE, call["config_name"])],
    ("spots", "create_spot"): lambda call: [(Kind.SPOT, call["result"].id)],
    ("spots", "create_many"): lambda call: [(Kind.SPOT, spot.id) for spot in call["spots"]],
    ("spots", "claim_best_available"): lambda call: [(Kind.SPOT, call["result"].id)] if call["result"] else [],
    ("spots", "release"): lambda call: [(Kind.SPOT, call["spot_id"])],
    ("spots", "update"): lambda call: [(Kind.SPOT, call["spot_id"])],
    ("sessions", "open"): lambda call: [
        (Kind.VEHICLE, call["session"].license_plate),
        (Kind.SESSION, call["session"].id),
    ],
    ("sessions", "save"): lambda call: [(Kind.SESSION, call["session"].id)],
    ("tickets", "create"): lambda call: [(Kind.TICKET, call["ticket"].session_id)],
    ("tickets", "save"): lambda call: [(Kind.TICKET, call["ticket"].session_id)],
    ("payments", "create"): lambda call: [(Kind.PAYMENT, call["payment"].id)],
    ("payments", "add_refund"): lambda call: [(Kind.PAYMENT, call["capture"].id)],
    ("ledger", "post"): lambda call: [(Kind.ENTRY, entry.reference) for entry in call["entries"]],
    ("idempotency", "record"): lambda call: [(Kind.IDEMPOTENCY, call["record"].key)],
    ("audit", "write"): lambda call: [(Kind.AUDIT, call["record"].id)],
}

#: Called after every writing call, with what it touched.
Note = Callable[[Iterable[Key]], Awaitable[None]]


def is_reading(method: str) -> bool:
    """Whether a repository's method of this name only reads."""
    return method.startswith(_READING)


def watched(repositories: Repositories, note: Note) -> Repositories:
    """The same repositories; ``note`` hears of every key that is written through them."""
    return cast(Repositories, _Watched(repositories, note))


async def read_changes(tables: Tables, touched: Touched) -> list[Change]:
    """The values that the keys have now."""
    changes: list[Change] = []
    for kind, keys in touched.by_kind().items():
        found = await tables[kind].find(keys)
        changes += [Change(kind, key, found.get(key)) for key in keys]
    return changes


class _Watched:
    def __init__(self, repositories: Repositories, note: Note) -> None:
        self._repositories = repositories
        self._note = note

    @property
    def tables(self) -> Tables:
        return {kind: _WatchedTable(kind, table, self._note) for kind, table in self._repositories.tables.items()}

    def __getattr__(self, name: str) -> Any:
        return _WatchedRepository(name, self._repositories, self._note)


class _WatchedRepository:
    def __init__(self, name: str, repositories: Repositories, note: Note) -> None:
        self._name = name
        self._repositories = repositories
        self._note = note

    def __getattr__(self, method: str) -> Any:
        target = getattr(getattr(self._repositories, self._name), method)
        if is_reading(method):
            return target
        rule = RULES.get((self._name, method))
        if rule is None:
            raise UnmirroredWrite(f"{self._name}.{method} has no rule that says what it writes")

        async def call(*args: Any, **kwargs: Any) -> Any:
            bound = inspect.signature(target).bind(*args, **kwargs)
            bound.apply_defaults()
            doomed = await self._doomed(method)
            result = await target(*args, **kwargs)
            await self._note([*rule({**bound.arguments, "result": result}), *doomed])
            return result

        return call

    async def _doomed(self, method: str) -> list[Key]:
        """Deleting a garage takes its spots with it."""
        if (self._name, method) != ("garages", "delete"):
            return []
        return [(Kind.SPOT, spot.id) for spot in await self._repositories.spots.find_all()]


class _WatchedTable:
    def __init__(self, kind: Kind, table: Table[Any], note: Note) -> None:
        self._kind = kind
        self._table = table
        self._note = note
        self.count, self.batches, self.find = table.count, table.batches, table.find

    async def put(self, values: Sequence[Any]) -> None:
        await self._table.put(values)
        await self._note([(self._kind, key_of(self._kind, value)) for value in values])

    async def remove(self, keys: Collection[str]) -> None:
        await self._table.remove(keys)
        await self._note([(self._kind, key) for key in keys])
