"""The plan of a run: which keys each operation uses, and the answers every contestant must give."""

from __future__ import annotations

import random
from typing import Any

from benchmarks.data import Rows, iso

__all__ = ["make_plan"]

_LISTINGS = [["COMPLETED", 200], ["COMPLETED", 400], ["COMPLETED", 600], ["COMPLETED", 800]]


def make_plan(data: Rows) -> dict[str, Any]:
    """Keys for each operation and, under ``expect``, the answers that the seed data implies."""
    rng = random.Random(7)
    plates = [vehicle[1] for vehicle in data["vehicle"]]
    rng.shuffle(plates)
    by_id = sorted(data["session"], key=lambda session: session[0])
    after_ids = [by_id[rng.randrange(0, len(by_id) - 400)][0] for _ in range(64)]
    update_ids = [vehicle[0] for vehicle in data["vehicle"]]
    rng.shuffle(update_ids)
    probe = next(vehicle for vehicle in data["vehicle"] if vehicle[1] == plates[0])
    return {
        "plates": plates,
        "listings": _LISTINGS,
        "after_ids": after_ids,
        "update_ids": update_ids,
        "checkouts": [[session[0], session[2]] for session in data["session"]],
        "expect": {
            "find_unique": list(probe[:3]),
            "find_unique_created_at": iso(probe[3]),
            "find_many": _listed(data, *_LISTINGS[0]),
            "include": _related(data, by_id, after_ids[0]),
            "group_by": _grouped(data),
        },
    }


def _head(session: tuple[Any, ...]) -> list[Any]:
    """The columns of a session that are compared: all but its datetimes."""
    return [session[at] for at in (0, 1, 2, 5, 6)]


def _listed(data: Rows, status: Any, low: Any) -> list[list[Any]]:
    found = [session for session in data["session"] if session[5] == status and session[6] >= low]
    found.sort(key=lambda session: session[3], reverse=True)
    return [_head(session) for session in found[:100]]


def _related(data: Rows, by_id: list[tuple[Any, ...]], after: str) -> list[list[Any]]:
    plates = {vehicle[0]: vehicle[1] for vehicle in data["vehicle"]}
    payments: dict[str, list[list[Any]]] = {}
    for payment in data["payment"]:
        payments.setdefault(payment[1], []).append([payment[0], payment[2]])
    found = [session for session in by_id if session[0] > after and session[5] == "COMPLETED"][:50]
    return [[*_head(session), plates[session[1]], sorted(payments.get(session[0], ()))] for session in found]


def _grouped(data: Rows) -> list[list[Any]]:
    groups: dict[str, list[int]] = {}
    for session in data["session"]:
        group = groups.setdefault(session[5], [0, 0])
        group[0] += session[6]
        group[1] += 1
    return sorted([status, total, number] for status, (total, number) in groups.items())
