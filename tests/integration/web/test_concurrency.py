"""Fifty requests at the same time: money moves once, a spot holds one vehicle."""

from __future__ import annotations

import asyncio
from collections import Counter

import httpx

from atrium.garage.models import Floor
from atrium.garage.services import GarageServices
from atrium.platform.clock import ManualClock
from tests.integration.web.contract import parked

MANY = 50


async def all_at_once(http: httpx.AsyncClient, path: str, bodies: list[dict[str, object]]) -> list[httpx.Response]:
    return list(await asyncio.gather(*(http.post(path, json=body) for body in bodies)))


def _leaving(key: str) -> dict[str, object]:
    return {"licensePlate": "PARK1", "method": "cash", "checkOut": True, "idempotencyKey": key}


async def _assert_paid_once(services: GarageServices, clock: ManualClock) -> None:
    now = clock.now()
    payments = await services.payments.find_between(now.replace(hour=0), now.replace(hour=23))
    assert [payment.amount_cents for payment in payments] == [1400]
    assert (await services.reports.reconcile()).differences == []


async def test_fifty_paid_check_outs_with_keys_of_their_own(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await parked(services, clock)
    answers = await all_at_once(http, "/api/payments", [_leaving(f"key-{n}") for n in range(MANY)])
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: MANY - 1}
    await _assert_paid_once(services, clock)


async def test_fifty_paid_check_outs_with_one_key(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await parked(services, clock)
    answers = await all_at_once(http, "/api/payments", [_leaving("key") for _ in range(MANY)])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["data"]["paymentId"] for answer in answers}) == 1
    await _assert_paid_once(services, clock)


async def test_fifty_check_outs_charge_once(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await parked(services, clock)
    answers = await all_at_once(http, "/api/checkout", [{"licensePlate": "PARK1"}] * MANY)
    assert Counter(answer.status_code for answer in answers) == {200: 1, 404: MANY - 1}
    books = await services.reports.reconcile()
    assert (books.charged_in_ledger, books.differences) == (1400, [])


async def test_fifty_check_ins_of_one_plate(http: httpx.AsyncClient, services: GarageServices) -> None:
    await services.garage.initialize("Central", [Floor(number=1, bays=5, spots_per_bay=20)])
    answers = await all_at_once(http, "/api/checkin", [{"licensePlate": "AB12", "vehicleType": "compact"}] * MANY)
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: MANY - 1}
    assert (await services.garage.occupancy()).occupied == 1


async def test_fifty_vehicles_get_fifty_spots(http: httpx.AsyncClient, services: GarageServices) -> None:
    await services.garage.initialize("Central", [Floor(number=1, bays=2, spots_per_bay=20)])
    orders: list[dict[str, object]] = [{"licensePlate": f"CAR{n}", "vehicleType": "compact"} for n in range(MANY)]
    answers = await all_at_once(http, "/api/checkin", orders)
    assert Counter(answer.status_code for answer in answers) == {201: 40, 503: 10}
    spots = [answer.json()["spotId"] for answer in answers if answer.status_code == 201]
    assert len(set(spots)) == 40
