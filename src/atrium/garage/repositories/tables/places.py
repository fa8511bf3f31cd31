"""Garages and spots that stays refer to, although readers do not see them any more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from prisma import Prisma, models

from atrium.garage.models import SpotType, is_spot_id, parse_spot_id
from atrium.garage.repositories.scope import GarageScope
from atrium.platform.ids import uuid7
from prismstack.data import In, IsNull, OrderBy, PrismaAdapter

__all__ = ["Places"]


class _Garages(PrismaAdapter[models.Garage]):
    pass


class _Spots(PrismaAdapter[models.Spot]):
    pass


class Places:
    """Row ids of the places that stays name; a place that is gone gets a row that is marked as deleted."""

    def __init__(self, client: Prisma, scope: GarageScope) -> None:
        self._garages = _Garages(client)
        self._spots = _Spots(client)
        self._scope = scope

    async def ensure_garages(self, garage_ids: Collection[str]) -> None:
        """A row for each of these garages."""
        known = {row.id for row in await self._garages.find_many(In("id", sorted(garage_ids)))}
        for garage_id in sorted(set(garage_ids) - known):
            await self._scope.create_placeholder(garage_id)

    async def spot_row_ids(self, places: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Row ids by garage and code: of the live spot, else of the one that was deleted last."""
        found: dict[tuple[str, str], str] = {}
        in_question = [In("garageId", {each for each, _ in places}), In("code", {each for _, each in places})]
        for state in ([IsNull("activeCode")], []):
            # The live ones come second and win.
            for row in await self._spots.find_many(*in_question, *state, order=[OrderBy("id")]):
                if state or row.activeCode is not None:
                    found[row.garageId, row.code] = row.id
        for place in sorted(set(places) - set(found)):
            found[place] = await self._placeholder(*place)
        return found

    async def _placeholder(self, garage_id: str, code: str) -> str:
        location = parse_spot_id(code) if is_spot_id(code) else None
        now = datetime.now(UTC)
        row = {
            "id": uuid7(),
            "garageId": garage_id,
            "code": code,
            "floor": location.floor if location else 0,
            "bay": location.bay if location else 0,
            "spotNumber": location.spot_number if location else 0,
            "type": SpotType.STANDARD.value,
            "assignmentScore": 0,
            "position": -1,
            "createdAt": now,
            "deletedAt": now,
        }
        return (await self._spots.create(row)).id
