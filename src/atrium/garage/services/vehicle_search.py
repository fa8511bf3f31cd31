"""Finding vehicles: by a part of the plate, by place, by the exact plate; and free spots by what they offer.

``VehicleSearchService``: ``search``, ``at_location``, ``suggest``, ``find``, ``available_spots``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from atrium.garage.errors import VehicleNotFound
from atrium.garage.interfaces import GarageStore, Kind, Repositories, SpotFilter
from atrium.garage.models import Feature, ParkingSession, Spot, SpotStatus, parse_spot_id
from atrium.platform.clock import Clock

from .plate_matching import MatchKind, MatchMode, PlateMatch, match_plates

__all__ = ["Location", "PlateSearch", "SeenVehicle", "VehicleHit", "VehicleSearchService"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateSearch:
    """``threshold`` is the least similarity of a fuzzy match."""

    term: str
    mode: MatchMode = MatchMode.ALL
    threshold: float = 0.6
    max_results: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A spot, or a floor, or a bay of a floor; a bay alone says nothing."""

    spot_id: str | None = None
    floor: int | None = None
    bay: int | None = None

    def covers(self, spot_id: str) -> bool:
        if self.spot_id is not None:
            return spot_id == self.spot_id
        if self.floor is None:
            return True
        place = parse_spot_id(spot_id)
        return place.floor == self.floor and self.bay in (None, place.bay)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenVehicle:
    """The parking record of a vehicle, its spot if that still exists, and when this was read."""

    session: ParkingSession
    spot: Spot | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleHit:
    match: PlateMatch
    vehicle: SeenVehicle


class VehicleSearchService:
    """Reads only, and only vehicles that are parked, but for ``find``."""

    def __init__(self, store: GarageStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def search(self, wanted: PlateSearch) -> list[VehicleHit]:
        """Parked vehicles whose plate is like the term, best first."""
        repositories = self._store.committed
        parked = {session.license_plate: session for session in await repositories.sessions.find_active()}
        matches = match_plates(wanted.term, parked, wanted.mode, wanted.threshold)[: wanted.max_results]
        seen = await self._see(repositories, [parked[match.license_plate] for match in matches])
        return [VehicleHit(match=match, vehicle=each) for match, each in zip(matches, seen, strict=True)]

    async def at_location(self, location: Location) -> list[SeenVehicle]:
        """Vehicles parked there, earliest check-in first."""
        repositories = self._store.committed
        active = await repositories.sessions.find_active()
        return await self._see(repositories, [each for each in active if location.covers(each.spot_id)])

    async def suggest(self, part: str, limit: int) -> list[str]:
        """Plates of parked vehicles that contain the part, those that begin with it first."""
        active = await self._store.committed.sessions.find_active()
        matches = match_plates(part, (each.license_plate for each in active), MatchMode.PARTIAL, 1)
        return [match.license_plate for match in matches if match.kind is not MatchKind.FUZZY][:limit]

    async def find(self, license_plate: str) -> SeenVehicle:
        """The latest parking record of a plate.

        Raises:
            VehicleNotFound: it has none.
        """
        repositories = self._store.committed
        session = await repositories.sessions.find_latest_by_plate(license_plate.upper())
        if session is None:
            raise VehicleNotFound("Vehicle not found")
        return (await self._see(repositories, [session]))[0]

    async def available_spots(self, where: SpotFilter, features: Collection[Feature] = ()) -> list[Spot]:
        """Free spots that have all the features, in the order of creation."""
        found = await self._store.committed.spots.find_matching(where)
        free = (spot for spot in found if spot.status is SpotStatus.AVAILABLE)
        return [spot for spot in free if all(spot.has_feature(each) for each in features)]

    async def _see(self, repositories: Repositories, sessions: Iterable[ParkingSession]) -> list[SeenVehicle]:
        listed = list(sessions)
        spots = await repositories.tables[Kind.SPOT].find({session.spot_id for session in listed}) if listed else {}
        now = self._clock.now()
        return [SeenVehicle(session=each, spot=spots.get(each.spot_id), at=now) for each in listed]
