"""Garage configurations, method by method."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from atrium.garage.records import GarageRepository
from atrium.platform.clock import ManualClock
from atrium.platform.errors import Conflict, DuplicateEntry, NotFound, ValidationFailed

RATES = {"standard": 5, "compact": 4, "oversized": 7, "ev_charging": 8}
SIZES = {
    "compact": {"minSize": 0, "maxSize": 1},
    "standard": {"minSize": 1, "maxSize": 2},
    "oversized": {"minSize": 2, "maxSize": 3},
}


def config(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Central",
        "floors": [{"number": 1, "bays": 2, "spotsPerBay": 10}],
        "rates": RATES,
        "spotTypes": SIZES,
        **changes,
    }


async def test_create_and_find(garages: GarageRepository, clock: ManualClock) -> None:
    assert await garages.get_default() is None
    assert (await garages.find_all(), await garages.count()) == ([], 0)
    made = await garages.create(config())
    assert (made.name, made.created_at, made.updated_at) == ("Central", clock.now(), clock.now())
    clock.advance(timedelta(seconds=1))
    await garages.create(config(name="North", floors=[]), "north")
    assert await garages.get_config_names() == ["default", "north"]
    assert [each.name for each in await garages.find_all()] == ["Central", "North"]
    found = await garages.find_by_name("north")
    assert found is not None
    assert found.to_object() == {
        "name": "North",
        "floors": [],
        "rates": RATES,
        "spotTypes": SIZES,
        "createdAt": "2026-03-02T08:00:01.000Z",
        "updatedAt": "2026-03-02T08:00:01.000Z",
    }
    assert await garages.find_by_name("South") is None
    assert (await garages.exists("north"), await garages.exists("South"), await garages.count()) == (True, False, 2)


async def test_create_refuses(garages: GarageRepository) -> None:
    await garages.create(config())
    with pytest.raises(DuplicateEntry, match="Garage configuration 'default' already exists"):
        await garages.create(config())
    for broken in (
        {"name": " "},
        {"name": 5},
        {"floors": None},
        {"floors": [{"number": 0, "bays": 1, "spotsPerBay": 1}]},
        {"floors": ["1"]},
        {"rates": {**RATES, "compact": -1}},
        {"rates": None},
        {"spotTypes": {**SIZES, "compact": {"minSize": 1, "maxSize": 1}}},
        {"spotTypes": None},
    ):
        with pytest.raises(ValidationFailed, match="Invalid garage configuration: "):
            await garages.create(config(**broken))
    with pytest.raises(ValidationFailed) as caught:
        await garages.create({})
    assert caught.value.message == "Invalid garage configuration: " + ", ".join(caught.value.errors)
    assert len(caught.value.errors) == 7


async def test_the_default_is_made_anew(garages: GarageRepository) -> None:
    first = await garages.ensure_default()
    assert first.name == "Default Parking Garage"
    assert first.get_summary() == {
        "name": "Default Parking Garage",
        "totalFloors": 1,
        "totalCapacity": 60,
        "rates": RATES,
        "floorsConfiguration": [{"floor": 1, "bays": 3, "spotsPerBay": 20, "capacity": 60}],
    }
    assert (await garages.ensure_default("Other")).name == "Default Parking Garage"
    assert (await garages.create_default("Other")).name == "Other"
    found = await garages.get_default()
    assert found is not None
    assert found.name == "Other"
    assert await garages.count() == 1


async def test_update(garages: GarageRepository, clock: ManualClock) -> None:
    await garages.create(config())
    clock.advance(timedelta(minutes=1))
    floors = [{"number": 2, "bays": 1, "spotsPerBay": 5}]
    changed = await garages.update("default", {"name": "New", "floors": floors, "rates": {**RATES, "compact": 4.5}})
    assert changed is not None
    floors[0]["bays"] = 99
    found = await garages.get_default()
    assert found is not None
    assert (found.name, found.floors, found.rates["compact"]) == (
        "New",
        [{"number": 2, "bays": 1, "spotsPerBay": 5}],
        4.5,
    )
    assert found.updated_at - found.created_at == timedelta(minutes=1)
    assert await garages.update("nowhere", {"name": "x"}) is None
    with pytest.raises(ValidationFailed, match="Cannot update immutable fields: createdAt"):
        await garages.update("default", {"createdAt": clock.now(), "name": "x"})


async def test_rates(garages: GarageRepository) -> None:
    assert await garages.update_rate("standard", 6) is False
    assert await garages.get_hourly_rate("standard") is None
    await garages.create(config())
    assert await garages.update_rate("compact", 4.25)
    assert await garages.get_hourly_rate("compact") == 4.25
    assert await garages.get_hourly_rate("compact", ["ev_charging"]) == 8
    assert await garages.get_hourly_rate("oversized", ("handicap",)) == 7
    assert await garages.get_hourly_rate("boat") == 5
    with pytest.raises(ValidationFailed, match="Invalid spot type: boat"):
        await garages.update_rate("boat", 6)
    for rate in (-1, "6", None, True):
        with pytest.raises(ValidationFailed, match="Rate must be a non-negative number"):
            await garages.update_rate("compact", rate)  # type: ignore[arg-type]


async def test_floors(garages: GarageRepository) -> None:
    assert await garages.add_floor(2, 1, 1) is False
    assert await garages.remove_floor(2) is False
    assert (await garages.get_total_capacity(), await garages.get_floor_capacity(1)) == (0, 0)
    await garages.create(config(floors=[{"number": 2, "bays": 2, "spotsPerBay": 10}]))
    assert await garages.add_floor(1, 3, 5)
    found = await garages.get_default()
    assert found is not None
    assert [floor["number"] for floor in found.floors] == [1, 2]
    assert await garages.get_floor(1) == {"number": 1, "bays": 3, "spotsPerBay": 5}
    assert await garages.get_floor(9) is None
    assert (await garages.get_total_capacity(), await garages.get_floor_capacity(1)) == (35, 15)
    assert await garages.get_floor_capacity(9) == 0
    with pytest.raises(DuplicateEntry, match="Floor 1 already exists"):
        await garages.add_floor(1, 0, 0)
    for number, bays, spots_per_bay in ((0, 1, 1), (3, 0, 1), (3, 1, 0)):
        with pytest.raises(ValidationFailed, match="must be a positive number"):
            await garages.add_floor(number, bays, spots_per_bay)
    with pytest.raises(NotFound, match="Floor 9 does not exist"):
        await garages.remove_floor(9)
    assert await garages.remove_floor(2)
    with pytest.raises(Conflict, match="Cannot remove the last floor"):
        await garages.remove_floor(1)


async def test_summary_and_spot_types(garages: GarageRepository) -> None:
    assert await garages.get_summary() is None
    assert await garages.is_valid_spot_type("compact") is False
    assert await garages.get_spot_type_config("compact") is None
    await garages.create(config())
    summary = await garages.get_summary()
    assert summary is not None
    assert (summary["name"], summary["totalFloors"], summary["totalCapacity"]) == ("Central", 1, 20)
    assert (await garages.is_valid_spot_type("compact"), await garages.is_valid_spot_type("boat")) == (True, False)
    assert await garages.get_spot_type_config("oversized") == {"minSize": 2, "maxSize": 3}
    assert await garages.get_spot_type_config("boat") is None


async def test_delete_clone_clear(garages: GarageRepository, clock: ManualClock) -> None:
    assert await garages.delete("default") is False
    assert await garages.clone("default", "copy") is None
    await garages.create(config())
    with pytest.raises(Conflict, match="Cannot delete the only garage configuration"):
        await garages.delete("default")
    clock.advance(timedelta(minutes=1))
    copied = await garages.clone("default", "copy")
    assert copied is not None
    assert (copied.name, copied.created_at) == ("Central", clock.now())
    with pytest.raises(DuplicateEntry, match="Configuration 'copy' already exists"):
        await garages.clone("default", "copy")
    assert await garages.delete("default")
    assert await garages.get_config_names() == ["copy"]
    assert await garages.delete("copy")
    await garages.create(config())
    await garages.clear()
    assert await garages.count() == 0
    await garages.create(config(name="Again"))
    assert await garages.count() == 1
