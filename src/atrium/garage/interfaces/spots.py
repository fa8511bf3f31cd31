"""The store of parking spots of one garage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypedDict

from atrium.garage.models import Feature, Spot, SpotStatus, SpotType, VehicleType

from .spot_figures import OccupancyStats, SpotFigures, SpotFilter

__all__ = ["SpotRepository", "SpotUpdates"]


class SpotUpdates(TypedDict, total=False):
    """What an update may change; absent keys stay as they are."""

    status: SpotStatus
    type: SpotType
    features: tuple[Feature, ...]
    current_vehicle: str | None


class SpotRepository(SpotFigures, Protocol):
    """Spots of the live garage. Lists are in the order of creation; a missing spot is None or False."""

    async def create_spot(
        self,
        floor: int,
        bay: int,
        spot_number: int,
        type: SpotType = SpotType.STANDARD,
        features: Sequence[Feature] = (),
    ) -> Spot:
        """A new free spot.

        Raises:
            ValidationFailed: a number is below 1, or the spot number above 999.
            DuplicateEntry: the spot exists.
            NotFound: there is no garage.
        """
        ...

    async def create_many(self, spots: Sequence[Spot]) -> int:
        """Add prepared spots in one statement; the number added.

        Raises:
            DuplicateEntry: one of them exists; none is added.
            NotFound: there is no garage.
        """
        ...

    async def find_by_id(self, spot_id: str) -> Spot | None: ...

    async def find_all(self) -> list[Spot]: ...

    async def find_matching(self, where: SpotFilter) -> list[Spot]: ...

    async def find_by_status(self, status: SpotStatus) -> list[Spot]: ...

    async def find_available(self) -> list[Spot]: ...

    async def find_occupied(self) -> list[Spot]: ...

    async def find_by_vehicle(self, license_plate: str) -> Spot | None:
        """The first spot whose ``current_vehicle`` is the plate (compared in upper case)."""
        ...

    async def find_best_available(self, vehicle_type: VehicleType) -> Spot | None:
        """The free, compatible spot with the highest assignment score."""
        ...

    async def claim_best_available(self, vehicle_type: VehicleType, license_plate: str) -> Spot | None:
        """Occupy the best free spot, exactly once however many ask; None when none is left."""
        ...

    async def release(self, spot_id: str, license_plate: str) -> bool:
        """Free the spot if it is occupied by exactly this plate; whether it was."""
        ...

    async def move(
        self, spot_id: str, expected: SpotStatus, status: SpotStatus, license_plate: str | None = None
    ) -> bool:
        """Change the status and the vehicle, if the status is still the expected one; whether it was."""
        ...

    async def find_last(self) -> Spot | None:
        """The spot that was created last."""
        ...

    async def exchange(self, before: Spot, after: Spot) -> None:
        """Store a changed spot over the one it was made from, whichever garage has it.

        Raises:
            Conflict: somebody else changed it meanwhile.
        """
        ...

    async def update(self, spot_id: str, updates: SpotUpdates) -> Spot | None: ...

    async def count(self) -> int: ...

    async def count_by_status(self, status: SpotStatus) -> int: ...

    async def get_occupancy_stats(self) -> OccupancyStats: ...
