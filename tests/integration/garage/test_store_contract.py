"""The store's contract, over every store: what repositories answer, refuse and keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from atrium.garage.errors import GarageNotInitialised
from atrium.garage.initialisation import generate_spots
from atrium.garage.interfaces import GarageStore, Repositories, SpotFilter
from atrium.garage.models import (
    DEFAULT_RATES,
    Feature,
    Floor,
    JournalEntry,
    JournalKind,
    LedgerAccount,
    ParkingSession,
    Payment,
    PaymentKind,
    PaymentMethod,
    PaymentStatus,
    RateType,
    SessionStatus,
    SpotStatus,
    SpotType,
    VehicleType,
)
from atrium.platform.audit import AuditRecord
from atrium.platform.clock import ManualClock
from atrium.platform.errors import Conflict, DuplicateEntry
from atrium.platform.idempotency import IdempotencyRecord
from atrium.platform.ids import uuid7

from .conftest import EVERY_STORE, FLOORS, START

pytestmark = EVERY_STORE


async def set_up(store: GarageStore) -> str:
    """A garage with its spots; its id."""

    async def unit(repositories: Repositories) -> str:
        garage = await repositories.garages.create("Central", FLOORS, store.config_name)
        await repositories.spots.create_many(list(generate_spots(FLOORS, START)))
        return garage.id

    return await store.transact(unit)


def stay(garage_id: str, plate: str = "AA-1", spot: str = "F1-B1-S001", **changes: object) -> ParkingSession:
    made = ParkingSession(
        id=uuid7(),
        garage_id=garage_id,
        license_plate=plate,
        spot_id=spot,
        vehicle_type=VehicleType.STANDARD,
        rate_type=RateType.HOURLY,
        check_in_at=START,
        created_at=START,
        updated_at=START,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def payment(session: ParkingSession, key: str, **changes: object) -> Payment:
    made = Payment(
        id=uuid7(),
        number=f"PAY-{key}",
        garage_id=session.garage_id,
        session_id=session.id,
        kind=PaymentKind.CAPTURE,
        status=PaymentStatus.COMPLETED,
        method=PaymentMethod.CARD,
        amount_cents=1000,
        idempotency_key=key,
        processed_at=START,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


async def test_garage_configurations(store: GarageStore, clock: ManualClock) -> None:
    garages = store.committed.garages
    assert await garages.get_default() is None
    made = await garages.create("Central", list(reversed(FLOORS)))
    found = await garages.get_default()
    assert found == made
    assert [floor.number for floor in made.floors] == [1, 2]
    assert (made.rates, made.total_capacity, made.total_bays) == (DEFAULT_RATES, 40, 4)
    with pytest.raises(DuplicateEntry):
        await garages.create("Second", FLOORS)
    clock.advance(timedelta(minutes=1))
    changed = await garages.update("default", {"name": "North", "rates": replace(DEFAULT_RATES, compact=450)})
    assert changed is not None
    assert (changed.name, changed.rates.compact, changed.rates.standard) == ("North", 450, 500)
    assert changed.updated_at > changed.created_at == made.created_at
    assert await garages.update("other", {"name": "x"}) is None


async def test_deleting_a_garage_takes_its_spots_and_frees_its_name(store: GarageStore) -> None:
    first = await set_up(store)
    assert await store.committed.garages.delete("default")
    assert not await store.committed.garages.delete("default")
    assert not await store.committed.garages.exists("default")
    assert await store.committed.spots.find_all() == []
    assert await set_up(store) != first
    assert await store.committed.spots.count() == 40


async def test_spots_need_a_garage(store: GarageStore) -> None:
    spots = store.committed.spots
    assert await spots.find_by_id("F1-B1-S001") is None
    assert await spots.find_best_available(VehicleType.COMPACT) is None
    assert await spots.count() == 0
    with pytest.raises(GarageNotInitialised):
        await spots.create_spot(1, 1, 1)


async def test_spots_keep_the_order_of_creation(store: GarageStore) -> None:
    await set_up(store)
    expected = [spot.id for spot in generate_spots(FLOORS, START)]
    assert [spot.id for spot in await store.committed.spots.find_all()] == expected
    added = await store.committed.spots.create_spot(9, 1, 1, SpotType.OVERSIZED, [Feature.HANDICAP])
    assert (await store.committed.spots.find_all())[-1] == added
    with pytest.raises(DuplicateEntry):
        await store.committed.spots.create_spot(9, 1, 1)


@pytest.mark.parametrize(
    ("where", "count"),
    [
        (SpotFilter(), 40),
        (SpotFilter(type=SpotType.OVERSIZED), 4),
        (SpotFilter(floor=1, bay=2), 10),
        (SpotFilter(feature=Feature.EV_CHARGING), 4),
        (SpotFilter(feature=Feature.HANDICAP, type=SpotType.COMPACT), 2),
        (SpotFilter(status=SpotStatus.MAINTENANCE), 0),
        (SpotFilter(vehicle="AA-1"), 0),
    ],
)
async def test_filters(store: GarageStore, where: SpotFilter, count: int) -> None:
    await set_up(store)
    assert len(await store.committed.spots.find_matching(where)) == count


async def test_updates_of_a_spot_change_what_is_assigned(store: GarageStore) -> None:
    await set_up(store)
    spots = store.committed.spots
    before = await spots.find_best_available(VehicleType.OVERSIZED)
    assert before is not None
    assert before.id == "F1-B1-S010"
    raised = await spots.update("F2-B2-S010", {"features": (Feature.EV_CHARGING,)})
    assert raised is not None
    assert raised.features == (Feature.EV_CHARGING,)
    assert (await spots.update("F1-B1-S010", {"status": SpotStatus.MAINTENANCE})) is not None
    after = await spots.find_best_available(VehicleType.OVERSIZED)
    assert after is not None
    assert after.id == "F1-B2-S010"
    both = await spots.update("F1-B1-S010", {"features": (Feature.HANDICAP, Feature.EV_CHARGING)})
    assert both is not None
    assert both.features == (Feature.EV_CHARGING, Feature.HANDICAP)
    assert await spots.update("F7-B7-S007", {"status": SpotStatus.AVAILABLE}) is None


async def test_claim_and_release(store: GarageStore) -> None:
    await set_up(store)
    spots = store.committed.spots
    claimed = await spots.claim_best_available(VehicleType.OVERSIZED, "AA-1")
    assert claimed is not None
    assert await spots.find_by_vehicle("aa-1") == await spots.find_by_id(claimed.id)
    assert (await spots.get_occupancy_stats()).occupied == 1
    assert not await spots.release(claimed.id, "BB-2")
    assert await spots.release(claimed.id, "AA-1")
    assert not await spots.release(claimed.id, "AA-1")
    for _ in range(4):
        assert await spots.claim_best_available(VehicleType.OVERSIZED, "CC-3") is not None
    assert await spots.claim_best_available(VehicleType.OVERSIZED, "DD-4") is None


async def test_assignment_agrees_with_the_pure_rule(store: GarageStore) -> None:
    """The database finds by index what the pure function finds by looking at every spot."""
    from atrium.garage.assignment import find_best_available_spot

    await set_up(store)
    kinds = [VehicleType.COMPACT, VehicleType.STANDARD, VehicleType.COMPACT, VehicleType.OVERSIZED]
    for turn in range(44):
        kind = kinds[turn % len(kinds)]
        expected = find_best_available_spot(await store.committed.spots.find_all(), kind)
        claimed = await store.committed.spots.claim_best_available(kind, f"P-{turn}")
        assert (claimed and claimed.id) == (expected and expected.id)


async def test_a_vehicle_and_a_spot_are_single(store: GarageStore) -> None:
    garage_id = await set_up(store)
    sessions = store.committed.sessions
    first = await sessions.open(stay(garage_id))
    with pytest.raises(DuplicateEntry):
        await sessions.open(stay(garage_id, spot="F1-B1-S002"))
    with pytest.raises(DuplicateEntry):
        await sessions.open(stay(garage_id, plate="BB-2"))
    assert await sessions.find_active_by_plate("AA-1") == first
    ended = replace(first, status=SessionStatus.COMPLETED, check_out_at=START + timedelta(hours=1))
    await sessions.save(ended)
    again = await sessions.open(stay(garage_id))
    assert await sessions.find_active_by_plate("AA-1") == again


async def test_a_stay_is_saved_only_over_the_version_it_was_read_at(store: GarageStore) -> None:
    garage_id = await set_up(store)
    sessions = store.committed.sessions
    first = await sessions.open(stay(garage_id))
    saved = await sessions.save(replace(first, fee_cents=500, charge_count=1))
    assert saved.version == first.version + 1
    assert await sessions.find_by_id(first.id) == saved
    with pytest.raises(Conflict):
        await sessions.save(replace(first, fee_cents=900))
    assert await sessions.find_by_id(first.id) == saved


async def test_records_of_a_plate(store: GarageStore) -> None:
    garage_id = await set_up(store)
    sessions = store.committed.sessions
    later = START + timedelta(hours=2)
    old = await sessions.open(stay(garage_id))
    old = await sessions.save(
        replace(old, status=SessionStatus.COMPLETED, check_out_at=later, fee_cents=700, record_removed_at=later)
    )
    assert await sessions.find_latest_by_plate("AA-1") is None
    assert await sessions.find_owing_by_plate("AA-1") == old
    new = await sessions.open(stay(garage_id, check_in_at=later))
    assert await sessions.find_latest_by_plate("AA-1") == new
    assert await sessions.find_active() == [new]
    stats = await sessions.get_parking_stats()
    assert (stats.parked, stats.unpaid, stats.completed, stats.total) == (1, 0, 0, 1)


async def test_revenue_of_records(store: GarageStore) -> None:
    garage_id = await set_up(store)
    sessions = store.committed.sessions
    end = START + timedelta(hours=2)
    for index, (fee, paid) in enumerate([(700, 700), (500, 500), (1000, 0), (400, 100)]):
        opened = await sessions.open(stay(garage_id, plate=f"P-{index}", spot=f"F1-B1-S00{index + 1}"))
        await sessions.save(
            replace(
                opened,
                status=SessionStatus.COMPLETED,
                check_out_at=end,
                fee_cents=fee,
                paid_cents=paid,
                paid_at=end if fee == paid else None,
            )
        )
    revenue = await sessions.get_revenue_stats()
    assert (revenue.revenue, revenue.pending, revenue.completed_sessions, revenue.average) == (1200, 1300, 2, 600)
    assert (await sessions.get_parking_stats()).unpaid == 2


async def test_stays_of_a_period(store: GarageStore) -> None:
    garage_id = await set_up(store)
    sessions = store.committed.sessions
    hour = timedelta(hours=1)
    early = await sessions.open(stay(garage_id, plate="P-1", spot="F1-B1-S001", check_in_at=START - 2 * hour))
    early = await sessions.save(replace(early, status=SessionStatus.COMPLETED, check_out_at=START))
    late = await sessions.open(stay(garage_id, plate="P-2", spot="F1-B1-S002", check_in_at=START + hour))
    assert await sessions.find_overlapping(START - hour, START) == [early]
    assert await sessions.find_overlapping(START, START + hour) == []
    assert await sessions.find_overlapping(START - hour, START + 2 * hour) == [early, late]


async def test_payments_are_unique_by_key_and_by_charge(store: GarageStore) -> None:
    session = await store.committed.sessions.open(stay(await set_up(store)))
    payments = store.committed.payments
    first = payment(session, "k-1", capture_key=f"{session.id}:1")
    await payments.create(first)
    assert await payments.find_by_id(first.id) == first
    with pytest.raises(DuplicateEntry):
        await payments.create(payment(session, "k-1"))
    with pytest.raises(DuplicateEntry):
        await payments.create(payment(session, "k-2", capture_key=f"{session.id}:1"))
    declined = payment(session, "k-3", status=PaymentStatus.DECLINED, decline_code="card_declined")
    await payments.create(replace(declined, processed_at=START + timedelta(seconds=1)))
    assert [each.idempotency_key for each in await payments.find_by_session(session.id)] == ["k-1", "k-3"]
    assert await payments.find_between(START, START + timedelta(seconds=1)) == [first]


async def test_refunds_are_counted_by_compare_and_set(store: GarageStore) -> None:
    session = await store.committed.sessions.open(stay(await set_up(store)))
    payments = store.committed.payments
    capture = payment(session, "k-1")
    await payments.create(capture)
    partly = await payments.add_refund(capture, 400)
    assert (partly.refunded_cents, partly.status, partly.refundable_cents) == (
        400,
        PaymentStatus.PARTIALLY_REFUNDED,
        600,
    )
    with pytest.raises(Conflict):
        await payments.add_refund(capture, 100)
    assert (await payments.add_refund(partly, 600)).status is PaymentStatus.REFUNDED


async def test_the_ledger_posts_once_and_balances(store: GarageStore) -> None:
    session = await store.committed.sessions.open(stay(await set_up(store)))
    ledger = store.committed.ledger
    entry = JournalEntry(
        id=uuid7(),
        reference=f"charge:{session.id}:1",
        kind=JournalKind.CHARGE,
        garage_id=session.garage_id,
        session_id=session.id,
        occurred_at=START,
        lines=JournalEntry.transfer(LedgerAccount.RECEIVABLE, LedgerAccount.PARKING_REVENUE, 900),
    )
    await ledger.post(entry)
    with pytest.raises(DuplicateEntry):
        await ledger.post(replace(entry, id=uuid7()))
    assert await ledger.find_by_session(session.id) == [entry]
    assert await ledger.find_between(START, START + timedelta(milliseconds=1)) == [entry]
    assert await ledger.get_balances() == {LedgerAccount.RECEIVABLE: 900, LedgerAccount.PARKING_REVENUE: -900}
    assert list(await ledger.find_unbalanced()) == []


async def test_idempotency_and_audit(store: GarageStore) -> None:
    record = IdempotencyRecord(
        key="k-1",
        operation="pay",
        request_hash="h",
        response={"amount_cents": 5, "nested": {"a": [1]}},
        created_at=START,
    )
    await store.committed.idempotency.record(record)
    assert await store.committed.idempotency.find("k-1") == record
    assert await store.committed.idempotency.find("k-2") is None
    with pytest.raises(DuplicateEntry):
        await store.committed.idempotency.record(record)
    trail = AuditRecord(actor="me", action="x", entity_type="spot", entity_id="1", at=START, detail={"a": 1})
    await store.committed.audit.write(trail)
    assert await store.committed.audit.find_by_entity("spot", "1") == [trail]


async def test_a_unit_that_raises_leaves_nothing(store: GarageStore) -> None:
    garage_id = await set_up(store)

    async def unit(repositories: Repositories) -> None:
        await repositories.sessions.open(stay(garage_id))
        await repositories.spots.claim_best_available(VehicleType.COMPACT, "AA-1")
        raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError):
        await store.transact(unit)
    assert await store.committed.sessions.find_active() == []
    assert await store.committed.spots.find_occupied() == []


async def test_readers_do_not_see_an_open_unit(store: GarageStore) -> None:
    garage_id = await set_up(store)

    async def unit(repositories: Repositories) -> None:
        await repositories.sessions.open(stay(garage_id))
        assert await repositories.sessions.find_active() != []
        assert await store.committed.sessions.find_active() == []

    await store.transact(unit)
    assert len(await store.committed.sessions.find_active()) == 1


async def test_two_garages_do_not_mix(store: GarageStore) -> None:
    await set_up(store)
    await store.committed.garages.create("Other", [Floor(number=1, bays=1, spots_per_bay=1)], "other")
    assert await store.committed.spots.count() == 40
    assert len(await store.committed.garages.find_all()) == 2
