"""Each filter means the same to the database as to its reader."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from prismstack.data import (
    After,
    And,
    AtLeast,
    AtMost,
    Before,
    Between,
    Contains,
    During,
    EndsWith,
    Equals,
    Filter,
    GreaterThan,
    In,
    IsNull,
    LessThan,
    Not,
    Or,
    PrismaAdapter,
    Related,
    RelatedSome,
    StartsWith,
    Where,
)


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


@pytest.fixture
async def fleet(vehicles: PrismaAdapter[Any], owners: PrismaAdapter[Any], payments: PrismaAdapter[Any]) -> None:
    """A, B, C, D: seen on days 1 to 4, with 2, 4, 6, 8 wheels; A and B have an owner, C paid."""
    owner = await owners.create({"email": "a@b.c"})
    for number, plate in enumerate("ABCD", 1):
        data = {"plate": f"{plate}-{number}x", "wheels": 2 * number, "seen": day(number)}
        vehicle = await vehicles.create(data | ({"ownerId": owner.id} if number <= 2 else {}))
        if plate == "C":
            await payments.create({"amount": 500, "vehicleId": vehicle.id})


CASES: list[tuple[Filter, str]] = [
    (Equals("plate", "B-2x"), "B"),
    (Equals("ownerId", None), "CD"),
    (IsNull("ownerId"), "CD"),
    (Not(IsNull("ownerId")), "AB"),
    (In("wheels", [2, 8, 99]), "AD"),
    (In("wheels", []), ""),
    (Contains("plate", "-3"), "C"),
    (StartsWith("plate", "D-"), "D"),
    (EndsWith("plate", "1x"), "A"),
    (LessThan("wheels", 4), "A"),
    (AtMost("wheels", 4), "AB"),
    (GreaterThan("wheels", 6), "D"),
    (AtLeast("wheels", 6), "CD"),
    (Between("wheels", 4, 6), "BC"),
    (Before("seen", day(2)), "A"),
    (After("seen", day(3)), "D"),
    (During("seen", day(2), day(4)), "BC"),
    (Related("owner", Equals("email", "a@b.c")), "AB"),
    (RelatedSome("payments", AtLeast("amount", 500)), "C"),
    (Where({"wheels": {"not": 2}}), "BCD"),
    (And(AtLeast("wheels", 4), Before("seen", day(4))), "BC"),
    (Or(Equals("wheels", 2), Equals("wheels", 8)), "AD"),
    (Not(Equals("wheels", 2)), "BCD"),
    (Not(Equals("wheels", 2), Equals("wheels", 4)), "CD"),
    (Not(Or(Equals("wheels", 2), And(Equals("wheels", 4), IsNull("ownerId")))), "BCD"),
]


@pytest.mark.usefixtures("fleet")
@pytest.mark.parametrize(("condition", "expected"), CASES, ids=[repr(case[0]) for case in CASES])
async def test_filter(vehicles: PrismaAdapter[Any], condition: Filter, expected: str) -> None:
    found = await vehicles.find_many(condition)
    assert "".join(sorted(vehicle.plate[0] for vehicle in found)) == expected


@pytest.mark.usefixtures("fleet")
async def test_several_filters_must_all_match(vehicles: PrismaAdapter[Any]) -> None:
    found = await vehicles.find_many(AtLeast("wheels", 4), AtMost("wheels", 6), IsNull("ownerId"))
    assert [vehicle.plate[0] for vehicle in found] == ["C"]
