"""The records themselves, and the store of live objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from atrium.garage.records import (
    Garage,
    MemoryStore,
    Spot,
    Vehicle,
    clear_repository_instances,
    create_repositories,
    get_repositories,
)
from atrium.garage.records.numbers import session_number
from atrium.garage.records.validators import is_valid_license_plate, is_valid_spot_id, validate_rich_vehicle
from atrium.platform.clock import ManualClock
from atrium.platform.errors import Conflict, ValidationFailed

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SPOT = {"id": "F1-B1-S001", "floor": 1, "bay": 1, "spotNumber": 1}


@pytest.fixture
def memory() -> Iterator[MemoryStore]:
    yield MemoryStore.reset_instance()
    MemoryStore.reset_instance()
    clear_repository_instances()


def test_there_is_one_store(memory: MemoryStore) -> None:
    assert MemoryStore() is memory is MemoryStore.get_instance()
    assert MemoryStore.reset_instance() is not memory


async def test_what_is_found_is_the_stored_object(memory: MemoryStore) -> None:
    repositories = create_repositories()
    made = await repositories.spot_repository.create(SPOT)
    assert await repositories.spot_repository.find_by_id("F1-B1-S001") is made is memory.spots["F1-B1-S001"]
    made.status = "occupied"
    assert await repositories.spot_repository.count_by_status("occupied") == 1
    vehicle = await repositories.vehicle_repository.check_in("AB-1", "F1-B1-S001")
    vehicle.total_amount = 5
    assert memory.vehicles["AB-1"].total_amount == 5
    garage = await repositories.garage_repository.create_default()
    garage.rates["compact"] = 1
    assert await repositories.garage_repository.get_hourly_rate("compact") == 1


async def test_the_index_of_occupied_spots_drifts(memory: MemoryStore) -> None:
    spots = create_repositories().spot_repository
    for number in (1, 2, 3):
        await spots.create({**SPOT, "id": f"F1-B1-S00{number}", "spotNumber": number})
    await spots.occupy("F1-B1-S001", "AB-1")
    await spots.update("F1-B1-S002", {"status": "occupied"})
    await spots.update("F1-B1-S001", {"status": "maintenance"})
    await spots.update_spot_status("F1-B1-S003", "occupied")
    assert memory.occupied_spots == {"F1-B1-S001", "F1-B1-S002"}
    assert memory.get_stats() == {
        "totalSpots": 3,
        "totalVehicles": 0,
        "occupiedSpots": 2,
        "availableSpots": 1,
        "floorsAndBays": 1,
        "totalSessions": 0,
    }
    await spots.update("F1-B1-S002", {"status": "available"})
    await spots.delete("F1-B1-S002")
    assert memory.occupied_spots == {"F1-B1-S001"}
    assert list(memory.spots_by_floor_bay["F1-B1"]) == ["F1-B1-S001", "F1-B1-S003"]
    memory.clear()
    assert memory.get_stats()["totalSpots"] == memory.get_stats()["floorsAndBays"] == 0


async def test_an_empty_bucket_of_the_index_goes(memory: MemoryStore) -> None:
    spots = create_repositories().spot_repository
    await spots.create({**SPOT, "status": "occupied", "currentVehicle": "AB-1"})
    assert memory.occupied_spots == {"F1-B1-S001"}
    await spots.vacate("F1-B1-S001")
    await spots.delete("F1-B1-S001")
    assert (memory.spots_by_floor_bay, memory.occupied_spots) == ({}, set())


def test_repositories_are_made_once(memory: MemoryStore) -> None:
    first = get_repositories()
    assert get_repositories() is first
    clear_repository_instances()
    assert get_repositories() is not first


def test_features_of_a_spot() -> None:
    spot = Spot({**SPOT, "features": ["ev_charging"]})
    assert spot.has_feature("ev_charging")
    spot.add_feature("handicap")
    with pytest.raises(Conflict):
        spot.add_feature("handicap")
    with pytest.raises(ValidationFailed):
        spot.add_feature("pool")
    spot.remove_feature("ev_charging")
    with pytest.raises(Conflict):
        spot.remove_feature("ev_charging")
    assert spot.features == ["handicap"]
    assert spot.is_available()


def test_records_survive_being_written_down() -> None:
    clock = ManualClock(START)
    spot = Spot({**SPOT, "features": ["handicap"]}, clock)
    spot.occupy("AB-1")
    vehicle = Vehicle({"licensePlate": "ab-1", "spotId": "F1-B1-S001", "checkInTime": START}, clock)
    clock.advance(timedelta(hours=3))
    vehicle.check_out(4)
    garage = Garage.default("Central", clock)
    clock.advance(timedelta(days=1))
    for record, kind in ((spot, Spot), (vehicle, Vehicle), (garage, Garage)):
        text = record.to_json()
        assert isinstance(text, str)
        assert kind.from_object(json.loads(text)).to_object() == record.to_object()  # type: ignore[attr-defined]
    assert vehicle.total_amount == 12
    with pytest.raises(ValidationFailed):
        Spot.from_object({**spot.to_object(), "floor": 0})
    with pytest.raises(ValidationFailed):
        Vehicle.from_object({**vehicle.to_object(), "licensePlate": ""})


def test_a_vehicle_takes_what_a_client_tells() -> None:
    vehicle = Vehicle({"licensePlate": "AB-1", "spotId": "F1-B1-S001", "checkInTime": START})
    assert vehicle.update_known({"make": "Fiat", "year": 1999, "totalAmount": 99}) == []
    assert (vehicle.make, vehicle.total_amount) == ("Fiat", 0)
    assert len(vehicle.update_known({"make": "Opel", "year": 3000, "ownerEmail": "x", "ownerPhone": "abc"})) == 3
    assert vehicle.make == "Fiat"


def test_validators() -> None:
    assert is_valid_spot_id("F12-B3-S001")
    assert not any(is_valid_spot_id(each) for each in ("F1-B2-S3", "f1-b2-s003", "F1-B2-S0003", None, 5))
    assert is_valid_license_plate("AB")
    assert not any(is_valid_license_plate(each) for each in ("A", "A" * 11, None, "  A  "))
    assert validate_rich_vehicle({"ownerPhone": "+49 (0)30 123-45.6", "ownerEmail": "a@b.c"}) == []
    assert validate_rich_vehicle({"year": "1999"}) == validate_rich_vehicle({"year": 1999.5}) != []


def test_session_numbers_grow() -> None:
    made = [session_number(START) for _ in range(1000)]
    assert made == sorted(made)
    assert len(set(made)) == 1000
    assert session_number(START + timedelta(days=1)) > made[-1]
