"""Sessions in a store: the stays, with what clients keep with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from atrium.garage.interfaces import Kind, Repositories
from atrium.garage.models import ParkingSession, RateType, SessionStatus, VehicleType, is_spot_id, parse_spot_id
from atrium.platform.clock import Clock

from ..fields import camel
from ..memory_store import matches
from ..models import Session
from .stays import Stays
from .values import choice

__all__ = ["StoredSessions"]

_EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))

#: Fields that are columns of a stay; the others are kept as details.
_COLUMNS = frozenset(
    {
        "id",
        "license_plate",
        "status",
        "created_at",
        "updated_at",
        "end_time",
        "expected_end_time",
        "cost",
        "end_reason",
        "notes",
        "tags",
        "metadata",
    }
)


class StoredSessions:
    """``Shelf`` of sessions. A removed session is hidden, and ended if it was active."""

    def __init__(self, repositories: Repositories, config_name: str, clock: Clock) -> None:
        self._repositories = repositories
        self._table = repositories.tables[Kind.SESSION]
        self._stays = Stays(repositories, config_name, clock)
        self._clock = clock
        self._read: dict[str, ParkingSession] = {}

    async def get(self, key: str) -> Session | None:
        found: ParkingSession | None = (await self._table.find([key])).get(key)
        return self._to_record(found) if found and found.hidden_at is None else None

    async def find(self, **where: Any) -> list[Session]:
        stays = await self._repositories.sessions.find_overlapping(*_EVER)
        records = [self._to_record(stay) for stay in stays if stay.hidden_at is None]
        return [record for record in records if matches(record, where)]

    async def add(self, key: str, record: Session) -> None:
        spot_id = record.spot_id if isinstance(record.spot_id, str) else ""
        fields = record.fields()
        stay = ParkingSession(
            id=key,
            garage_id=await self._stays.garage_id(),
            license_plate=str(record.license_plate).upper(),
            spot_id=spot_id,
            vehicle_type=_known(VehicleType, fields["vehicleType"], VehicleType.STANDARD),
            rate_type=_known(RateType, fields["rateType"], RateType.HOURLY),
            check_in_at=record.created_at,
            created_at=record.created_at,
            updated_at=record.updated_at,
        )
        await self._stays.know_vehicle(stay)
        await self._stays.add(_with_fields(stay, record), record.cost, paid=False)

    async def save(self, key: str, record: Session) -> None:
        before = self._read[key]
        after = replace(before, updated_at=record.updated_at)
        amount = before.charged_cents / 100 if record.cost is None else record.cost
        await self._stays.change(before, _with_fields(after, record), amount, paid=before.paid_at is not None)

    async def remove(self, key: str) -> None:
        stay: ParkingSession | None = (await self._table.find([key])).get(key)
        if stay is not None:
            status = SessionStatus.CANCELLED if stay.is_active else stay.status
            await self._repositories.sessions.save(replace(stay, status=status, hidden_at=self._clock.now()))

    async def clear(self) -> None:
        for record in await self.find():
            await self.remove(record.id)

    def _to_record(self, stay: ParkingSession) -> Session:
        data: dict[str, Any] = {
            "vehicleId": stay.license_plate,
            "vehicleType": stay.vehicle_type.value,
            "rateType": stay.rate_type.value,
            "spotId": stay.spot_id or None,
            **_place(stay.spot_id),
            **stay.details,
            "licensePlate": stay.license_plate,
            "status": stay.status.value,
            "endTime": stay.check_out_at,
            "expectedEndTime": stay.expected_end_at,
            "cost": stay.charged_cents / 100 if stay.charged_cents or stay.check_out_at else None,
            "endReason": stay.end_reason,
            "notes": stay.notes,
            "tags": list(stay.tags),
            "metadata": dict(stay.metadata),
        }
        made = Session(data, stay.id, self._clock)
        made.created_at, made.updated_at = stay.created_at, stay.updated_at
        self._read[stay.id] = stay
        return made


def _with_fields(stay: ParkingSession, record: Session) -> ParkingSession:
    fields = record.fields()
    details = {
        camel(name): value
        for name in record.shown
        if name not in _COLUMNS and (value := fields[camel(name)]) is not None
    }
    return replace(
        stay,
        status=choice(SessionStatus, record.status, "Status"),
        check_out_at=record.end_time,
        expected_end_at=record.expected_end_time,
        end_reason=fields["endReason"],
        notes=fields["notes"],
        tags=tuple(record.tags),
        metadata=dict(record.metadata),
        details=details,
    )


def _known(kind: Any, value: object, default: Any) -> Any:
    """The member, or the default for words that only the record knows."""
    return kind(value) if value in list(kind) else default


def _place(spot_id: str) -> dict[str, Any]:
    if not is_spot_id(spot_id):
        return {}
    location = parse_spot_id(spot_id)
    return {"floor": location.floor, "bay": location.bay, "spotNumber": str(location.spot_number)}
