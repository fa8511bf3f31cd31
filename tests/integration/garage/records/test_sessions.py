"""Sessions, method by method."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from atrium.garage.records import SessionFailed, SessionsRepository
from atrium.platform.clock import ManualClock
from atrium.platform.errors import NotFound

from ..conftest import START


async def test_create(sessions: SessionsRepository) -> None:
    made = await sessions.create({"licensePlate": "AB-1", "spotId": "F2-B1-S003", "vehicleType": "compact"})
    assert re.fullmatch(r"SES-\d{13}-[0-9A-Z]{6}", made.id)
    assert (made.status, made.created_at, made.updated_at) == ("active", START, START)
    found = await sessions.find_by_id(made.id)
    assert found is not None
    shown = found.to_object()
    assert (shown["licensePlate"], shown["spotId"], shown["vehicleType"]) == ("AB-1", "F2-B1-S003", "compact")
    assert (shown["tags"], shown["metadata"], shown["endTime"], shown["cost"]) == ([], {}, None, None)
    assert await sessions.find_by_id("SES-0-000000") is None


async def test_given_data_win(sessions: SessionsRepository) -> None:
    given = {
        "id": "mine",
        "licensePlate": "AB-1",
        "vehicleId": "v-1",
        "vehicleType": "truck",
        "vehicleMake": "Fiat",
        "vehicleModel": "Panda",
        "vehicleColor": "red",
        "spotId": "F1-B1-S001",
        "floor": 1,
        "bay": 1,
        "spotNumber": 1,
        "garageId": "g-1",
        "status": "completed",
        "createdAt": "2026-03-01T08:00:00.000Z",
        "updatedAt": "2026-03-01T09:00:00.000Z",
        "endTime": "2026-03-01T09:30:00.000Z",
        "expectedEndTime": "2026-03-01T10:00:00.000Z",
        "duration": 90,
        "cost": 12.5,
        "rateType": "hourly",
        "endReason": "left",
        "notes": "none",
        "tags": ["vip", "ü"],
        "metadata": {"gate": {"id": 3}},
    }
    await sessions.create(given)
    found = await sessions.find_by_id("mine")
    assert found is not None
    assert found.to_object() == {**given, "spotNumber": "1"}
    with pytest.raises(SessionFailed, match="Failed to create session: "):
        await sessions.create({"id": "mine", "licensePlate": "AB-2"})
    with pytest.raises(SessionFailed, match="licensePlate is required"):
        await sessions.create({"id": "other"})


async def test_finders(sessions: SessionsRepository, clock: ManualClock) -> None:
    for number in range(3):
        await sessions.create({"id": f"s-{number}", "licensePlate": f"P-{number}", "vehicleId": f"v-{number % 2}"})
        clock.advance(timedelta(seconds=1))
    await sessions.update("s-1", {"status": "cancelled"})
    assert [each.id for each in await sessions.find_all()] == ["s-0", "s-1", "s-2"]
    assert [each.id for each in await sessions.find_by_vehicle_id("v-0")] == ["s-0", "s-2"]
    assert await sessions.find_by_vehicle_id("V-0") == []
    assert [each.id for each in await sessions.find_by_license_plate("p-1")] == ["s-1"]
    assert [each.id for each in await sessions.find_active_sessions()] == ["s-0", "s-2"]
    assert await sessions.get_stats() == {"total": 3, "active": 2, "completed": 0, "cancelled": 1}


async def test_update(sessions: SessionsRepository, clock: ManualClock) -> None:
    await sessions.create({"id": "s-1", "licensePlate": "AB-1", "notes": "old"})
    clock.advance(timedelta(hours=2))
    changed = await sessions.update(
        "s-1", {"id": "s-2", "status": "completed", "endTime": clock.now(), "cost": 10, "duration": 120, "tags": ["a"]}
    )
    assert (changed.id, changed.status, changed.updated_at) == ("s-1", "completed", clock.now())
    found = await sessions.find_by_id("s-1")
    assert found is not None
    assert found.to_object() == changed.to_object()
    assert (found.cost, found.to_object()["duration"], found.to_object()["notes"]) == (10, 120, "old")
    with pytest.raises(NotFound, match="Session with ID 's-9' not found"):
        await sessions.update("s-9", {"status": "completed"})
    again = await sessions.create({"licensePlate": "AB-1"})
    assert again.status == "active"


async def test_delete_and_clear(sessions: SessionsRepository) -> None:
    assert await sessions.delete("s-1") is False
    await sessions.create({"id": "s-1", "licensePlate": "AB-1"})
    assert await sessions.delete("s-1") is True
    assert await sessions.find_by_id("s-1") is None
    await sessions.create({"id": "s-1", "licensePlate": "AB-1"})
    await sessions.create({"id": "s-2", "licensePlate": "AB-2"})
    await sessions.clear()
    assert await sessions.find_all() == []
    assert await sessions.get_stats() == {"total": 0, "active": 0, "completed": 0, "cancelled": 0}
    await sessions.create({"id": "s-3", "licensePlate": "AB-1"})
    assert len(await sessions.find_all()) == 1
