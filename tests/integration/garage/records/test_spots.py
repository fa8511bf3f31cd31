"""Spots, method by method."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from atrium.garage.records import GarageRepository, SpotRepository
from atrium.platform.clock import ManualClock
from atrium.platform.errors import Conflict, DuplicateEntry, ValidationFailed


def spot(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {"id": f"F1-B2-S{number:03d}", "floor": 1, "bay": 2, "spotNumber": number, **changes}


async def test_create(spots: SpotRepository, clock: ManualClock) -> None:
    made = await spots.create(spot(features=["ev_charging"], type="compact", createdAt="1999-01-01T00:00:00.000Z"))
    found = await spots.find_by_id("F1-B2-S001")
    assert found is not None
    assert (
        found.to_object()
        == made.to_object()
        == {
            "id": "F1-B2-S001",
            "floor": 1,
            "bay": 2,
            "spotNumber": 1,
            "type": "compact",
            "status": "available",
            "features": ["ev_charging"],
            "currentVehicle": None,
            "createdAt": "2026-03-02T08:00:00.000Z",
            "updatedAt": "2026-03-02T08:00:00.000Z",
        }
    )
    assert await spots.find_by_id("f1-b2-s001") is None
    assert (await spots.exists("F1-B2-S001"), await spots.exists("F9-B2-S001"), await spots.count()) == (True, False, 1)
    with pytest.raises(DuplicateEntry, match="Spot with ID F1-B2-S001 already exists"):
        await spots.create(spot())


async def test_create_refuses(spots: SpotRepository) -> None:
    for broken in (
        {"id": ""},
        {"id": "F1-B2-S3"},
        {"floor": 0},
        {"bay": "2"},
        {"spotNumber": None},
        {"type": "boat"},
        {"status": "reserved"},
        {"features": "ev_charging"},
        {"features": ["pool"]},
    ):
        with pytest.raises(ValidationFailed, match="Invalid spot data: "):
            await spots.create(spot(**broken))
    with pytest.raises(ValidationFailed) as caught:
        await spots.create({"id": "x", "floor": 0, "bay": 0, "spotNumber": 0})
    assert len(caught.value.errors) == 4
    assert await spots.count() == 0


async def test_create_spot(spots: SpotRepository) -> None:
    made = await spots.create_spot(1, 2, 3, "oversized", ("handicap",))
    assert (made.id, made.type, made.status, made.features) == ("F1-B2-S003", "oversized", "available", ["handicap"])
    for floor, bay, number, text in ((0, 1, 1, "Floor"), (1, 0, 1, "Bay"), (1, 1, 0, "Spot number")):
        with pytest.raises(ValidationFailed, match=f"{text} must be a positive number"):
            await spots.create_spot(floor, bay, number, "boat")
    with pytest.raises(ValidationFailed, match="Invalid spot data"):
        await spots.create_spot(1, 1, 1, "boat")
    with pytest.raises(DuplicateEntry):
        await spots.create_spot(1, 2, 3)


async def test_finders_keep_the_order_of_creation(spots: SpotRepository) -> None:
    await spots.create_floor_spots(2, 2, 2)
    await spots.create_spot(1, 1, 1, "compact", ["ev_charging"])
    await spots.create_spot(2, 1, 9, features=["handicap", "ev_charging"])
    ids = [each.id for each in await spots.find_all()]
    assert ids == ["F2-B1-S001", "F2-B1-S002", "F2-B2-S001", "F2-B2-S002", "F1-B1-S001", "F2-B1-S009"]
    assert [each.id for each in await spots.find_by_type("compact")] == ["F1-B1-S001"]
    assert await spots.find_by_type("Compact") == []
    assert await spots.find_by_type("boat") == []
    assert len(await spots.find_by_floor(2)) == 5
    assert await spots.find_by_floor("2") == []  # type: ignore[arg-type]
    assert [each.id for each in await spots.find_by_floor_and_bay(2, 1)] == ["F2-B1-S001", "F2-B1-S002", "F2-B1-S009"]
    assert await spots.find_by_floor_and_bay(9, 9) == []
    assert [each.id for each in await spots.find_by_feature("ev_charging")] == ["F1-B1-S001", "F2-B1-S009"]
    assert await spots.find_by_feature("pool") == []
    assert len(await spots.find_available()) == 6
    assert await spots.find_by_status("lost") == []


async def test_occupy_and_vacate(spots: SpotRepository, clock: ManualClock) -> None:
    assert await spots.occupy("F1-B1-S001", "AB-1") is False
    assert await spots.vacate("F1-B1-S001") is False
    await spots.create_floor_spots(1, 1, 2)
    clock.advance(timedelta(minutes=1))
    assert await spots.occupy("F1-B1-S001", "ab-1") is True
    found = await spots.find_by_id("F1-B1-S001")
    assert found is not None
    assert (found.status, found.current_vehicle) == ("occupied", "ab-1")
    assert found.updated_at - found.created_at == timedelta(minutes=1)
    assert [each.id for each in await spots.find_occupied()] == ["F1-B1-S001"]
    with pytest.raises(Conflict, match="Spot F1-B1-S001 is already occupied by ab-1"):
        await spots.occupy("F1-B1-S001", "CD-2")
    with pytest.raises(Conflict, match="Cannot delete occupied spot F1-B1-S001"):
        await spots.delete("F1-B1-S001")
    assert await spots.vacate("F1-B1-S001") is True
    with pytest.raises(Conflict, match="Spot F1-B1-S001 is not occupied"):
        await spots.vacate("F1-B1-S001")
    await spots.update("F1-B1-S002", {"status": "maintenance"})
    assert await spots.occupy("F1-B1-S002", "AB-1") is True
    by_plate = await spots.find_by_vehicle("ab-1")
    assert by_plate is not None
    assert by_plate.id == "F1-B1-S002"
    assert await spots.find_by_vehicle("nobody") is None


async def test_update(spots: SpotRepository, clock: ManualClock) -> None:
    await spots.create(spot())
    clock.advance(timedelta(minutes=1))
    features = ["ev_charging"]
    changed = await spots.update("F1-B2-S001", {"type": "oversized", "features": features, "nickname": "corner"})
    assert changed is not None
    features.append("handicap")
    assert changed.nickname == "corner"  # type: ignore[attr-defined]
    found = await spots.find_by_id("F1-B2-S001")
    assert found is not None
    assert (found.type, found.features, found.updated_at) == ("oversized", ["ev_charging"], clock.now())
    assert "nickname" not in found.to_object()
    assert await spots.update("F9-B9-S009", {"type": "compact"}) is None
    with pytest.raises(ValidationFailed, match="Cannot update immutable fields: id, spotNumber, createdAt"):
        await spots.update("F1-B2-S001", {"spot_number": 1, "id": "x", "createdAt": 1})


async def test_maintenance_is_never_available(spots: SpotRepository) -> None:
    assert await spots.get_occupancy_stats() == {"total": 0, "occupied": 0, "available": 0, "occupancyRate": 0}
    await spots.create_floor_spots(1, 1, 3)
    await spots.occupy("F1-B1-S001", "AB-1")
    await spots.update("F1-B1-S002", {"status": "maintenance"})
    assert await spots.get_occupancy_stats() == {"total": 3, "occupied": 1, "available": 1, "occupancyRate": 33.33}
    assert await spots.get_stats() == {"total": 3, "occupied": 1, "available": 1}
    assert [await spots.count_by_status(each) for each in ("available", "occupied", "maintenance", "x")] == [1, 1, 1, 0]


async def test_delete_and_clear(spots: SpotRepository, garages: GarageRepository) -> None:
    assert await spots.delete("F1-B1-S001") is False
    await garages.create_default()
    await spots.create_floor_spots(1, 1, 3)
    assert await spots.delete("F1-B1-S002") is True
    assert [each.id for each in await spots.find_by_floor_and_bay(1, 1)] == ["F1-B1-S001", "F1-B1-S003"]
    await spots.create_spot(1, 1, 2)
    assert [each.id for each in await spots.find_all()] == ["F1-B1-S001", "F1-B1-S003", "F1-B1-S002"]
    await garages.clear()
    assert await spots.count() == 3, "configurations and spots are kept apart"
    await spots.clear()
    assert (await spots.count(), await spots.find_by_floor_and_bay(1, 1)) == (0, [])
    await spots.create_spot(1, 1, 1)
    assert await spots.count() == 1


async def test_status_with_metadata(spots: SpotRepository) -> None:
    assert await spots.update_spot_status("F1-B1-S001", "occupied") is None
    await spots.create_floor_spots(1, 1, 2, "compact")
    await spots.create_spot(1, 2, 1, "oversized")
    changed = await spots.update_spot_status("F1-B1-S001", "occupied", {"licensePlate": "AB-1"})
    assert changed is not None
    assert (changed.status, changed.current_vehicle) == ("occupied", "AB-1")
    cleared = await spots.update_spot_status("F1-B1-S001", "maintenance", {"licensePlate": None, "reason": "paint"})
    assert cleared is not None
    assert (cleared.status, cleared.current_vehicle) == ("maintenance", None)
    assert await spots.get_availability_stats() == {"total": 3, "occupied": 0, "available": 2}
    assert await spots.get_availability_stats("oversized") == {"total": 1, "occupied": 0, "available": 1}
    assert await spots.get_availability_stats("boat") == {"total": 0, "occupied": 0, "available": 0}
