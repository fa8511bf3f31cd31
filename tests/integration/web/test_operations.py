"""The operator's endpoints over HTTP: each area from the first request to the last, and what it refuses."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from atrium.garage.models import VehicleType
from atrium.garage.services import CheckIn, GarageServices
from atrium.platform.clock import ManualClock
from atrium.platform.settings import Settings
from atrium.web import create_app
from atrium.web.housekeeping import Housekeeping
from atrium.web.rest.events import EventStream
from tests.integration.web.conftest import running
from tests.integration.web.contract import garage, parked

ADMIN = {"X-Admin-Key": "admin123"}
PLAN: dict[str, Any] = {
    "name": "Day",
    "isDefault": True,
    "hourly": {"compact": 2, "standard": 3, "oversized": 4.5},
    "daily": {"percent": 80, "capHours": 8},
    "surge": [{"kind": "window", "percent": 150, "weekdays": [0, 1], "startMinute": 480, "endMinute": 540}],
    "tiers": [{"tier": "vip", "discountPercent": 20}],
}


async def ask(http: httpx.AsyncClient, method: str, path: str, status: int = 200, **more: Any) -> Any:
    """The data of an answer with the expected status, or the whole body of an error."""
    answer = await http.request(method, path, **more)
    assert answer.status_code == status, answer.text
    body = answer.json()
    return body["data"] if status < 300 else body


async def test_reservations(http: httpx.AsyncClient, services: GarageServices, clock: ManualClock) -> None:
    await garage(services, clock)
    wish = {"licensePlate": "aa-1", "vehicleType": "standard", "startsAt": "2026-03-02T10:00:00Z"}
    made = await ask(http, "POST", "/api/reservations", 201, json=wish | {"endsAt": "2026-03-02T12:00:00Z"})
    assert (made["licensePlate"], made["status"], made["holdUntil"]) == ("AA-1", "active", "2026-03-02T10:30:00.000Z")
    path = f"/api/reservations/{made['id']}"
    assert await ask(http, "GET", path) == made
    free = await ask(
        http,
        "GET",
        "/api/reservations/availability?vehicleType=standard&from=2026-03-02T10:00:00Z&to=2026-03-02T11:00:00Z",
    )
    assert made["spotId"] not in free
    taken = wish | {"licensePlate": "BB-2", "spotId": made["spotId"]}
    refused = await ask(http, "POST", "/api/reservations", 409, json=taken)
    assert (refused["errorCode"], refused["details"]["spotId"]) == ("RESERVATION_CONFLICT", made["spotId"])
    later = {"startsAt": "2026-03-02T14:00:00Z", "endsAt": "2026-03-02T15:00:00Z"}
    changed = await ask(http, "PUT", path, json=later)
    assert (await ask(http, "GET", path))["status"] == "cancelled"
    assert await ask(http, "GET", "/api/reservations/license/AA-1") == [changed]
    assert len(await ask(http, "GET", "/api/reservations?status=active")) == 1
    await ask(http, "DELETE", f"/api/reservations/{changed['id']}")
    closed = await ask(http, "DELETE", f"/api/reservations/{changed['id']}", 409)
    assert closed["errorCode"] == "RESERVATION_CLOSED"
    held = await ask(http, "POST", "/api/reservations", 201, json={"licensePlate": "CC-3", "vehicleType": "compact"})
    came = await http.post("/api/checkin", json={"licensePlate": "CC-3", "vehicleType": "compact"})
    assert came.json()["spotId"] == held["spotId"]
    done = await ask(http, "PUT", f"/api/reservations/{held['id']}/complete")
    assert done["status"] == "completed"
    assert (await ask(http, "GET", "/api/reservations/stats"))["cancelled"] == 2


@pytest.mark.parametrize(
    ("method", "path", "body", "complaint"),
    [
        ("POST", "/api/reservations", {"licensePlate": "A"}, "License plate must be between 2 and 10 characters"),
        ("POST", "/api/reservations", {"licensePlate": "AA", "vehicleType": "bus"}, "vehicleType must be one of"),
        ("POST", "/api/reservations", {"licensePlate": "AA", "vehicleType": "compact", "x": 1}, "Invalid fields: x"),
        ("PUT", "/api/reservations/x", {"startsAt": "soon"}, "startsAt must be an ISO 8601 date and time"),
        ("PUT", "/api/reservations/x", {}, "startsAt and endsAt are required"),
        ("GET", "/api/reservations?status=late", None, "status must be one of"),
        ("GET", "/api/reservations/availability", None, "vehicleType is required"),
        ("PUT", "/api/plans/p", {"name": "P", "hourly": 3}, "hourly must be an object"),
        ("PUT", "/api/plans/p", {"name": "P", "hourly": {"compact": -1}}, "compact must be a non-negative number"),
        ("PUT", "/api/plans/p", PLAN | {"surge": [1]}, "surge must be a list of objects"),
        ("PUT", "/api/plans/p", PLAN | {"surge": [{"kind": "moon"}]}, "kind must be one of"),
        ("PUT", "/api/plans/p", PLAN | {"surge": [{"kind": "window", "weekdays": [7]}]}, "weekdays must be a list"),
        ("POST", "/api/discount-codes", {"code": "A", "kind": "percent", "value": 101}, "value must be a whole number"),
        ("POST", "/api/discount-codes", {"code": "A", "kind": "amount"}, "value is required"),
        ("POST", "/api/discount-codes", {"code": "A", "kind": "amount", "value": 1, "tiers": ["x"]}, "tiers must be"),
        ("POST", "/api/quotes", {"spotType": "moon"}, "spotType must be one of"),
        ("POST", "/api/permits", {"licensePlate": "AA", "method": "cash"}, "An idempotency key is required"),
        ("POST", "/api/permits", {"licensePlate": "AA", "method": "cash", "months": 0.5}, "months must be"),
        ("POST", "/api/customers", {"name": 5, "email": "a@b.c"}, "name must be a string"),
        ("POST", "/api/tickets/lost", {}, "License plate is required"),
        ("POST", "/api/days/2026-03-01/close", {}, "countedCash is required"),
        ("POST", "/api/days/yesterday/close", {"countedCash": 1}, "day must be a date"),
        ("GET", "/api/analytics/revenue?format=pdf", None, "format must be one of"),
        ("GET", "/api/analytics/export", None, "report is required"),
        ("GET", "/api/transactions?kind=gift", None, "kind must be one of"),
        ("GET", "/api/payments/x/receipt?format=gif", None, "format must be one of"),
        ("GET", "/api/events?topics=moon", None, "Topics:"),
    ],
)
async def test_bad_input(http: httpx.AsyncClient, method: str, path: str, body: Any, complaint: str) -> None:
    answer = await ask(http, method, path, 400, **({} if body is None else {"json": body}))
    assert any(complaint in error for error in answer["errors"]), answer


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/api/reservations/x", "RESERVATION_NOT_FOUND"),
        ("GET", "/api/plans/x", "PLAN_NOT_FOUND"),
        ("GET", "/api/quotes/x", "QUOTE_NOT_FOUND"),
        ("GET", "/api/permits/x", "PERMIT_NOT_FOUND"),
        ("GET", "/api/tickets/TKT-1", "TICKET_NOT_FOUND"),
        ("PUT", "/api/disputes/x/won", "DISPUTE_NOT_FOUND"),
        ("GET", "/api/payments/x/receipt", "PAYMENT_NOT_FOUND"),
    ],
)
async def test_what_is_not_there(http: httpx.AsyncClient, method: str, path: str, code: str) -> None:
    assert (await ask(http, method, path, 404))["errorCode"] == code


async def test_tickets(http: httpx.AsyncClient, services: GarageServices, clock: ManualClock) -> None:
    await parked(services, clock)
    for _ in range(2):
        lost = await ask(http, "POST", "/api/tickets/lost", json={"licensePlate": "PARK1"})
        assert (lost["status"], lost["lostTicketFee"], lost["balance"]) == ("lost", 20, 20)
    assert await ask(http, "GET", f"/api/tickets/{lost['number'].lower()}") == lost


async def test_plans_codes_and_quotes(http: httpx.AsyncClient, services: GarageServices, clock: ManualClock) -> None:
    await parked(services, clock)
    stored = await ask(http, "PUT", "/api/plans/day", json=PLAN)
    assert (stored["version"], stored["hourly"]) == (1, {"compact": 2, "standard": 3, "oversized": 4.5})
    assert await ask(http, "GET", "/api/plans/day") == stored
    assert (await ask(http, "PUT", "/api/plans/day", json=PLAN))["version"] == 2
    code = {"code": "half", "kind": "percent", "value": 50, "spotTypes": ["compact"], "usageLimit": 1}
    added = await ask(http, "POST", "/api/discount-codes", 201, json=code)
    assert (added["code"], added["value"], added["usedCount"]) == ("HALF", 50, 0)
    quote = await ask(http, "POST", "/api/quotes", 201, json={"licensePlate": "PARK1", "discountCode": "half"})
    assert (quote["amount"], quote["breakdown"]["surgePercent"]) == (3, 150)
    assert await ask(http, "GET", f"/api/quotes/{quote['id']}") == quote
    imagined = await ask(http, "POST", "/api/quotes", 201, json={"spotType": "oversized", "minutes": 61})
    assert imagined["amount"] == 9
    pay = {"licensePlate": "PARK1", "method": "cash", "checkOut": True, "idempotencyKey": "k"}
    both = await ask(http, "POST", "/api/payments", 400, json=pay | {"quoteId": "q", "discountCode": "c"})
    assert "exclude each other" in both["errors"][0]
    receipt = await ask(http, "POST", "/api/payments", 201, json=pay | {"quoteId": quote["id"]})
    assert (receipt["amount"], receipt["balance"]) == (3, 0)
    assert (await ask(http, "GET", "/api/discount-codes"))[0]["usedCount"] == 1
    await ask(http, "DELETE", "/api/discount-codes/half")
    await ask(http, "DELETE", "/api/plans/day")
    assert await ask(http, "GET", "/api/plans") == []


async def test_permits_and_customers(http: httpx.AsyncClient, services: GarageServices, clock: ManualClock) -> None:
    await parked(services, clock)
    customer = await ask(http, "POST", "/api/customers", 201, json={"name": "Ada", "email": "a@b.org", "tier": "vip"})
    path = f"/api/customers/{customer['id']}"
    assert (await ask(http, "PUT", f"{path}/tier", json={"tier": "premium"}))["tier"] == "premium"
    await ask(http, "PUT", f"{path}/vehicles", json={"licensePlate": "PARK1"})
    assert len(await ask(http, "GET", "/api/customers")) == 1
    order = {"licensePlate": "PARK1", "method": "card", "cardToken": "tok_visa", "customerId": customer["id"]}
    key = {"Idempotency-Key": "p-1"}
    receipt = await ask(http, "POST", "/api/permits", 201, json=order, headers=key)
    assert (receipt["amount"], receipt["sessionId"]) == (150, None)
    assert await ask(http, "POST", "/api/permits", 201, json=order, headers=key) == receipt
    again = await ask(http, "POST", "/api/permits", 409, json=order, headers={"Idempotency-Key": "p-2"})
    assert again["errorCode"] == "PERMIT_EXISTS"
    await ask(http, "POST", "/api/permits/renew", 201, json=order, headers={"Idempotency-Key": "p-3"})
    (permit,) = await ask(http, "GET", "/api/permits")
    assert (permit["months"], permit["price"], permit["paid"]) == (2, 300, 300)
    printed = await http.get(f"/api/payments/{receipt['paymentId']}/receipt")
    assert "Permit" in printed.text
    assert (await ask(http, "DELETE", f"/api/permits/{permit['id']}"))["status"] == "cancelled"


async def test_parts_and_receipts(http: httpx.AsyncClient, services: GarageServices, clock: ManualClock) -> None:
    await parked(services, clock)
    part = {"licensePlate": "PARK1", "method": "cash", "partialAmount": 4, "amount": 10, "idempotencyKey": "k-1"}
    first = await ask(http, "POST", "/api/payments", 201, json=part)
    assert (first["amount"], first["change"], first["balance"]) == (4, 6, 10)
    text = (await http.get(f"/api/payments/{first['paymentId']}/receipt")).text
    assert "TOTAL" in text
    assert "USD 4.00" in text
    assert max(map(len, text.splitlines())) <= 42
    pdf = await http.get(f"/api/payments/{first['paymentId']}/receipt?format=pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")


async def test_the_books(http: httpx.AsyncClient, services: GarageServices, clock: ManualClock) -> None:
    await parked(services, clock)
    card = {"licensePlate": "PARK1", "method": "card", "cardToken": "tok_dispute", "idempotencyKey": "k-1"}
    paid = await ask(http, "POST", "/api/payments", 201, json=card)
    entries = await ask(http, "GET", f"/api/transactions?sessionId={paid['sessionId']}")
    assert [each["kind"] for each in entries] == ["charge", "capture"]
    (dispute,) = await ask(http, "POST", "/api/disputes/fetch")
    assert (await ask(http, "GET", f"/api/payments/{paid['paymentId']}"))["status"] == "disputed"
    assert (await ask(http, "PUT", f"/api/disputes/{dispute['reference']}/lost"))["status"] == "lost"
    assert len(await ask(http, "GET", "/api/disputes")) == 1
    summary = await ask(http, "GET", "/api/transactions/summary")
    assert (summary["sum"], summary["balances"]["chargeback_losses"]) == (0, 14)
    assert (await ask(http, "GET", "/api/transactions/reconciliation"))["agrees"] is True
    assert await ask(http, "GET", "/api/transactions/volume/daily") == {"2026-03-02": 14}

    early = await ask(http, "POST", "/api/days/2026-03-02/close", 409, json={"countedCash": 0})
    assert early["errorCode"] == "DAY_NOT_OVER"
    clock.advance(timedelta(days=1))
    assert (await ask(http, "GET", "/api/days/2026-03-02"))["revenue"] == 14
    close = await ask(http, "POST", "/api/days/2026-03-02/close", 201, json={"countedCash": 2.5})
    assert (close["expectedCash"], close["variance"]) == (0, 2.5)
    assert await ask(http, "GET", "/api/days") == [close]
    assert (await ask(http, "POST", "/api/days/2026-03-02/close", 409, json={"countedCash": 0}))[
        "errorCode"
    ] == "DAY_CLOSED"


@pytest.mark.parametrize(
    "report", ["occupancy-trends", "peak-hours", "turnover", "durations", "revenue", "spot-utilization"]
)
async def test_analytics(http: httpx.AsyncClient, services: GarageServices, clock: ManualClock, report: str) -> None:
    await parked(services, clock)
    await http.post("/api/checkout", json={"licensePlate": "PARK1"})
    clock.advance(timedelta(hours=1))
    figures = await ask(http, "GET", f"/api/analytics/{report}")
    assert figures["rows"]
    csv = await http.get(f"/api/analytics/{report}?format=csv")
    assert csv.text.splitlines()[0].split(",") == list(figures["rows"][0])
    assert len(csv.text.splitlines()) == len(figures["rows"]) + 1
    svg = await http.get(f"/api/analytics/export?report={report}&format=svg")
    assert svg.text.startswith("<svg xmlns=")
    assert svg.headers["content-disposition"] == f'attachment; filename="{report}.svg"'


async def test_revenue_is_what_was_charged(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await parked(services, clock)
    await http.post("/api/checkout", json={"licensePlate": "PARK1"})
    clock.advance(timedelta(hours=1))
    figures = await ask(http, "GET", "/api/analytics/revenue")
    assert figures["total"] == 14
    assert {"group": "plan", "key": "tariff", "revenue": 14} in figures["rows"]


async def test_audit(http: httpx.AsyncClient, services: GarageServices, clock: ManualClock) -> None:
    await parked(services, clock)
    await http.post("/api/checkout", json={"licensePlate": "PARK1"})
    await ask(http, "GET", "/api/audit", 403)
    records = await ask(http, "GET", "/api/audit?entityType=session", headers=ADMIN)
    assert [each["action"] for each in records] == ["session.closed", "session.opened"]
    assert records[0]["before"] == {"status": "active"}
    history = await ask(http, "GET", f"/api/audit?entityType=session&entityId={records[0]['entityId']}", headers=ADMIN)
    assert history == records[::-1]
    (deleted,) = await ask(http, "GET", "/api/audit/deleted?kind=session", headers=ADMIN)
    path = f"/api/audit/deleted/session/{deleted['id']}/restore"
    await ask(http, "POST", path, headers=ADMIN)
    await ask(http, "POST", path, 404, headers=ADMIN)
    assert await ask(http, "GET", "/api/audit/deleted?kind=session", headers=ADMIN) == []
    await ask(http, "GET", "/api/audit/deleted?kind=moon", 400, headers=ADMIN)


async def test_events_go_on_where_a_client_stopped(services: GarageServices, clock: ManualClock) -> None:
    await garage(services, clock)
    first = EventStream(services, ["session", "reservation"], clock.now(), None)
    await first.next_events()
    for plate in ("AA-1", "BB-2"):
        clock.advance(timedelta(seconds=1))
        await services.check_in.check_in(CheckIn(license_plate=plate, vehicle_type=VehicleType.COMPACT))
    told = await first.next_events()
    assert [each.detail["plate"] for each in told] == ["AA-1", "BB-2"]
    assert await first.next_events() == []
    again = EventStream(services, ["session"], told[0].at, told[0].id)
    assert [each.detail["plate"] for each in await again.next_events()] == ["BB-2"]
    assert await again.next_events() == []


async def test_events_over_http(settings: Settings, services: GarageServices, clock: ManualClock) -> None:
    await garage(services, clock)
    app = create_app(settings, services)
    async with running(app) as http:
        await services.check_in.check_in(CheckIn(license_plate="OLD", vehicle_type=VehicleType.COMPACT))
        reading = asyncio.create_task(http.get("/api/events?topics=session"))
        while not reading.done() and app.state.feed is not None:
            await asyncio.sleep(0.3)
            clock.advance(timedelta(seconds=20))
            await services.check_in.check_in(CheckIn(license_plate="NEW", vehicle_type=VehicleType.COMPACT))
            await asyncio.sleep(1.5)
            app.state.feed.close()
            break
        lines = (await reading).text.splitlines()
    data = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    assert [each["detail"]["plate"] for each in data] == ["NEW"]
    assert "event: session" in lines


async def test_housekeeping_gives_up_what_lapsed(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await garage(services, clock)
    held = await ask(http, "POST", "/api/reservations", 201, json={"licensePlate": "CC-3", "vehicleType": "compact"})
    clock.advance(timedelta(hours=1))
    await Housekeeping(services).tidy()
    assert (await ask(http, "GET", f"/api/reservations/{held['id']}"))["status"] == "expired"
