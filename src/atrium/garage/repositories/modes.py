"""Modes of the store, moves between them, servers and divergences, in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from prisma import Prisma, models

from atrium.garage.moving import ALIVE_FOR, ModeEntry, ShadowCounts, StoreMode
from atrium.garage.moving.touched import Key
from atrium.platform.clock import Clock, SystemClock
from atrium.platform.errors import DuplicateEntry
from atrium.platform.trail import plain_json
from prismstack.data import After, Before, Equals, In, IsNull, OrderBy, PrismaAdapter

__all__ = ["PrismaModeBook"]


class _Modes(PrismaAdapter[models.StoreMode]):
    key_field = "configName"


class _Changes(PrismaAdapter[models.StoreModeChange]):
    pass


class _Servers(PrismaAdapter[models.StoreServer]):
    pass


class _Divergences(PrismaAdapter[models.StoreDivergence]):
    pass


class PrismaModeBook:
    """``ModeBook`` over ``StoreMode``, ``StoreModeChange``, ``StoreServer`` and ``StoreDivergence``."""

    def __init__(self, client: Prisma, config_name: str, clock: Clock | None = None) -> None:
        self._modes = _Modes(client)
        self._changes = _Changes(client)
        self._servers = _Servers(client)
        self._divergences = _Divergences(client)
        self._config_name = config_name
        self._of_garage = Equals("configName", config_name)
        self._clock = clock or SystemClock()

    async def read(self) -> ModeEntry | None:
        row = await self._modes.get_or_none(self._config_name)
        return _to_entry(row) if row else None

    async def begin(self, mode: StoreMode) -> ModeEntry:
        first = {
            "configName": self._config_name,
            "mode": mode.value,
            "wanted": mode.value,
            "changedAt": self._clock.now(),
        }
        try:
            return _to_entry(await self._modes.create(first))
        except DuplicateEntry:
            return _to_entry(await self._modes.get(self._config_name))

    async def want(self, mode: StoreMode) -> None:
        await self._modes.update(self._config_name, {"wanted": mode.value, "refusal": None})

    async def arrive(
        self, former: StoreMode, mode: StoreMode, started_at: datetime, detail: Mapping[str, object]
    ) -> None:
        now = self._clock.now()
        await self._modes.update(
            self._config_name,
            {"mode": mode.value, "refusal": None, "shadowed": 0, "diverged": 0, "reconciled": 0, "changedAt": now},
        )
        await self._changes.create(
            {
                "configName": self._config_name,
                "fromMode": former.value,
                "toMode": mode.value,
                "startedAt": started_at,
                "finishedAt": now,
                "detail": plain_json(detail),
            }
        )

    async def refuse(self, mode: StoreMode, reason: str) -> None:
        await self._modes.update(self._config_name, {"wanted": mode.value, "refusal": reason[:190]})

    async def count(self, counts: ShadowCounts) -> None:
        changes = {"shadowed": counts.shadowed, "diverged": counts.diverged, "reconciled": counts.reconciled}
        await self._modes.update(self._config_name, changes)

    async def previous(self) -> StoreMode | None:
        last = await self._changes.find_one(
            self._of_garage, order=[OrderBy("finishedAt", "desc"), OrderBy("id", "desc")]
        )
        return StoreMode(last.fromMode) if last else None

    async def found(self, keys: Sequence[Key], reason: str) -> None:
        now = self._clock.now()
        await self._divergences.create_many(
            [
                {
                    "configName": self._config_name,
                    "kind": kind.value,
                    "key": key,
                    "reason": reason[:190],
                    "foundAt": now,
                }
                for kind, key in keys
            ]
        )

    async def mended(self, keys: Sequence[Key]) -> None:
        if keys:
            await self._divergences.update_many(
                self._of_garage,
                IsNull("reconciledAt"),
                In("key", sorted({key for _, key in keys})),
                data={"reconciledAt": self._clock.now()},
            )

    async def open_divergences(self) -> int:
        return await self._divergences.count(self._of_garage, IsNull("reconciledAt"))

    async def seen(self, server_id: str, mode: StoreMode) -> None:
        now = self._clock.now()
        changes = {"mode": mode.value, "seenAt": now}
        if not await self._servers.update_many(Equals("id", server_id), data=changes):
            await self._servers.create({"id": server_id, "configName": self._config_name, "startedAt": now, **changes})
            await self._servers.delete_many(self._of_garage, Before("seenAt", now - 10 * ALIVE_FOR))

    async def gone(self, server_id: str) -> None:
        await self._servers.delete_many(Equals("id", server_id))

    async def servers(self) -> Sequence[str]:
        alive = await self._servers.find_many(self._of_garage, After("seenAt", self._clock.now() - ALIVE_FOR))
        return [row.id for row in alive]


def _to_entry(row: models.StoreMode) -> ModeEntry:
    return ModeEntry(
        mode=StoreMode(row.mode),
        wanted=StoreMode(row.wanted),
        refusal=row.refusal,
        counts=ShadowCounts(row.shadowed, row.diverged, row.reconciled),
        changed_at=row.changedAt,
    )
