"""Ending, cancelling and extending a stay through the API, and the file of stays."""

from __future__ import annotations

import csv
import io

import httpx
import pytest

from atrium.garage.models import SpotStatus, TicketStatus
from atrium.garage.services import GarageServices
from atrium.platform.clock import ManualClock
from tests.integration.web.contract import parked

pytestmark = pytest.mark.parametrize("store_kind", ["sqlite", "memory"], indirect=True)

COLUMNS = 14


async def parked_id(services: GarageServices, clock: ManualClock) -> str:
    await parked(services, clock)
    session = await services.store.committed.sessions.find_active_by_plate("PARK1")
    assert session is not None
    return session.id


async def spot_status(services: GarageServices) -> SpotStatus:
    return (await services.spots.find("F1-B1-S001")).status


async def test_ending_charges_and_frees_the_spot(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    session_id = await parked_id(services, clock)
    answer = await http.post(f"/api/sessions/{session_id}/end", json={"reason": " left early "})
    data = answer.json()["data"]
    assert (data["status"], data["cost"], data["endReason"], data["duration"]) == ("completed", 14, "left early", 90)
    assert await spot_status(services) is SpotStatus.AVAILABLE
    assert (await services.reports.reconcile()).agrees
    for verb, body in (("end", {}), ("cancel", {}), ("extend", {"additionalHours": 1})):
        again = await http.post(f"/api/sessions/{session_id}/{verb}", json=body)
        assert again.status_code == 400
        assert "not active" in again.json()["message"]


async def test_cancelling_charges_nothing(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    session_id = await parked_id(services, clock)
    data = (await http.post(f"/api/sessions/{session_id}/cancel")).json()["data"]
    assert (data["status"], data["cost"], data["endTime"]) == ("cancelled", 0, "2026-03-02T09:30:00.000Z")
    assert await spot_status(services) is SpotStatus.AVAILABLE
    ticket = await services.store.committed.tickets.find_by_session(session_id)
    assert ticket is not None
    assert ticket.status is TicketStatus.CANCELLED
    stats = (await http.get("/api/sessions/stats")).json()["data"]
    assert (stats["cancelled"], stats["totalRevenue"]) == (1, 0)
    back = await http.post("/api/checkin", json={"licensePlate": "PARK1", "vehicleType": "compact"})
    assert back.status_code == 201


async def test_extending_moves_the_expected_end(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    session_id = await parked_id(services, clock)
    ends: list[str] = []
    for hours in (0.25, 2):
        answer = await http.post(f"/api/sessions/{session_id}/extend", json={"additionalHours": hours})
        ends.append(answer.json()["data"]["expectedEndTime"])
    assert ends == ["2026-03-02T09:45:00.000Z", "2026-03-02T11:45:00.000Z"]
    assert (await http.get(f"/api/sessions/{session_id}")).json()["data"]["expectedEndTime"] == ends[-1]


async def test_the_file_has_fourteen_quoted_columns(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    session_id = await parked_id(services, clock)
    await http.post(f"/api/sessions/{session_id}/end", json={"reason": '=1+1, "quoted"'})
    answer = await http.get("/api/sessions/export/csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="sessions_')
    title, row = csv.reader(io.StringIO(answer.text))
    assert (len(title), len(row)) == (COLUMNS, COLUMNS)
    assert answer.text.splitlines()[0].count('"') == 2 * COLUMNS
    assert dict(zip(title, row, strict=True))["End Reason"] == '\'=1+1, "quoted"'
