"""Lists of stays from the database."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from prisma import Prisma, models

from atrium.garage.interfaces import SessionFilter, SessionRange, SessionSort
from atrium.garage.models import ParkingSession, SessionStatus
from prismstack.data import translated

from .scope import GarageScope
from .session_rows import to_session

__all__ = ["PrismaSessionLists"]

_COLUMNS = {SessionSort.CREATED_AT: "checkInAt", SessionSort.LICENSE_PLATE: "licensePlate"}

#: What is sorted by a figure that no column holds, or by one where databases disagree on NULLs, is sorted here:
#: of every stay that matches these columns are read, and of the page the rest.
_FIGURES = ["id", "checkInAt", "checkOutAt", "feeCents", "penaltyCents"]


class PrismaSessionLists:
    """``SessionLists`` over ``ParkingSession``."""

    def __init__(self, client: Prisma, scope: GarageScope) -> None:
        self._actions: Any = models.ParkingSession.prisma(client)
        self._scope = scope

    async def find_range(self, wanted: SessionRange) -> list[ParkingSession]:
        where = self._conditions(wanted.where)
        if wanted.sort not in _COLUMNS:
            return await self._range_by_figure(where, wanted)
        order = [{_COLUMNS[wanted.sort]: "desc" if wanted.descending else "asc"}, {"id": "asc"}]
        with translated():
            rows = await self._actions.find_many(where=where, order=order, skip=wanted.skip, take=wanted.take)
        return [to_session(row) for row in rows]

    async def count_by_status(self, where: SessionFilter) -> Counter[SessionStatus]:
        with translated():
            groups = await self._actions.group_by(by=["status"], where=self._conditions(where), count=True)
        return Counter({SessionStatus(group["status"]): group["_count"]["_all"] for group in groups})

    async def _range_by_figure(self, where: dict[str, Any], wanted: SessionRange) -> list[ParkingSession]:
        with translated():
            found: list[dict[str, Any]] = await self._actions.group_by(by=_FIGURES, where=where)
            found.sort(key=lambda row: row["id"])
            found.sort(key=lambda row: _figure(row, wanted.sort), reverse=wanted.descending)
            ids = [row["id"] for row in found[wanted.skip : wanted.skip + wanted.take]]
            rows = await self._actions.find_many(where={"id": {"in": ids}})
        by_id = {row.id: to_session(row) for row in rows}
        return [by_id[each] for each in ids if each in by_id]

    def _conditions(self, where: SessionFilter) -> dict[str, Any]:
        conditions: dict[str, Any] = {**self._scope.ever.where(), "hiddenAt": None}
        if where.status is not None:
            conditions["status"] = where.status.value
        if where.since is not None:
            conditions["checkInAt"] = {"gte": where.since}
        if where.text is not None:
            conditions["OR"] = [{"licensePlate": {"contains": where.text}}, {"spotCode": {"contains": where.text}}]
        return conditions


def _figure(row: dict[str, Any], sort: SessionSort) -> Any:
    if sort is SessionSort.COST:
        return row["feeCents"] + row["penaltyCents"]
    if sort is SessionSort.END_TIME:
        return str(row["checkOutAt"] or "")
    came, left = row["checkInAt"], row["checkOutAt"]
    return datetime.fromisoformat(left) - datetime.fromisoformat(came) if left else timedelta()
