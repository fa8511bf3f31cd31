"""Check-in: one vehicle gets the best free spot, a stay and a ticket, in one unit of work.

``CheckInService``: ``check_in`` (raises ``DuplicateCheckIn``, ``GarageFull``), ``simulate``, ``availability``,
``availability_for``, ``stats``.
"""

from __future__ import annotations

from dataclasses import dataclass

from atrium.garage.assignment import exact_type
from atrium.garage.errors import DuplicateCheckIn, GarageFull
from atrium.garage.interfaces import GarageStore, OccupancyStats, ParkingStats, Repositories
from atrium.garage.models import ParkingSession, Spot, Ticket, VehicleType, normalise_plate
from atrium.platform.audit import AuditRecord
from atrium.platform.clock import Clock, iso_z
from atrium.platform.errors import DuplicateEntry
from atrium.platform.ids import uuid7

from .arrivals import claim_reserved_spot, find_due_reservation, note_arrival
from .availability import TypeAvailability, count_free_spots
from .numbers import ticket_number
from .policy import GaragePolicy
from .requests import CheckIn

__all__ = ["CheckInResult", "CheckInService", "CheckInSimulation", "CheckInStats", "GarageAvailability"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInResult:
    session: ParkingSession
    spot: Spot
    ticket: Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInSimulation:
    """Where a vehicle would be parked now."""

    spot: Spot
    vehicle_type: VehicleType

    @property
    def is_exact_match(self) -> bool:
        return self.spot.type is exact_type(self.vehicle_type)


@dataclass(frozen=True, slots=True, kw_only=True)
class GarageAvailability:
    """Occupancy, availability by vehicle type, and the number of parked vehicles."""

    occupancy: OccupancyStats
    by_vehicle_type: dict[VehicleType, TypeAvailability]
    currently_parked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInStats:
    """Figures of the check-in desk."""

    records: ParkingStats
    occupancy: OccupancyStats
    by_vehicle_type: dict[VehicleType, TypeAvailability]


class CheckInService:
    """Lets vehicles in."""

    def __init__(self, store: GarageStore, clock: Clock, policy: GaragePolicy) -> None:
        self._store = store
        self._clock = clock
        self._early = policy.hold_time

    async def check_in(self, request: CheckIn) -> CheckInResult:
        """Park a vehicle: on the spot it reserved, if it comes in time for that, else on the best free one.

        Raises:
            ValidationFailed: the plate is not 2 to 10 characters long.
            DuplicateCheckIn: the vehicle is parked already.
            GarageFull: no free spot fits, or there is no garage.
        """
        plate = normalise_plate(request.license_plate)

        async def unit(repositories: Repositories) -> CheckInResult:
            await _refuse_duplicate(repositories, plate)
            reservation = await find_due_reservation(repositories, plate, self._clock.now(), self._early)
            spot = await claim_reserved_spot(repositories, reservation) if reservation else None
            if spot is None:
                spot = await repositories.spots.claim_best_available(request.vehicle_type, plate)
            if spot is None:
                raise await _garage_full(repositories, request.vehicle_type)
            result = await self._open(repositories, request, plate, spot)
            if reservation is not None:
                await note_arrival(repositories, reservation, result.session, request.actor)
            return result

        try:
            return await self._store.transact(unit)
        except DuplicateEntry:
            await _refuse_duplicate(self._store.committed, plate)
            raise

    async def simulate(self, license_plate: str, vehicle_type: VehicleType) -> CheckInSimulation:
        """What ``check_in`` would do now.

        Raises:
            DuplicateCheckIn, GarageFull: as ``check_in``.
        """
        repositories = self._store.committed
        await _refuse_duplicate(repositories, normalise_plate(license_plate))
        spot = await repositories.spots.find_best_available(vehicle_type)
        if spot is None:
            raise GarageFull("No compatible spots available", {"availableCount": 0})
        return CheckInSimulation(spot=spot, vehicle_type=vehicle_type)

    async def availability(self) -> GarageAvailability:
        """Free spots for each vehicle type, and the garage's occupancy."""
        repositories = self._store.committed
        free = await count_free_spots(repositories.spots)
        return GarageAvailability(
            occupancy=free.occupancy,
            by_vehicle_type={each: free.fitting(each) for each in VehicleType},
            currently_parked=await repositories.sessions.count_active(),
        )

    async def availability_for(self, vehicle_type: VehicleType) -> TypeAvailability:
        """Free spots for one vehicle type and the one it would get."""
        spots = self._store.committed.spots
        free = await count_free_spots(spots)
        return free.fitting(vehicle_type, await spots.find_best_available(vehicle_type))

    async def stats(self) -> CheckInStats:
        """Figures of the check-in desk."""
        repositories = self._store.committed
        free = await count_free_spots(repositories.spots)
        best = {each: await repositories.spots.find_best_available(each) for each in VehicleType}
        return CheckInStats(
            records=await repositories.sessions.get_parking_stats(),
            occupancy=free.occupancy,
            by_vehicle_type={each: free.fitting(each, best[each]) for each in VehicleType},
        )

    async def _open(self, repositories: Repositories, request: CheckIn, plate: str, spot: Spot) -> CheckInResult:
        now = self._clock.now()
        garage_id = await repositories.garages.find_id(self._store.config_name)
        if garage_id is None:
            raise await _garage_full(repositories, request.vehicle_type)
        session = await repositories.sessions.open(
            ParkingSession(
                id=uuid7(),
                garage_id=garage_id,
                license_plate=plate,
                spot_id=spot.id,
                vehicle_type=request.vehicle_type,
                rate_type=request.rate_type,
                check_in_at=now,
                created_at=now,
                updated_at=now,
            )
        )
        ticket_id = uuid7()
        ticket = Ticket(id=ticket_id, number=ticket_number(ticket_id, now), session_id=session.id, issued_at=now)
        await repositories.tickets.create(ticket)
        await repositories.audit.write(
            AuditRecord(
                actor=request.actor,
                action="session.opened",
                entity_type="session",
                entity_id=session.id,
                at=now,
                detail={"plate": plate, "spot": spot.id},
                after={"status": session.status.value, "rateType": session.rate_type.value},
            )
        )
        return CheckInResult(session=session, spot=spot, ticket=ticket)


async def _refuse_duplicate(repositories: Repositories, plate: str) -> None:
    parked = await repositories.sessions.find_active_by_plate(plate)
    if parked is not None:
        raise DuplicateCheckIn(
            f"Vehicle {plate} is already checked in at spot {parked.spot_id}. "
            f"Check-in time: {iso_z(parked.check_in_at)}",
            {"spotId": parked.spot_id, "checkInTime": iso_z(parked.check_in_at)},
        )


async def _garage_full(repositories: Repositories, vehicle_type: VehicleType) -> GarageFull:
    free = await count_free_spots(repositories.spots)
    compatible, total = free.fitting(vehicle_type).total, free.occupancy.available
    return GarageFull(
        f"No available spots for {vehicle_type.value} vehicles. Compatible spots available: {compatible}. "
        f"Total spots available: {total}",
        {"compatibleAvailable": compatible, "totalAvailable": total},
    )
