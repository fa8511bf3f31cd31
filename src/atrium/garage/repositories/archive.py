"""Soft-deleted rows in the database: ``deletedAt`` is cleared and the unique key of live rows taken again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from prisma import Prisma

from atrium.garage.interfaces import ArchivedRow
from prismstack.data import Equals, translated

from .scope import GarageScope

__all__ = ["PrismaArchive"]

_AT_ONCE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class _Kind:
    """``active`` maps the unique column of live rows to the column it is filled from."""

    table: str
    label: str
    active: Mapping[str, str]
    of_garage: bool = True


_KINDS: Mapping[str, _Kind] = {
    "customer": _Kind("customer", "email", {"activeEmail": "email"}, of_garage=False),
    "discount_code": _Kind("discountcode", "code", {"activeCode": "code"}),
    "garage": _Kind("garage", "name", {"activeKey": "configName"}, of_garage=False),
    "permit": _Kind("permit", "number", {}),
    "rate_plan": _Kind("rateplan", "code", {"activeCode": "code"}),
    "reservation": _Kind("reservation", "number", {}),
    "session": _Kind("parkingsession", "licensePlate", {}),
}


class PrismaArchive:
    """``ArchiveRepository`` over every table with ``deletedAt``."""

    def __init__(self, client: Prisma, scope: GarageScope) -> None:
        self._client = client
        self._scope = scope

    async def find_deleted(self, kind: str, limit: int = 100) -> list[ArchivedRow]:
        described = _KINDS.get(kind)
        if described is None:
            return []
        with translated():
            rows = await self._table(described.table).find_many(
                where=self._deleted(kind, described), order=[{"deletedAt": "desc"}, {"id": "desc"}], take=limit
            )
        return [
            ArchivedRow(kind=kind, id=row.id, label=getattr(row, described.label), deleted_at=row.deletedAt)
            for row in rows
        ]

    async def restore(self, kind: str, row_id: str) -> Sequence[tuple[str, str]]:
        described = _KINDS.get(kind)
        if described is None:
            return []
        table = self._table(described.table)
        with translated():
            row = await table.find_first(where={"AND": [self._deleted(kind, described), {"id": row_id}]})
            if row is None:
                return []
            live = {column: getattr(row, source) for column, source in described.active.items()}
            await table.update(where={"id": row_id}, data={"deletedAt": None, **live})
        if kind != "garage":
            return [(kind, row_id)]
        self._scope.forget()
        return [(kind, row.configName), *await self._restore_spots(row)]

    async def _restore_spots(self, garage: Any) -> list[tuple[str, str]]:
        """The spots that were deleted together with their garage."""
        spots = self._table("spot")
        since = garage.deletedAt - _AT_ONCE
        with translated():
            gone = await spots.find_many(where={"garageId": garage.id, "deletedAt": {"gte": since}})
            for spot in gone:
                await spots.update(where={"id": spot.id}, data={"deletedAt": None, "activeCode": spot.code})
        return [("spot", spot.code) for spot in gone]

    def _deleted(self, kind: str, described: _Kind) -> dict[str, Any]:
        deleted: dict[str, Any] = {"NOT": [{"deletedAt": None}]}
        if kind == "garage":
            return {"AND": [deleted, Equals("configName", self._scope.config_name).where()]}
        return {"AND": [deleted, self._scope.ever.where()]} if described.of_garage else deleted

    def _table(self, name: str) -> Any:
        return getattr(self._client, name)
