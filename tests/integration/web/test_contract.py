"""Every row of the contract table: one request, one answer, field by field."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from atrium.garage.services import GarageServices
from atrium.platform.clock import ManualClock
from atrium.platform.settings import Settings
from atrium.web import create_app
from tests.integration.web import (
    table_check_in,
    table_check_out,
    table_garage,
    table_payments,
    table_sessions,
    table_spots,
    table_stats,
    table_system,
    table_vehicles,
)
from tests.integration.web.conftest import serving
from tests.integration.web.contract import STATES, Case
from tests.integration.web.shapes import differences

TABLES = {
    "system": table_system,
    "garage": table_garage,
    "spots": table_spots,
    "check-in": table_check_in,
    "check-out": table_check_out,
    "payments": table_payments,
    "vehicles": table_vehicles,
    "stats": table_stats,
    "sessions": table_sessions,
}
ROWS = [pytest.param(case, id=f"{name}-{case.name}") for name, table in TABLES.items() for case in table.CASES]


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """One application for all rows: only its services change."""
    return create_app(Settings(database_url="file:unused", rate_limit_max=0))


@pytest.mark.parametrize("store_kind", ["sqlite", "memory"], indirect=True)
@pytest.mark.parametrize("case", ROWS)
async def test_row(case: Case, app: FastAPI, services: GarageServices, clock: ManualClock) -> None:
    await STATES[case.state](services, clock)
    async with serving(app, services) as http:
        response = await http.request(**case.request)
    answer = response.json()
    assert (response.status_code, differences(case.answer, answer)) == (case.status, []), answer


def test_rows_are_told_apart() -> None:
    names = [row.id for row in ROWS]
    assert len(set(names)) == len(names) > 200


@pytest.mark.parametrize(
    ("pattern", "value"),
    [({"a": 1}, {"a": 1, "b": 2}), ({"a": 1}, {}), ([1], [1, 2]), (True, 1), ({"a": {"b": 1}}, {"a": {"b": 2}})],
)
def test_patterns_refuse_what_does_not_fit(pattern: object, value: object) -> None:
    assert differences(pattern, value)
