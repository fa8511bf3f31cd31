"""Everything the page shows, read at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from atrium.garage.models import Garage, ParkingSession, Payment, Spot, SpotStatus, SpotType
from atrium.garage.moving import StoreStatus
from atrium.garage.services import GarageServices, PeriodReport

__all__ = ["Bay", "FloorMap", "SessionLine", "Snapshot", "take_snapshot"]

#: So many of the latest sessions and payments are listed.
_LISTED = 12


@dataclass(frozen=True, slots=True)
class Bay:
    number: int
    spots: list[Spot]


@dataclass(frozen=True, slots=True)
class FloorMap:
    """One floor's spots by bay."""

    number: int
    bays: list[Bay]

    @property
    def spots(self) -> list[Spot]:
        return [spot for bay in self.bays for spot in bay.spots]

    @property
    def total(self) -> int:
        return sum(len(bay.spots) for bay in self.bays)

    @property
    def free(self) -> int:
        return sum(spot.is_available for spot in self.spots)

    @property
    def occupied(self) -> int:
        return sum(spot.status is SpotStatus.OCCUPIED for spot in self.spots)

    @property
    def closed(self) -> int:
        """Spots that are neither free nor occupied."""
        return self.total - self.free - self.occupied


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A stay and the moment it was last seen at a gate."""

    session: ParkingSession
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """``plates`` maps the day's session ids to plates, for the list of payments.

    ``store`` is where the garage is kept, when somebody knows.
    """

    garage: Garage
    now: datetime
    floors: list[FloorMap]
    report: PeriodReport
    parked: int
    owed: int
    sessions: list[SessionLine]
    payments: list[Payment]
    session_count: int
    payment_count: int
    plates: dict[str, str]
    store: StoreStatus | None = None

    @property
    def total(self) -> int:
        return sum(floor.total for floor in self.floors)

    @property
    def free(self) -> int:
        return sum(floor.free for floor in self.floors)

    @property
    def occupied(self) -> int:
        return sum(floor.occupied for floor in self.floors)

    @property
    def free_by_type(self) -> dict[SpotType, int]:
        counts = dict.fromkeys(SpotType, 0)
        for floor in self.floors:
            for spot in floor.spots:
                counts[spot.type] += spot.is_available
        return counts

    @property
    def occupancy_percent(self) -> int:
        return round(self.occupied * 100 / self.total) if self.total else 0


async def take_snapshot(services: GarageServices, store: StoreStatus | None = None) -> Snapshot:
    """The garage now, and its day since local midnight; ``store`` is where it is kept, when somebody knows.

    Raises:
        GarageNotInitialised: there is no garage.
    """
    garage = await services.garage.find()
    now = services.clock.now().astimezone()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    # The period is half open: one millisecond more takes in what happens in this very one.
    end = now + timedelta(milliseconds=1)
    report = await services.reports.report(midnight, end)
    activity = await services.reports.activity(midnight, end)
    stats = await services.check_out.stats()
    lines = sorted((_line(session) for session in activity.sessions), key=lambda line: line.at, reverse=True)
    today = [line for line in lines if line.at >= midnight]
    return Snapshot(
        garage=garage,
        now=now,
        floors=_floors(await services.garage.find_spots()),
        report=report,
        parked=stats.records.parked,
        owed=stats.revenue.pending,
        sessions=today[:_LISTED],
        payments=activity.payments[::-1][:_LISTED],
        session_count=len(today),
        payment_count=len(activity.payments),
        plates={session.id: session.license_plate for session in activity.sessions},
        store=store,
    )


def _line(session: ParkingSession) -> SessionLine:
    return SessionLine(session, session.check_out_at or session.check_in_at)


def _floors(spots: list[Spot]) -> list[FloorMap]:
    ordered = sorted(spots, key=lambda spot: spot.location)
    return [
        FloorMap(number, [Bay(bay, list(group)) for bay, group in groupby(floor, key=lambda spot: spot.bay)])
        for number, floor in groupby(ordered, key=lambda spot: spot.floor)
    ]
