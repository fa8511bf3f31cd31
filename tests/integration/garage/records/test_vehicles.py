"""Parking records, method by method."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from atrium.garage.records import RecordRepositories, VehicleRepository
from atrium.platform.clock import ManualClock
from atrium.platform.errors import Conflict, DuplicateEntry, ValidationFailed

from ..conftest import START

HOUR = timedelta(hours=1)


def record(**changes: Any) -> dict[str, Any]:
    return {"licensePlate": "ab-1", "spotId": "F1-B1-S001", "checkInTime": START, "vehicleType": "compact", **changes}


async def test_create(vehicles: VehicleRepository) -> None:
    made = await vehicles.create(record(checkInTime="2026-03-02T07:00:00.000Z", rateType="daily"))
    found = await vehicles.find_by_id("aB-1")
    assert found is not None
    expected = {
        "licensePlate": "AB-1",
        "spotId": "F1-B1-S001",
        "checkInTime": "2026-03-02T07:00:00.000Z",
        "vehicleType": "compact",
        "rateType": "daily",
        "checkOutTime": None,
        "totalAmount": 0,
        "isPaid": False,
        "createdAt": "2026-03-02T08:00:00.000Z",
        "updatedAt": "2026-03-02T08:00:00.000Z",
    }
    assert {name: found.to_object()[name] for name in expected} == expected
    assert made.to_object() == found.to_object()
    assert found.get_summary() == {
        "licensePlate": "AB-1",
        "spotId": "F1-B1-S001",
        "checkInTime": "2026-03-02T07:00:00.000Z",
        "checkOutTime": None,
        "durationMinutes": 60,
        "durationHours": 1,
        "totalAmount": 0,
        "isPaid": False,
        "status": "parked",
    }
    with pytest.raises(DuplicateEntry, match="Vehicle with license plate AB-1 already exists"):
        await vehicles.create(record())
    assert await vehicles.find_by_license_plate("ab-1") is None
    assert await vehicles.find_by_license_plate("AB-1") is not None
    with pytest.raises(TypeError):
        await vehicles.find_by_id(5)  # type: ignore[arg-type]


async def test_create_refuses(vehicles: VehicleRepository) -> None:
    for broken in (
        {"licensePlate": "A"},
        {"licensePlate": "A" * 11},
        {"licensePlate": None},
        {"spotId": "somewhere"},
        {"checkInTime": "yesterday"},
        {"vehicleType": "boat"},
        {"rateType": "yearly"},
        {"year": 1800},
        {"ownerEmail": "nobody"},
        {"ownerPhone": "call me"},
        {"make": 5},
    ):
        with pytest.raises(ValidationFailed, match="Invalid vehicle data: "):
            await vehicles.create(record(**broken))
    assert await vehicles.count() == 0


async def test_check_in(vehicles: VehicleRepository, clock: ManualClock) -> None:
    made = await vehicles.check_in("ab-1", "F1-B1-S001")
    assert (made.vehicle_type, made.rate_type, made.check_in_time) == ("standard", "hourly", clock.now())
    with pytest.raises(DuplicateEntry, match="Vehicle AB-1 is already parked"):
        await vehicles.check_in("AB-1", "F1-B1-S002")
    for plate in ("A", "", None, "A" * 11):
        with pytest.raises(ValidationFailed, match="Invalid license plate format"):
            await vehicles.check_in(plate, "F1-B1-S001")  # type: ignore[arg-type]
    assert (await vehicles.exists("ab-1"), await vehicles.exists("no"), await vehicles.count()) == (True, False, 1)


async def test_a_record_that_is_checked_out_does_not_block(vehicles: VehicleRepository, clock: ManualClock) -> None:
    await vehicles.check_in("AB-1", "F1-B1-S001")
    clock.advance(HOUR)
    await vehicles.check_out("AB-1")
    clock.advance(HOUR)
    again = await vehicles.check_in("AB-1", "F1-B1-S002", "oversized")
    found = await vehicles.find_all()
    assert [(each.spot_id, each.vehicle_type, each.status) for each in found] == [("F1-B1-S002", "oversized", "parked")]
    assert found[0].created_at == again.created_at == clock.now()
    assert await vehicles.find_by_spot_id("F1-B1-S001") == []


async def test_finders(vehicles: VehicleRepository, clock: ManualClock) -> None:
    for number, (kind, rate) in enumerate([("compact", "hourly"), ("standard", "daily"), ("compact", "monthly")]):
        await vehicles.check_in(f"P-{number}", "F1-B1-S001", kind, rate)
        clock.advance(HOUR)
    await vehicles.check_out("P-0")
    plates = [each.license_plate for each in await vehicles.find_all()]
    assert plates == ["P-0", "P-1", "P-2"]
    assert [each.license_plate for each in await vehicles.find_by_spot_id("F1-B1-S001")] == plates
    current = await vehicles.find_current_in_spot("F1-B1-S001")
    assert current is not None
    assert current.license_plate == "P-1"
    assert await vehicles.find_current_in_spot("F1-B1-S009") is None
    assert [each.license_plate for each in await vehicles.find_by_vehicle_type("compact")] == ["P-0", "P-2"]
    assert await vehicles.find_by_vehicle_type("Compact") == []
    assert [each.license_plate for each in await vehicles.find_by_rate_type("daily")] == ["P-1"]
    assert await vehicles.find_by_rate_type("yearly") == []
    both_ends = await vehicles.find_by_date_range(START, START + HOUR)
    assert [each.license_plate for each in both_ends] == ["P-0", "P-1"]
    assert [each.license_plate for each in await vehicles.find_overstayed(1)] == ["P-1"]
    assert await vehicles.find_overstayed() == []
    assert await vehicles.count_by_type("compact") == 2


async def test_update(vehicles: VehicleRepository, clock: ManualClock) -> None:
    await vehicles.create(record())
    clock.advance(HOUR)
    changed = await vehicles.update("ab-1", {"spotId": "F1-B1-S007", "rateType": "daily", "remark": "red"})
    assert changed is not None
    assert changed.remark == "red"  # type: ignore[attr-defined]
    found = await vehicles.find_by_id("AB-1")
    assert found is not None
    assert (found.spot_id, found.rate_type, found.updated_at) == ("F1-B1-S007", "daily", clock.now())
    assert "remark" not in found.to_object()
    assert await vehicles.update("nobody", {"spotId": "F1-B1-S007"}) is None
    with pytest.raises(ValidationFailed, match="Cannot update immutable fields: licensePlate, checkInTime, createdAt"):
        await vehicles.update("AB-1", {"licensePlate": "x", "check_in_time": 1, "createdAt": 1})


@pytest.mark.parametrize(
    ("rate_type", "hours", "amount"),
    [("hourly", 2, 10), ("daily", 10, 40), ("monthly", 30, 64), ("hourly", 0, 0)],
)
async def test_check_out(
    vehicles: VehicleRepository, clock: ManualClock, rate_type: str, hours: int, amount: float
) -> None:
    assert await vehicles.check_out("AB-1") is None
    await vehicles.create(record(rateType=rate_type))
    clock.advance(hours * HOUR)
    out = await vehicles.check_out("ab-1")
    assert out is not None
    assert (out.check_out_time, out.total_amount, out.status) == (clock.now(), amount, "checked_out_unpaid")
    with pytest.raises(Conflict, match="Vehicle AB-1 is already checked out"):
        await vehicles.check_out("AB-1")
    found = await vehicles.find_by_id("AB-1")
    assert found is not None
    assert (found.total_amount, found.status) == (amount, "checked_out_unpaid")


async def test_mark_as_paid(vehicles: VehicleRepository, clock: ManualClock) -> None:
    assert await vehicles.mark_as_paid("AB-1", 5) is None
    await vehicles.create(record())
    clock.advance(HOUR)
    await vehicles.check_out("AB-1", 7.25)
    with pytest.raises(Conflict, match=r"Insufficient payment. Required: \$7.25, Paid: \$7.00"):
        await vehicles.mark_as_paid("AB-1", 7)
    paid = await vehicles.mark_as_paid("AB-1", 100)
    assert paid is not None
    assert (paid.is_paid, paid.status, paid.total_amount) == (True, "completed", 7.25)
    with pytest.raises(Conflict, match="Vehicle AB-1 parking fee is already paid"):
        await vehicles.mark_as_paid("AB-1", 100)
    await vehicles.check_in("CD-2", "F1-B1-S002")
    early = await vehicles.mark_as_paid("CD-2", 0)
    assert early is not None
    assert (early.is_paid, early.status) == (True, "parked")


async def test_delete(vehicles: VehicleRepository) -> None:
    assert await vehicles.delete("AB-1") is False
    assert await vehicles.force_delete("AB-1") is False
    await vehicles.create(record())
    with pytest.raises(Conflict, match="Cannot delete vehicle AB-1 that is still parked"):
        await vehicles.delete("ab-1")
    await vehicles.check_out("AB-1")
    assert await vehicles.delete("ab-1") is True
    assert await vehicles.find_by_id("AB-1") is None
    await vehicles.create(record())
    assert await vehicles.force_delete("AB-1") is True
    await vehicles.create(record())
    await vehicles.clear()
    assert await vehicles.find_all() == []
    await vehicles.check_in("AB-1", "F1-B1-S001")
    assert await vehicles.count() == 1


async def test_figures(vehicles: VehicleRepository, clock: ManualClock) -> None:
    assert await vehicles.get_revenue_stats() == {
        "totalRevenue": 0,
        "pendingRevenue": 0,
        "completedSessions": 0,
        "averageRevenue": 0,
    }
    for number, kind in enumerate(["compact", "compact", "compact", "oversized"]):
        await vehicles.check_in(f"P-{number}", f"F1-B1-S00{number + 1}", kind)
    clock.advance(HOUR)
    for plate, rate in (("P-0", 5), ("P-1", 5.05), ("P-2", 3.5)):
        await vehicles.check_out(plate, rate)
    await vehicles.mark_as_paid("P-0", 5)
    await vehicles.mark_as_paid("P-1", 6)
    assert await vehicles.get_revenue_stats() == {
        "totalRevenue": 10.05,
        "pendingRevenue": 3.5,
        "completedSessions": 2,
        "averageRevenue": 5.03,
    }
    counts = {"total": 4, "parked": 1, "unpaid": 1, "completed": 2}
    assert await vehicles.get_stats() == counts
    assert await vehicles.get_parking_stats() == {
        **counts,
        "checkedOut": 3,
        "byType": {"compact": 3, "oversized": 1},
    }
    statuses = ("parked", "checked_out_unpaid", "completed", "lost")
    assert [await vehicles.count_by_status(each) for each in statuses] == [1, 1, 2, 0]
    assert [each.license_plate for each in await vehicles.find_parked()] == ["P-3"]
    assert [each.license_plate for each in await vehicles.find_unpaid()] == ["P-2"]
    assert [each.license_plate for each in await vehicles.find_completed()] == ["P-0", "P-1"]


async def test_what_is_known_of_a_vehicle(vehicles: VehicleRepository) -> None:
    told = {"make": "Fiat", "model": "Panda", "color": "Rosso", "year": 1999, "ownerId": "o-1", "ownerName": "Ann Lee"}
    await vehicles.check_in("P-1", "F1-B1-S001", additional_data={**told, "ownerEmail": "ann@example.org"})
    await vehicles.check_in("P-2", "F1-B1-S002", "compact", additional_data={"make": "Fiat", "model": "Uno"})
    await vehicles.check_in("P-3", "F1-B1-S003")

    async def plates(**criteria: Any) -> list[str]:
        return [each.license_plate for each in await vehicles.search(criteria)]

    assert await plates(make="fiat") == ["P-1", "P-2"]
    assert await plates(make="fiat", model="PAN", color="ross", ownerEmail="@example") == ["P-1"]
    assert await plates(licensePlate="p-", vehicleType="compact", status="parked") == ["P-2"]
    assert await plates(yearFrom=2000) == ["P-2", "P-3"]
    assert await plates(yearTo=1999, yearFrom=1990) == ["P-1", "P-2", "P-3"]
    assert [each.license_plate for each in await vehicles.find_by_owner_id("o-1")] == ["P-1"]
    assert [each.license_plate for each in await vehicles.find_by_owner_name("ann")] == ["P-1"]
    assert [each.license_plate for each in await vehicles.find_by_make_model("Fiat", "Uno")] == ["P-2"]
    assert len(await vehicles.find_by_make_model(make="FIAT")) == 2
    groups = await vehicles.group_by_owner()
    assert {name: len(each) for name, each in groups.items()} == {"o-1": 1, "Unknown": 2}
    changed = await vehicles.update("P-3", {"ownerName": "Bob", "year": 2001})
    assert changed is not None
    found = await vehicles.find_by_id("P-3")
    assert found is not None
    assert (found.to_object()["ownerName"], found.to_object()["year"]) == ("Bob", 2001)
    assert await vehicles.validate_uniqueness("p-1") == {
        "isValid": False,
        "errors": ["Vehicle with license plate P-1 already exists"],
    }
    assert await vehicles.validate_uniqueness("P-1", "p-1") == {"isValid": True, "errors": []}
    assert (await vehicles.validate_uniqueness("P-9"))["isValid"]


async def test_arrays(vehicles: VehicleRepository, clock: ManualClock) -> None:
    await vehicles.create(record())
    clock.advance(HOUR)
    await vehicles.check_out("AB-1")
    await vehicles.mark_as_paid("AB-1", 5)
    objects = await vehicles.to_object_array()
    assert await vehicles.from_object_array(objects) == []
    changed = [{**objects[0], "spotId": "F1-B1-S002"}, {**objects[0], "licensePlate": "CD-2", "isPaid": False}]
    assert [each.license_plate for each in await vehicles.from_object_array(changed, overwrite=True)] == [
        "AB-1",
        "CD-2",
    ]
    assert [(each["licensePlate"], each["spotId"], each["isPaid"]) for each in await vehicles.to_object_array()] == [
        ("AB-1", "F1-B1-S002", True),
        ("CD-2", "F1-B1-S001", False),
    ]


async def test_the_books_agree_with_the_records(
    repositories: RecordRepositories, vehicles: VehicleRepository, store_kind: str, clock: ManualClock
) -> None:
    """Whatever is done to a record in a store, its money is booked."""
    await vehicles.create(record())
    clock.advance(HOUR)
    await vehicles.check_out("AB-1")
    await vehicles.update("AB-1", {"totalAmount": 12.5})
    await vehicles.update("AB-1", {"totalAmount": 8})
    await vehicles.mark_as_paid("AB-1", 8)
    if store_kind == "live":
        return
    from atrium.garage.services import bootstrap

    store = vehicles._store._store  # type: ignore[attr-defined]
    books = await bootstrap(store, clock=clock).reports.reconcile()
    assert books.agrees, books.differences
    assert (books.charged_in_ledger, books.captured_in_ledger) == (800, 800)
    with pytest.raises(ValidationFailed, match="refund"):
        await vehicles.update("AB-1", {"isPaid": False})
    with pytest.raises(ValidationFailed, match="cannot be stored"):
        await vehicles.update("AB-1", {"totalAmount": 1})
