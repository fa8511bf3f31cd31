"""Which garage a set of repositories works on."""

from __future__ import annotations

from prisma import Prisma, models

from atrium.garage.errors import GarageNotInitialised
from prismstack.data import Equals, PrismaAdapter, Related

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

    def forget(self) -> None:
        """Look the garage up again: it was created or deleted in this unit."""
        self._live = None
