"""Checks a contestant: its answers before anything is timed, its writes afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any, NoReturn

from benchmarks.contestants.base import Adapter

__all__ = ["check_answers", "check_writes"]

_FIELDS = ("id", "vehicle_id", "spot_id", "status", "amount_cents")


async def check_answers(contestant: Adapter, plan: dict[str, Any]) -> None:
    """Every contestant must give the answers the seed data implies; ORMs, as objects."""
    check = _Check(contestant, plan)
    await check.point_read()
    await check.listing()
    await check.relations()
    groups = await contestant.group_by()
    check.same("group_by", sorted([list(group) for group in groups]), check.expect["group_by"])


class _Check:
    def __init__(self, contestant: Adapter, plan: dict[str, Any]) -> None:
        self.contestant = contestant
        self.plan = plan
        self.expect = plan["expect"]

    async def point_read(self) -> None:
        contestant, expect = self.contestant, self.expect
        vehicle = await contestant.find_unique(self.plan["plates"][0])
        self.typed("find_unique", vehicle)
        self.same("find_unique", [contestant.get(vehicle, f) for f in ("id", "plate", "type")], expect["find_unique"])
        if contestant.kind == "orm":
            created = contestant.get(vehicle, "created_at")
            if not isinstance(created, dt.datetime) or created.tzinfo is None:
                _fail("find_unique.created_at", repr(created), "an aware datetime")
            self.same(
                "find_unique.created_at", created.isoformat(timespec="milliseconds"), expect["find_unique_created_at"]
            )

    async def listing(self) -> None:
        rows = list(await self.contestant.find_many(*self.plan["listings"][0]))
        self.typed("find_many", rows[0])
        self.same("find_many", [self.head(row) for row in rows], self.expect["find_many"])
        started = self.contestant.get(rows[0], "started_at")
        if self.contestant.kind == "orm" and not isinstance(started, dt.datetime):
            _fail("find_many.started_at", repr(started), "a datetime")

    async def relations(self) -> None:
        contestant = self.contestant
        got: list[list[Any]] = []
        for row in await contestant.find_include(self.plan["after_ids"][0]):
            vehicle, payments = contestant.vehicle_of(row), contestant.payments_of(row)
            for what, found in (("include", row), ("include.vehicle", vehicle)):
                self.typed(what, found)
            for payment in payments:
                self.typed("include.payments", payment)
            paid = sorted([contestant.get(each, "id"), contestant.get(each, "amount_cents")] for each in payments)
            got.append([*self.head(row), contestant.get(vehicle, "plate"), paid])
        self.same("include", got, self.expect["include"])

    def head(self, row: Any) -> list[Any]:
        return [self.contestant.get(row, field) for field in _FIELDS]

    def same(self, what: str, got: Any, want: Any) -> None:
        if got != want:
            _fail(what, got, want)

    def typed(self, what: str, found: Any) -> None:
        if self.contestant.kind == "orm" and isinstance(found, (dict, tuple, list)):
            _fail(what, type(found), "a model object")


def check_writes(count: Any, wrote: dict[str, Any], vehicles_before: int, payments_before: int) -> None:
    """The rows that a contestant said it wrote are there, and every checkout is complete.

    ``count`` gives the number that a query on its database returns. Raises RuntimeError.
    """
    first, last = wrote["checked_out"]
    vehicles = count("SELECT COUNT(*) FROM vehicle") - vehicles_before
    payments = count("SELECT COUNT(*) FROM payment") - payments_before
    settled = count(
        "SELECT COUNT(*) FROM session WHERE status = 'COMPLETED' AND amount_cents = 1234 "
        "AND ended_at IS NOT NULL AND ended_at >= '2025-01-01'"
    )
    held = count(
        "SELECT COUNT(*) FROM session s JOIN spot p ON p.id = s.spot_id "
        f"WHERE s.id IN ('{first}', '{last}') AND p.status <> 'FREE'"
    )
    torn = (payments - wrote["checkouts"]) % wrote["lot"]
    complete = vehicles == wrote["vehicles"] and settled == wrote["checkouts"] and payments >= wrote["min_payments"]
    if not complete or torn or held:
        raise RuntimeError(
            f"writes do not add up: vehicles {vehicles}, payments {payments}, settled {settled}, held {held}, "
            f"said {wrote}"
        )


def _fail(what: str, got: Any, want: Any) -> NoReturn:
    raise AssertionError(f"{what}: got {str(got)[:300]} want {str(want)[:300]}")
