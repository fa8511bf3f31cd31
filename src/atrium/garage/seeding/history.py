"""The stays of the seed data: who stood where and when; no vehicle and no spot is ever taken twice at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from atrium.garage.assignment import is_compatible
from atrium.garage.models import ParkingSession, SessionStatus, Spot, SpotStatus, VehicleType

from .building import SeededGarage
from .chances import Chances
from .sizes import Volume

__all__ = ["SeededStay", "SeededVehicle", "plan_stays", "plan_vehicles"]

_ACTIVE_SHARE = 0.12
_COMPLETED_SHARE = 0.85
_OCCUPIED_SHARE = 0.25
_TRIES = 200


@dataclass(slots=True)
class SeededVehicle:
    """A vehicle, and until when it is parked."""

    row_id: str
    license_plate: str
    vehicle_type: VehicleType
    seen_at: datetime
    busy_until: datetime


@dataclass(slots=True)
class SeededStay:
    """A stay, before anything is charged."""

    session: ParkingSession
    garage: SeededGarage
    vehicle: SeededVehicle
    spot: Spot


def plan_vehicles(volume: Volume, chances: Chances, opened_at: datetime) -> list[SeededVehicle]:
    """Vehicles with distinct plates."""
    plates: dict[str, None] = {}
    while len(plates) < volume.vehicles:
        plates[chances.plate()] = None
    return [
        SeededVehicle(chances.identifier(opened_at), plate, chances.vehicle_type(), opened_at, opened_at)
        for plate in plates
    ]


def plan_stays(
    volume: Volume,
    garages: list[SeededGarage],
    vehicles: list[SeededVehicle],
    chances: Chances,
    until: datetime,
) -> list[SeededStay]:
    """The stays in the order of check-in; the latest ones are still active at ``until``.

    Marks the spots of active stays as occupied.
    """
    spots = sum(len(each.spots) for each in garages)
    active = min(int(volume.sessions * _ACTIVE_SHARE), int(spots * _OCCUPIED_SHARE))
    planner = _Planner(garages, vehicles, chances)
    ended = volume.sessions - active
    completed = int(volume.sessions * _COMPLETED_SHARE)
    cancelled = set(chances.random.sample(range(ended), max(0, ended - completed)))
    stays = [
        planner.ended_stay(start, until, is_cancelled=index in cancelled)
        for index, start in enumerate(_starts(volume, ended, chances, until))
    ]
    recent = sorted(until - min(chances.stay(), timedelta(hours=10)) for _ in range(active))
    return stays + [planner.active_stay(start) for start in recent]


def _starts(volume: Volume, count: int, chances: Chances, until: datetime) -> list[datetime]:
    """Check-ins over the history, none in the last eleven hours, which belong to the active stays."""
    latest = until - timedelta(hours=11)
    midnight = until.replace(hour=0, minute=0, second=0, microsecond=0)
    starts: list[datetime] = []
    while len(starts) < count:
        day = midnight - timedelta(days=chances.random.randrange(volume.days))
        start = chances.start(day)
        if start <= latest and not chances.is_skipped_weekend(day):
            starts.append(start)
    return sorted(starts)


class _Planner:
    def __init__(self, garages: list[SeededGarage], vehicles: list[SeededVehicle], chances: Chances) -> None:
        self._garages = garages
        self._vehicles = vehicles
        self._chances = chances
        self._spot_busy_until: dict[tuple[str, str], datetime] = {}

    def ended_stay(self, start: datetime, until: datetime, *, is_cancelled: bool) -> SeededStay:
        """A stay that is over; a cancelled one ended after minutes."""
        length = timedelta(minutes=self._chances.random.randint(1, 10)) if is_cancelled else self._chances.stay()
        end = min(start + length, until)
        stay = self._place(start, end)
        status = SessionStatus.CANCELLED if is_cancelled else SessionStatus.COMPLETED
        stay.session = replace(stay.session, status=status, check_out_at=end, updated_at=end)
        return stay

    def active_stay(self, start: datetime) -> SeededStay:
        """A stay that goes on; its spot is occupied."""
        stay = self._place(start, datetime.max.replace(tzinfo=start.tzinfo))
        spots = stay.garage.spots
        spots[stay.spot.position] = replace(
            stay.spot,
            status=SpotStatus.OCCUPIED,
            current_vehicle=stay.vehicle.license_plate,
            updated_at=start,
        )
        return stay

    def _place(self, start: datetime, end: datetime) -> SeededStay:
        for _ in range(_TRIES):
            vehicle = self._chances.random.choice(self._vehicles)
            garage = self._chances.random.choice(self._garages)
            spot = self._chances.random.choice(garage.spots)
            if vehicle.busy_until <= start and self._fits(garage, spot, vehicle, start):
                vehicle.busy_until = end
                self._spot_busy_until[garage.garage.id, spot.id] = end
                return SeededStay(self._session(garage, vehicle, spot, start), garage, vehicle, spot)
        raise ValueError("the seed data has more stays than its vehicles and spots can take")

    def _fits(self, garage: SeededGarage, spot: Spot, vehicle: SeededVehicle, start: datetime) -> bool:
        busy_until = self._spot_busy_until.get((garage.garage.id, spot.id), start)
        usable = spot.status in (SpotStatus.AVAILABLE, SpotStatus.RESERVED)
        return usable and busy_until <= start and is_compatible(vehicle.vehicle_type, spot.type)

    def _session(self, garage: SeededGarage, vehicle: SeededVehicle, spot: Spot, start: datetime) -> ParkingSession:
        return ParkingSession(
            id=self._chances.identifier(start),
            garage_id=garage.garage.id,
            license_plate=vehicle.license_plate,
            spot_id=spot.id,
            vehicle_type=vehicle.vehicle_type,
            rate_type=self._chances.rate_type(),
            check_in_at=start,
            created_at=start,
            updated_at=start,
        )
