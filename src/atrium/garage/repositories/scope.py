"""Which garage a set of repositories works on."""

from __future__ import annotations

from datetime import UTC, datetime

from prisma import Prisma, models

from atrium.garage.errors import GarageNotInitialised
from atrium.garage.models import DEFAULT_RATES
from atrium.platform.ids import uuid7
from atrium.platform.trail import plain_json
from prismstack.data import Equals, OrderBy, PrismaAdapter, Related

__all__ = ["GarageScope"]


class _LiveGarages(PrismaAdapter[models.Garage]):
    key_field = "activeKey"


class GarageScope:
    """The garage of a configuration name, looked up once for each unit of work.

    A reset makes a new row with a new id; stays and money of the old one still belong to the name.
    """

    def __init__(self, client: Prisma, config_name: str) -> None:
        self._rows = _LiveGarages(client)
        self._live: str | None = None
        self._spot_rows: dict[str, str] = {}
        self.config_name = config_name

    @property
    def ever(self) -> Related:
        """Rows of any garage that had the name, live or deleted."""
        return Related("garage", Equals("configName", self.config_name))

    async def live_id(self) -> str | None:
        """The id of the live garage, if there is one."""
        if self._live is None:
            row = await self._rows.get_or_none(self.config_name)
            self._live = row.id if row else None
        return self._live

    async def require_live_id(self) -> str:
        """The id of the live garage.

        Raises:
            GarageNotInitialised: there is none.
        """
        found = await self.live_id()
        if found is None:
            raise GarageNotInitialised("Garage not initialized")
        return found

    async def some_id(self) -> str:
        """The id of the live garage, else of the last one that had the name, else of a placeholder."""
        live = await self.live_id()
        if live is not None:
            return live
        last = await self._rows.find_one(Equals("configName", self.config_name), order=[OrderBy("createdAt", "desc")])
        return last.id if last else await self.create_placeholder(uuid7())

    async def create_placeholder(self, garage_id: str) -> str:
        """A deleted garage of the name, for rows that must refer to one; no reader sees it."""
        now = datetime.now(UTC)
        row = {
            "id": garage_id,
            "configName": self.config_name,
            "name": self.config_name,
            "standardRateCents": DEFAULT_RATES.standard,
            "compactRateCents": DEFAULT_RATES.compact,
            "oversizedRateCents": DEFAULT_RATES.oversized,
            "evChargingRateCents": DEFAULT_RATES.ev_charging,
            "spotTypes": plain_json({}),
            "createdAt": now,
            "deletedAt": now,
        }
        return (await self._rows.create(row)).id

    def note_spot(self, code: str, row_id: str) -> None:
        """The row of a live spot, for the rest of the unit."""
        self._spot_rows[code] = row_id

    def spot_row_id(self, code: str) -> str | None:
        """The row of a spot, if it was noted."""
        return self._spot_rows.get(code)

    def forget(self) -> None:
        """Look the garage up again: it was created or deleted in this unit."""
        self._live = None
        self._spot_rows.clear()
