"""The administrator's endpoints: the store as a file."""

from __future__ import annotations

from pathlib import Path

import httpx

from atrium.garage.interfaces import Kind
from atrium.garage.models import Floor, VehicleType
from atrium.garage.moving import compare, read_snapshot
from atrium.garage.services import CheckIn, GarageServices

SNAPSHOT = "/api/admin/garage/snapshot"


async def test_the_snapshot_is_what_the_store_holds(
    http: httpx.AsyncClient, services: GarageServices, tmp_path: Path
) -> None:
    await services.garage.initialize("Central", [Floor(number=1, bays=1, spots_per_bay=10)])
    await services.check_in.check_in(CheckIn(license_plate="AA-1", vehicle_type=VehicleType.COMPACT))
    answer = await http.get(SNAPSHOT, headers={"X-Admin-Key": "admin123"})
    assert answer.status_code == 200
    path = tmp_path / "snapshot.jsonl"
    path.write_bytes(answer.content)
    snapshot = await read_snapshot(path)
    assert (await compare(snapshot.tables, services.store.committed.tables)).agrees
    assert await snapshot.tables[Kind.SESSION].count() == 1


async def test_without_the_key_there_is_none(http: httpx.AsyncClient) -> None:
    for headers in ({}, {"X-Admin-Key": "wrong"}, {"X-Admin-Key": "admin1234"}):
        answer = await http.get(SNAPSHOT, headers=headers)
        assert answer.status_code == 403
        assert answer.json()["error"] == "FORBIDDEN"
