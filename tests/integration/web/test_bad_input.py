"""Bad input: a typed answer, nothing written, and the server goes on."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator

import apsw
import httpx
import pytest

from atrium.garage.services import GarageServices
from atrium.platform.clock import ManualClock
from atrium.platform.settings import Settings
from atrium.web.bodies import BODY_LIMIT
from tests.integration.web.contract import STATES, Case
from tests.integration.web.test_contract import ROWS

JSON = {"content-type": "application/json"}

#: A declined card is kept on purpose: the key gets the same answer again.
_WRITES = "payments-pay: declined"


def _refused_writes() -> list[object]:
    def is_one(case: Case) -> bool:
        return case.method != "GET" and 400 <= case.status <= 500

    return [row for row in ROWS if is_one(row.values[0]) and row.id != _WRITES]  # type: ignore[arg-type]


def digest(settings: Settings) -> str:
    """A fingerprint of every row of the database.

    Read with the application's own SQLite: a second library in one process would drop the first one's locks.
    """
    connection = apsw.Connection(settings.database_url.removeprefix("file:"))
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        rows = [[table, list(connection.execute(f'SELECT * FROM "{table}"'))] for table in tables]
    finally:
        connection.close()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


@pytest.mark.parametrize("case", _refused_writes())
async def test_refused_requests_write_nothing(
    case: Case, http: httpx.AsyncClient, services: GarageServices, clock: ManualClock, settings: Settings
) -> None:
    await STATES[case.state](services, clock)
    before = digest(settings)
    response = await http.request(**case.request)
    assert response.status_code == case.status
    assert digest(settings) == before
    assert (await http.get("/health")).status_code == 200


async def test_the_fingerprint_notices_a_write(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock, settings: Settings
) -> None:
    await STATES["garage"](services, clock)
    before = digest(settings)
    assert (await http.put("/api/garage/config", json={"name": "Uptown"})).status_code == 200
    assert digest(settings) != before


@pytest.mark.parametrize("path", ["/api/checkin", "/api/checkout", "/api/payments", "/api/garage/initialize"])
async def test_oversized_body(path: str, http: httpx.AsyncClient, settings: Settings) -> None:
    before = digest(settings)
    body = b'{"licensePlate":"' + b"A" * BODY_LIMIT + b'"}'
    response = await http.post(path, content=body, headers=JSON)
    assert response.status_code == 413
    assert response.json()["error"] == "PAYLOAD_TOO_LARGE"
    assert digest(settings) == before
    assert (await http.get("/api/garage/status")).status_code == 200


async def test_oversized_body_of_unknown_length(http: httpx.AsyncClient) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b" " * 1024 * 1024

    response = await http.post("/api/checkin", content=chunks(), headers=JSON)
    assert response.status_code == 413


async def test_the_largest_body_is_read(http: httpx.AsyncClient) -> None:
    body = b'{"licensePlate":"AB12"' + b" " * (BODY_LIMIT - 23) + b"}"
    assert len(body) == BODY_LIMIT
    response = await http.post("/api/checkin", content=body, headers=JSON)
    assert response.json()["errors"] == ["Vehicle type is required"]


async def test_a_hostile_plate_is_just_a_plate(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await STATES["garage"](services, clock)
    plate = "';DROP--<b"
    body = {"licensePlate": plate, "vehicleType": "compact"}
    assert (await http.post("/api/checkin", json=body)).status_code == 201
    page = (await http.get("/")).text
    assert "<b" not in page.partition("DROP--")[2][:5]
    assert (await http.post("/api/checkout", json={"licensePlate": plate})).status_code == 200
