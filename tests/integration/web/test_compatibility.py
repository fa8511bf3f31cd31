"""Every deliberate difference from the garage's first API, as docs/garage/compatibility.md lists them."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from atrium.garage.services import GarageServices
from atrium.platform.clock import ManualClock
from atrium.platform.settings import Settings
from atrium.web import create_app
from tests.integration.web.conftest import running
from tests.integration.web.contract import garage, maintained, parked

pytestmark = pytest.mark.parametrize("store_kind", ["sqlite", "memory"], indirect=True)

CAR = {"licensePlate": "PARK1", "vehicleType": "compact"}
DOCUMENT = Path(__file__).parents[3] / "docs" / "garage" / "compatibility.md"


async def test_malformed_json_is_the_clients_mistake(http: httpx.AsyncClient) -> None:
    answer = await http.post("/api/checkin", content=b"{", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (400, "MALFORMED_JSON")


@pytest.mark.parametrize("remove", [True, False])
async def test_a_vehicle_comes_back_after_its_check_out(
    remove: bool, http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await parked(services, clock)
    first = await services.store.committed.sessions.find_active_by_plate("PARK1")
    assert first is not None
    out = await http.post("/api/checkout", json={"licensePlate": "PARK1", "removeRecord": remove})
    back = await http.post("/api/checkin", json=CAR)
    assert (out.status_code, back.status_code) == (200, 201)
    kept = await services.store.committed.sessions.find_by_id(first.id)
    assert kept is not None
    assert kept.charged_cents == 1400
    assert (await services.reports.reconcile()).agrees


async def test_a_reset_removes_vehicles(http: httpx.AsyncClient, services: GarageServices, clock: ManualClock) -> None:
    await parked(services, clock)
    assert (await http.delete("/api/garage/reset")).status_code == 200
    await garage(services, clock)
    assert (await http.get("/api/checkin/stats")).json()["statistics"]["vehicles"]["totalParked"] == 0
    assert (await http.get("/api/checkout/ready")).json()["count"] == 0
    assert (await http.post("/api/checkout", json={"licensePlate": "PARK1"})).status_code == 404
    assert (await http.post("/api/checkin", json=CAR)).status_code == 201


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/api/garage?includeStats=true", ("data", "statistics", "available")),
        ("/api/garage/capacity", ("data", "occupancy", "available")),
        ("/api/garage/statistics", ("data", "occupancy", "available")),
        ("/api/spots/statistics", ("data", "available")),
        ("/api/checkin/availability", ("overall", "availableSpots")),
        ("/api/checkin/stats", ("statistics", "occupancy", "availableSpots")),
        ("/api/checkin/health", ("summary", "availableSpots")),
        ("/api/checkout/stats", ("statistics", "spots", "availableSpots")),
        ("/api/checkout/health", ("summary", "availableSpots")),
        ("/api/stats", ("availableSpots",)),
        ("/api/stats/dashboard", ("dashboard", "overview", "availableSpots")),
        ("/api/vehicles/spots/available", ("count",)),
    ],
)
async def test_maintenance_is_never_available(
    path: str, place: tuple[str, ...], http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await maintained(services, clock)
    value = (await http.get(path)).json()
    for name in place:
        value = value[name]
    assert value == 39


async def test_maintenance_is_counted(http: httpx.AsyncClient, services: GarageServices, clock: ManualClock) -> None:
    await maintained(services, clock)
    counts = (await http.get("/api/spots")).json()["metadata"]["statusCounts"]
    assert counts == {"available": 39, "occupied": 0, "maintenance": 1}


async def test_the_rate_limit_is_a_setting(settings: Settings, services: GarageServices) -> None:
    limited = settings.model_copy(update={"rate_limit_max": 2, "rate_limit_window_seconds": 60})
    async with running(create_app(limited, services)) as http:
        codes = [(await http.get("/health")).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    default = Settings(database_url="file:x")
    assert (default.rate_limit_max, default.rate_limit_window_seconds) == (100, 900)


def test_the_document_lists_them(store_kind: str) -> None:
    table = DOCUMENT.read_text(encoding="utf-8").split("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("|")][2:]
    assert len(rows) == 6
