"""The operator's page, its stream, and the API's documentation."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from atrium.garage.models import PaymentMethod, VehicleType
from atrium.garage.services import CheckIn, GarageServices, StayPayment
from atrium.garage.services.requests import PaymentTerms
from atrium.platform.clock import ManualClock
from atrium.platform.settings import Settings
from atrium.web import create_app
from atrium.web.dashboard import LiveFeed
from atrium.web.docs.yaml import to_yaml
from atrium.web.rest import ROUTERS
from prismstack.data import DatabaseUnavailable
from tests.integration.web.conftest import running
from tests.integration.web.contract import garage, left, parked

ADDRESS = re.compile(r"""(?:src|href|action|url)\s*[=(]\s*["']?(https?:)?//""")


async def test_the_first_paint_needs_no_script(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await left(services, clock)
    await services.check_in.check_in(CheckIn(license_plate="HERE1", vehicle_type=VehicleType.STANDARD))
    terms = PaymentTerms(idempotency_key="k", method=PaymentMethod.CASH)
    await services.payments.pay(StayPayment(terms=terms, license_plate="GONE1"))
    page = (await http.get("/")).text
    assert "<h1>Central</h1>" in page
    assert page.count("data-spot=") == 40
    assert "occupied by HERE1" in page
    assert "<strong>$14.00</strong> charged" in page
    assert page.count('class="plate"') == 3


async def test_no_garage_says_what_to_do(http: httpx.AsyncClient) -> None:
    answer = await http.get("/")
    assert answer.status_code == 200
    assert "http://test/api/garage/initialize" in answer.text


async def test_trouble_is_told(
    http: httpx.AsyncClient, services: GarageServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(self: object) -> None:
        raise DatabaseUnavailable("secret words of the database")

    monkeypatch.setattr(type(services.garage), "find", away)
    answer = await http.get("/")
    assert answer.status_code == 503
    assert "secret" not in answer.text
    rest = await http.get("/api/garage")
    assert rest.status_code == 503
    assert "secret" not in rest.text


@pytest.mark.parametrize("desk", ["checkin", "checkout"])
async def test_a_desk_that_cannot_read_its_figures_is_not_healthy(
    desk: str, http: httpx.AsyncClient, services: GarageServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(self: object) -> None:
        raise DatabaseUnavailable("secret words of the database")

    monkeypatch.setattr(type(services.check_out), "stats", away)
    answer = await http.get(f"/api/{desk}/health")
    assert answer.status_code == 503
    assert (answer.json()["service"], answer.json()["status"]) == (desk, "unavailable")
    assert "secret" not in answer.text


async def test_a_defect_says_nothing_about_the_inside(
    http: httpx.AsyncClient, services: GarageServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(self: object, request: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(type(services.check_in), "check_in", broken)
    answer = await http.post("/api/checkin", json={"licensePlate": "AB12", "vehicleType": "compact"})
    assert (answer.status_code, answer.json()["errorCode"]) == (500, "CHECKIN_FAILED")
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/", "/api-docs", "/assets/page.css", "/assets/page.js", "/assets/icon.svg"])
async def test_pages_load_nothing_from_elsewhere(
    path: str, http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await garage(services, clock)
    text = (await http.get(path)).text
    assert not ADDRESS.search(text)
    assert "style=" not in text
    assert not re.search(r"\son[a-z]+=|<script(?![^>]*\bsrc=)", text)


async def test_assets_are_kept_for_ever_and_no_other_file_is_served(http: httpx.AsyncClient) -> None:
    page = (await http.get("/api-docs")).text
    for address in set(re.findall(r'"(/assets/[^"]+)"', page)):
        assert "immutable" in (await http.get(address)).headers["Cache-Control"]
    for name in ("nope.css", "..%2fpages.py", "%2e%2e/app.py"):
        assert (await http.get(f"/assets/{name}")).status_code == 404


def _sections(event: str) -> dict[str, Any]:
    assert event.startswith("event: sections\n"), event
    return json.loads(event.partition("data: ")[2])


async def test_open_pages_hear_of_changes(services: GarageServices, clock: ManualClock) -> None:
    await parked(services, clock)
    feed = LiveFeed(services)
    page = await feed.render()
    stream = feed.listen(page.version)
    assert (await anext(stream)).startswith("retry:")
    first = _sections(await asyncio.wait_for(anext(stream), 5))
    assert first["version"] == page.version
    await services.check_in.check_in(CheckIn(license_plate="NEW1", vehicle_type=VehicleType.OVERSIZED))
    feed.notify()
    update = _sections(await asyncio.wait_for(anext(stream), 2))
    assert {"floor-1", "summary", "sessions"} <= set(update["sections"])
    assert "floor-2" not in update["sections"]
    assert "NEW1" in update["sections"]["sessions"]
    feed.close()
    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(anext(stream), 1)


async def test_nobody_looks_nobody_reads(services: GarageServices, clock: ManualClock) -> None:
    await garage(services, clock)
    feed = LiveFeed(services)
    stream = feed.listen("")
    await anext(stream)
    await asyncio.wait_for(anext(stream), 5)
    task = feed._task
    assert task is not None
    await stream.aclose()
    feed.notify()
    await asyncio.wait_for(task, 2)
    late = feed.listen("")
    await anext(late)
    assert _sections(await asyncio.wait_for(anext(late), 5))["sections"]
    feed.close()


async def test_a_reset_makes_pages_reload(services: GarageServices, clock: ManualClock) -> None:
    await garage(services, clock)
    feed = LiveFeed(services)
    await services.garage.reset()
    stream = feed.listen("")
    await anext(stream)
    assert (await asyncio.wait_for(anext(stream), 5)).startswith("event: reload")
    feed.close()


async def test_the_documentation_knows_every_route(http: httpx.AsyncClient) -> None:
    document = (await http.get("/api-docs/swagger.json")).json()
    routes = {
        (method.lower(), route.path)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods
    }
    assert routes == {(method, path) for path, methods in document["paths"].items() for method in methods}
    page = (await http.get("/api-docs")).text
    assert all(f"<code>{path}</code>" in page for _, path in routes)


async def test_yaml_says_the_same(http: httpx.AsyncClient) -> None:
    answer = await http.get("/api-docs/openapi.yaml")
    document = (await http.get("/api-docs/swagger.json")).json()
    assert answer.text == to_yaml(document)
    assert answer.headers["content-type"].startswith("application/yaml")
    assert to_yaml({"a": [1, {"b": None, "c: d": []}], "e": "ä\n"}) == (
        '"a":\n  - 1\n  -\n    "b": null\n    "c: d": []\n"e": "ä\\n"\n'
    )


async def test_the_application_opens_its_database_itself(settings: Settings) -> None:
    async with running(create_app(settings)) as http:
        assert (await http.get("/api/garage/status")).json()["data"]["initialized"] is False
