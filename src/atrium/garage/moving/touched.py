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
from atrium.garage.models import RatePlan
from atrium.platform.errors import AtriumError

from .values import checksum

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

    @property
    def checksum(self) -> str | None:
        """Of the value; None when it is gone."""
        return None if self.value is None else checksum(self.kind, self.value)


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
    ("spots", "move"): lambda call: [(Kind.SPOT, call["spot_id"])],
    ("spots", "exchange"): lambda call: [(Kind.SPOT, call["after"].id)],
    ("spots", "update"): lambda call: [(Kind.SPOT, call["spot_id"])],
    ("sessions", "open"): lambda call: [
        (Kind.VEHICLE, call["session"].license_plate),
        (Kind.SESSION, call["session"].id),
    ],
    ("sessions", "remove_all"): lambda call: [(Kind.SESSION, key) for key in call["result"]],
    ("sessions", "save"): lambda call: [(Kind.SESSION, call["session"].id)],
    ("tickets", "create"): lambda call: [(Kind.TICKET, call["ticket"].session_id)],
    ("tickets", "save"): lambda call: [(Kind.TICKET, call["ticket"].session_id)],
    ("payments", "create"): lambda call: [(Kind.PAYMENT, call["payment"].id)],
    ("payments", "set_status"): lambda call: [(Kind.PAYMENT, call["payment"].id)],
    ("payments", "add_refund"): lambda call: [(Kind.PAYMENT, call["capture"].id)],
    ("ledger", "post"): lambda call: [(Kind.ENTRY, entry.reference) for entry in call["entries"]],
    ("idempotency", "record"): lambda call: [(Kind.IDEMPOTENCY, call["record"].key)],
    ("audit", "write"): lambda call: [(Kind.AUDIT, call["record"].id)],
    # The database keeps the locks of a calendar and of the books in the rows of the spot and of the garage.
    ("reservations", "book"): lambda call: [
        (Kind.SPOT, call["reservation"].spot_id),
        (Kind.RESERVATION, call["reservation"].id),
    ],
    ("reservations", "save"): lambda call: [(Kind.RESERVATION, call["reservation"].id)],
    ("rate_plans", "put"): lambda call: [(Kind.RATE_PLAN, call["plan"].id)],
    ("rate_plans", "retire"): lambda call: [],
    ("discount_codes", "create"): lambda call: [(Kind.DISCOUNT_CODE, call["code"].id)],
    ("discount_codes", "use"): lambda call: [(Kind.DISCOUNT_CODE, call["code"].id)],
    ("discount_codes", "retire"): lambda call: [],
    ("quotes", "create"): lambda call: [(Kind.QUOTE, call["quote"].id)],
    ("customers", "create"): lambda call: [(Kind.CUSTOMER, call["customer"].id)],
    ("customers", "save"): lambda call: [(Kind.CUSTOMER, call["customer"].id)],
    ("customers", "assign_vehicle"): lambda call: [(Kind.VEHICLE, call["license_plate"])],
    ("permits", "create"): lambda call: [(Kind.PERMIT, call["permit"].id)],
    ("permits", "save"): lambda call: [(Kind.PERMIT, call["permit"].id)],
    ("attempts", "create"): lambda call: [(Kind.ATTEMPT, call["attempt"].key)],
    ("attempts", "move"): lambda call: [(Kind.ATTEMPT, call["attempt"].key)],
    ("disputes", "create"): lambda call: [(Kind.DISPUTE, call["dispute"].reference)],
    ("disputes", "resolve"): lambda call: [(Kind.DISPUTE, call["dispute"].reference)],
    ("archive", "restore"): lambda call: [(Kind(kind), key) for kind, key in call["result"]],
    ("day_closes", "create"): lambda call: [(Kind.DAY_CLOSE, call["close"].day)],
    ("day_closes", "lock_books"): lambda call: [],
}


async def _spots(repositories: Repositories, call: Call) -> list[Key]:
    """Deleting a garage takes its spots with it."""
    return [(Kind.SPOT, spot.id) for spot in await repositories.spots.find_all()]


async def _garages(repositories: Repositories, call: Call) -> list[Key]:
    return [(Kind.GARAGE, garage.config_name) for garage in await repositories.garages.find_all()]


async def _replaced_plans(repositories: Repositories, call: Call) -> list[Key]:
    """A new version retires the one before; a new default plan takes that place."""
    plan: RatePlan = call["plan"]
    replaced = [await repositories.rate_plans.find_current(plan.code), await repositories.rate_plans.find_default()]
    return [(Kind.RATE_PLAN, each.id) for each in replaced if each is not None]


async def _current_plan(repositories: Repositories, call: Call) -> list[Key]:
    plan = await repositories.rate_plans.find_current(call["code"])
    return [(Kind.RATE_PLAN, plan.id)] if plan else []


async def _live_code(repositories: Repositories, call: Call) -> list[Key]:
    code = await repositories.discount_codes.find_live(call["code"])
    return [(Kind.DISCOUNT_CODE, code.id)] if code else []


#: What a call will touch that nobody can name afterwards.
_BEFORE: Mapping[tuple[str, str], Callable[[Repositories, Call], Awaitable[list[Key]]]] = {
    ("garages", "delete"): _spots,
    ("day_closes", "lock_books"): _garages,
    ("rate_plans", "put"): _replaced_plans,
    ("rate_plans", "retire"): _current_plan,
    ("discount_codes", "retire"): _live_code,
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
            before = _BEFORE.get((self._name, method))
            others = await before(self._repositories, bound.arguments) if before else []
            result = await target(*args, **kwargs)
            await self._note([*rule({**bound.arguments, "result": result}), *others])
            return result

        return call


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
