"""The building: initialise, rename, advertise rates, figures, reset.

``GarageService``: ``initialize``, ``find``, ``is_initialized``, ``update_rates``, ``rename``, ``occupancy``,
``statistics``, ``reset``. Everything but ``initialize`` and ``is_initialized`` raises ``GarageNotInitialised``
when there is no garage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from atrium.garage.errors import GarageExists, GarageNotInitialised
from atrium.garage.initialisation import generate_spots
from atrium.garage.interfaces import GarageStore, OccupancyStats, Repositories, SpotFilter
from atrium.garage.models import Floor, Garage, Rates, Spot
from atrium.platform.audit import SYSTEM_ACTOR, AuditRecord, differences
from atrium.platform.clock import Clock
from atrium.platform.errors import DuplicateEntry, ValidationFailed

from .distribution import Distribution, distribution_of

__all__ = ["GarageService", "GarageStatistics", "InitialisedGarage"]

MAX_BAYS = 50
MAX_SPOTS_PER_BAY = 100
MAX_CAPACITY = 10_000
MAX_RATE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class InitialisedGarage:
    garage: Garage
    spots: list[Spot]


@dataclass(frozen=True, slots=True, kw_only=True)
class GarageStatistics:
    garage: Garage
    occupancy: OccupancyStats
    distribution: Distribution


class GarageService:
    """The garage that the store's ``config_name`` names."""

    def __init__(self, store: GarageStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def initialize(self, name: str, floors: Sequence[Floor], *, actor: str = SYSTEM_ACTOR) -> InitialisedGarage:
        """Create the garage with default rates, and all its spots, in one unit.

        Raises:
            ValidationFailed: see ``errors`` for every broken rule (bays 1-50, spots per bay 1-100,
                distinct floors, at most 10,000 spots).
            GarageExists: there is one already.
        """
        _check_layout(name, floors)

        async def unit(repositories: Repositories) -> InitialisedGarage:
            if await repositories.garages.exists(self._store.config_name):
                raise GarageExists("Garage already exists")
            garage = await repositories.garages.create(name.strip(), floors, self._store.config_name)
            spots = list(generate_spots(floors, self._clock.now()))
            await repositories.spots.create_many(spots)
            await repositories.audit.write(self._trail(actor, "garage.initialized", garage, {"spots": len(spots)}))
            return InitialisedGarage(garage=garage, spots=spots)

        try:
            return await self._store.transact(unit)
        except DuplicateEntry:
            raise GarageExists("Garage already exists") from None

    async def find(self) -> Garage:
        """The garage."""
        return _require(await self._store.committed.garages.find_by_name(self._store.config_name))

    async def is_initialized(self) -> bool:
        return await self._store.committed.garages.exists(self._store.config_name)

    async def find_spots(self) -> list[Spot]:
        """Every spot in the order of creation."""
        return await self._store.committed.spots.find_all()

    async def occupancy(self) -> OccupancyStats:
        return await self._store.committed.spots.get_occupancy_stats()

    async def update_rates(self, rates: Mapping[str, int], *, actor: str = SYSTEM_ACTOR) -> Garage:
        """Change advertised rates: cents per hour by standard, compact, oversized, ev_charging.

        Raises:
            ValidationFailed: no rate, an unknown one, or one outside 0 to 100,000 cents.
        """
        _check_rates(rates)

        async def unit(repositories: Repositories) -> Garage:
            garage = _require(await repositories.garages.find_by_name(self._store.config_name))
            changed: Rates = replace(garage.rates, **rates)
            updated = _require(await repositories.garages.update(garage.config_name, {"rates": changed}))
            before, after = differences(garage.rates, changed, rates)
            trail = self._trail(actor, "garage.rates_changed", garage, asdict(changed))
            await repositories.audit.write(replace(trail, before=before, after=after))
            return updated

        return await self._store.transact(unit)

    async def rename(self, name: str, *, actor: str = SYSTEM_ACTOR) -> Garage:
        """Change the name.

        Raises:
            ValidationFailed: the name is empty or longer than 100 characters.
        """
        _check_name(name)

        async def unit(repositories: Repositories) -> Garage:
            garage = _require(await repositories.garages.find_by_name(self._store.config_name))
            updated = _require(await repositories.garages.update(garage.config_name, {"name": name.strip()}))
            trail = self._trail(actor, "garage.renamed", garage, {"name": name.strip()})
            before, after = differences(garage, updated, ("name",))
            await repositories.audit.write(replace(trail, before=before, after=after))
            return updated

        return await self._store.transact(unit)

    async def statistics(self) -> GarageStatistics:
        """Occupancy and the distribution of spots by type, feature and floor."""
        garage = await self.find()
        counts = await distribution_of(self._store.committed.spots, SpotFilter())
        return GarageStatistics(garage=garage, occupancy=counts.occupancy, distribution=counts)

    async def reset(self, *, actor: str = SYSTEM_ACTOR) -> datetime:
        """Delete the garage, its spots and all parking records (softly). The time of it.

        Stays that were still active are cancelled; stays, payments and the ledger remain.
        """

        async def unit(repositories: Repositories) -> datetime:
            garage = _require(await repositories.garages.find_by_name(self._store.config_name))
            removed = await repositories.sessions.remove_all(self._clock.now())
            await repositories.garages.delete(garage.config_name)
            trail = self._trail(actor, "garage.reset", garage, {"vehicles": len(removed)})
            await repositories.audit.write(trail)
            return trail.at

        return await self._store.transact(unit)

    def _trail(self, actor: str, action: str, garage: Garage, detail: Mapping[str, object]) -> AuditRecord:
        return AuditRecord(
            actor=actor,
            action=action,
            entity_type="garage",
            entity_id=garage.id,
            at=self._clock.now(),
            detail=detail,
        )


def _require(garage: Garage | None) -> Garage:
    if garage is None:
        raise GarageNotInitialised("Garage not initialized")
    return garage


def _check_name(name: str) -> None:
    if not 1 <= len(name.strip()) <= 100:
        raise ValidationFailed("Invalid garage configuration", ["Name must be 1 to 100 characters long"])


def _check_layout(name: str, floors: Sequence[Floor]) -> None:
    errors: list[str] = []
    if not 1 <= len(name.strip()) <= 100:
        errors.append("Name must be 1 to 100 characters long")
    if not floors:
        errors.append("At least one floor is required")
    numbers: set[int] = set()
    for index, floor in enumerate(floors, start=1):
        if floor.number < 1:
            errors.append(f"Floor {index}: number must be at least 1")
        if not 1 <= floor.bays <= MAX_BAYS:
            errors.append(f"Floor {index}: bays must be between 1 and {MAX_BAYS}")
        if not 1 <= floor.spots_per_bay <= MAX_SPOTS_PER_BAY:
            errors.append(f"Floor {index}: spotsPerBay must be between 1 and {MAX_SPOTS_PER_BAY}")
        if floor.number in numbers:
            errors.append(f"Floor {index}: duplicate floor number {floor.number}")
        numbers.add(floor.number)
    if sum(floor.capacity for floor in floors) > MAX_CAPACITY:
        errors.append(f"Total capacity must not exceed {MAX_CAPACITY} spots")
    if errors:
        raise ValidationFailed("Invalid garage initialization data", errors)


def _check_rates(rates: Mapping[str, int]) -> None:
    known = Rates.__slots__
    errors = [f"Invalid rate type: {name}" for name in rates if name not in known]
    errors += [
        f"Rate {name} must be between 0 and {MAX_RATE} cents"
        for name, cents in rates.items()
        if not 0 <= cents <= MAX_RATE
    ]
    if not rates:
        errors.append("At least one rate is required")
    if errors:
        raise ValidationFailed("Invalid rate update data", errors)
