"""Payments over HTTP: once per key, refunds within what was paid, and what the list says of it."""

from __future__ import annotations

from typing import Any

import httpx

from atrium.garage.services import GarageServices
from atrium.platform.clock import ManualClock
from tests.integration.web.contract import left, parked

CASH: dict[str, Any] = {"licensePlate": "PARK1", "method": "cash", "amount": 20}


async def pay(http: httpx.AsyncClient, body: dict[str, Any], key: str = "key-1") -> httpx.Response:
    return await http.post("/api/payments", json=body, headers={"Idempotency-Key": key})


async def test_same_key_same_receipt(http: httpx.AsyncClient, services: GarageServices, clock: ManualClock) -> None:
    await parked(services, clock)
    first = await pay(http, CASH)
    again = await pay(http, CASH)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["data"] == again.json()["data"]
    other = await pay(http, CASH | {"amount": 30})
    assert (other.status_code, other.json()["errorCode"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    another = await pay(http, CASH, "key-2")
    assert (another.status_code, another.json()["errorCode"]) == (409, "ALREADY_PAID")
    assert (await services.reports.reconcile()).differences == []


async def test_a_declined_card_stays_declined_under_its_key(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await parked(services, clock)
    card = {"licensePlate": "PARK1", "method": "card", "cardToken": "tok_declined"}
    for _ in range(2):
        answer = await pay(http, card)
        assert (answer.status_code, answer.json()["errorCode"]) == (402, "PAYMENT_DECLINED")
    assert (await pay(http, card | {"cardToken": "tok_visa"}, "key-2")).status_code == 201
    listed = (await http.get("/api/payments")).json()["data"]
    assert [payment["status"] for payment in listed] == ["declined", "completed"]


async def test_refunds_stay_within_the_payment(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await left(services, clock)
    payment_id = (await pay(http, {"licensePlate": "GONE1", "method": "mobile"})).json()["data"]["paymentId"]

    async def refund(body: dict[str, Any]) -> httpx.Response:
        return await http.post(f"/api/payments/{payment_id}/refund", json=body)

    part = await refund({"amount": 4.5, "reason": "slow lift", "idempotencyKey": "r-1"})
    assert part.status_code == 201
    assert (part.json()["data"]["kind"], part.json()["data"]["amount"]) == ("refund", 4.5)
    assert (await refund({"amount": 4.5, "idempotencyKey": "r-1"})).json()["data"] == part.json()["data"]
    assert (await refund({"amount": 5, "idempotencyKey": "r-1"})).status_code == 422
    too_much = await refund({"amount": 9.51, "idempotencyKey": "r-2"})
    assert (too_much.status_code, too_much.json()["errorCode"]) == (409, "REFUND_EXCEEDS_PAYMENT")
    rest = await refund({"idempotencyKey": "r-3"})
    assert rest.json()["data"]["amount"] == 9.5
    assert (await refund({"idempotencyKey": "r-4"})).status_code == 409

    payment = (await http.get(f"/api/payments/{payment_id}")).json()["data"]
    assert (payment["status"], payment["refunded"], payment["refundable"]) == ("refunded", 14, 0)
    assert (await services.reports.reconcile()).differences == []


async def test_the_list_is_paged_and_by_stay(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await parked(services, clock)
    session_id = (await pay(http, CASH)).json()["data"]["sessionId"]
    body = (await http.get("/api/payments?limit=1")).json()
    assert body["pagination"] == {"limit": 1, "offset": 0, "totalCount": 1, "hasMore": False}
    assert len((await http.get(f"/api/payments?sessionId={session_id}")).json()["data"]) == 1
    assert (await http.get("/api/payments?to=2026-03-02T09:00:00Z")).json()["data"] == []
    assert (await http.get("/api/payments?from=2026-03-02T09:30:00.001%2B00:00")).json()["data"] == []


async def test_paying_at_a_station_opens_the_gate(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await parked(services, clock)
    assert (await pay(http, CASH)).json()["data"]["change"] == 6
    gone = await http.post("/api/checkout", json={"licensePlate": "PARK1"})
    assert gone.status_code == 200
    stats = (await http.get("/api/checkout/stats")).json()["statistics"]
    assert stats["revenue"]["pendingRevenue"] == 0
