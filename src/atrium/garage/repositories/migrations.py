"""The state of data migrations, in the database that they fill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from prisma import Prisma, models

from atrium.garage.interfaces import Kind
from atrium.garage.moving import MigrationState
from atrium.platform.trail import plain_json
from prismstack.data import Equals, OrderBy, PrismaAdapter

__all__ = ["PrismaMigrationLog"]

_LATEST = [OrderBy("startedAt", "desc"), OrderBy("id", "desc")]


class _Migrations(PrismaAdapter[models.DataMigration]):
    pass


class PrismaMigrationLog:
    """``MigrationLog`` over ``DataMigration``."""

    def __init__(self, client: Prisma, config_name: str) -> None:
        self._rows = _Migrations(client)
        self._of_garage = Equals("configName", config_name)

    async def find_unfinished(self, source: str) -> MigrationState | None:
        found = await self._rows.find_one(
            self._of_garage, Equals("source", source), Equals("status", "running"), order=_LATEST
        )
        return _to_state(found) if found else None

    async def find_latest(self) -> MigrationState | None:
        found = await self._rows.find_one(self._of_garage, order=_LATEST)
        return _to_state(found) if found else None

    async def save(self, state: MigrationState, report: Mapping[str, object] | None = None) -> None:
        changes: dict[str, object] = {
            "status": state.status,
            "done": plain_json(_by_name(state.done)),
            "finishedAt": state.finished_at,
        }
        if report is not None:
            changes["report"] = plain_json(report)
        if not await self._rows.update_many(Equals("id", state.id), data=changes):
            await self._rows.create(
                {
                    "id": state.id,
                    "configName": state.config_name,
                    "source": state.source,
                    "total": plain_json(_by_name(state.total)),
                    "startedAt": state.started_at,
                    **changes,
                }
            )


def _to_state(row: models.DataMigration) -> MigrationState:
    return MigrationState(
        id=row.id,
        config_name=row.configName,
        source=row.source,
        status=str(row.status),
        done=_counts(row.done),
        total=_counts(row.total),
        started_at=row.startedAt,
        finished_at=row.finishedAt,
    )


def _by_name(counts: Mapping[Kind, int]) -> dict[str, object]:
    return {kind.value: count for kind, count in counts.items()}


def _counts(stored: object) -> dict[Kind, int]:
    return {Kind(kind): count for kind, count in cast(dict[str, int], stored).items()}
