"""``SessionsRepository`` over whatever keeps the records."""

from __future__ import annotations

from typing import Any

from atrium.platform.clock import Clock, SystemClock
from atrium.platform.errors import DataLayerError, NotFound

from .fields import Data
from .models import Session
from .numbers import session_number
from .rules import SessionFailed
from .shelves import RecordStore, Shelves

__all__ = ["Sessions"]


class Sessions:
    """``SessionsRepository``."""

    def __init__(self, store: RecordStore, clock: Clock | None = None) -> None:
        self._store = store
        self._clock = clock or SystemClock()

    async def find_all(self) -> list[Session]:
        return await self._store.shelves.sessions.find()

    async def find_by_id(self, session_id: str) -> Session | None:
        return await self._store.shelves.sessions.get(session_id)

    async def find_by_vehicle_id(self, vehicle_id: str) -> list[Session]:
        return await self._store.shelves.sessions.find(vehicle_id=vehicle_id)

    async def find_by_license_plate(self, plate: str) -> list[Session]:
        return [each for each in await self.find_all() if (each.license_plate or "").upper() == plate.upper()]

    async def find_active_sessions(self) -> list[Session]:
        return await self._store.shelves.sessions.find(status="active")

    async def create(self, data: Data) -> Session:
        if not data.get("licensePlate"):
            raise SessionFailed("Failed to create session: licensePlate is required")
        session = Session(data, str(data.get("id") or session_number(self._clock.now())), self._clock)

        async def unit(shelves: Shelves) -> Session:
            if await shelves.sessions.get(session.id) is not None:
                raise SessionFailed(f"Failed to create session: '{session.id}' exists")
            await shelves.sessions.add(session.id, session)
            return session

        try:
            return await self._store.transact(unit)
        except SessionFailed:
            raise
        except (DataLayerError, ValueError) as error:
            raise SessionFailed(f"Failed to create session: {error}") from error

    async def update(self, session_id: str, updates: Data) -> Session:
        changes = {name: value for name, value in updates.items() if name != "id"}

        async def unit(shelves: Shelves) -> Session:
            session = await shelves.sessions.get(session_id)
            if session is None:
                raise NotFound(f"Session with ID '{session_id}' not found")
            session.apply(changes)
            session.touch()
            await shelves.sessions.save(session_id, session)
            return session

        try:
            return await self._store.transact(unit)
        except NotFound:
            raise
        except (DataLayerError, ValueError) as error:
            raise SessionFailed(f"Failed to update session: {error}") from error

    async def delete(self, session_id: str) -> bool:
        async def unit(shelves: Shelves) -> bool:
            if await shelves.sessions.get(session_id) is None:
                return False
            await shelves.sessions.remove(session_id)
            return True

        return await self._store.transact(unit)

    async def get_stats(self) -> dict[str, Any]:
        statuses = [each.status for each in await self.find_all()]
        return {"total": len(statuses)} | {name: statuses.count(name) for name in ("active", "completed", "cancelled")}

    async def clear(self) -> None:
        await self._store.transact(lambda shelves: shelves.sessions.clear())
