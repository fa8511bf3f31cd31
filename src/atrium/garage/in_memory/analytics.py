"""Figures of a period, counted in memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from atrium.garage.interfaces import DurationBand, HourFlow, RevenueRow, SpotUse
from atrium.garage.models import LedgerAccount, ParkingSession, RateType, SessionStatus, SpotType, VehicleType

from .state import State

__all__ = ["InMemoryAnalytics"]

_REVENUE = (LedgerAccount.PARKING_REVENUE, LedgerAccount.LOST_TICKET_REVENUE, LedgerAccount.PERMIT_REVENUE)
_MINUTE = timedelta(minutes=1)


class _Charged(NamedTuple):
    """What revenue is grouped by."""

    hour: datetime
    account: str
    spot_type: SpotType | None
    vehicle_type: VehicleType | None
    rate_type: RateType | None
    plan_code: str | None


class InMemoryAnalytics:
    """``AnalyticsRepository`` over a ``State``."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state

    async def get_flow(self, start: datetime, end: datetime) -> list[HourFlow]:
        came = Counter(_hour(each.check_in_at) for each in self._stays() if start <= each.check_in_at < end)
        left = Counter(
            _hour(each.check_out_at)
            for each in self._stays()
            if each.check_out_at is not None and start <= each.check_out_at < end
        )
        return [HourFlow(hour=hour, check_ins=came[hour], check_outs=left[hour]) for hour in sorted({*came, *left})]

    async def get_durations(self, start: datetime, end: datetime) -> list[DurationBand]:
        bands: defaultdict[int, list[int]] = defaultdict(list)
        for each in self._stays():
            if each.check_out_at is not None and start <= each.check_out_at < end:
                minutes = (each.check_out_at - each.check_in_at) // _MINUTE
                bands[-(-minutes // 60)].append(minutes)
        return [DurationBand(band=band, stays=len(found), minutes=sum(found)) for band, found in sorted(bands.items())]

    async def get_revenue(self, start: datetime, end: datetime) -> list[RevenueRow]:
        state = self._state()
        sums: Counter[_Charged] = Counter()
        for entry in state.journal.values():
            if not start <= entry.occurred_at < end:
                continue
            stay = state.sessions.get(entry.session_id or "")
            plan = state.operations.rate_plans.get(stay.rate_plan_id or "") if stay else None
            spot = state.spots.get(stay.spot_id) if stay else None
            for line in entry.lines:
                if line.account in _REVENUE:
                    charged = _Charged(
                        _hour(entry.occurred_at),
                        line.account.value,
                        spot.type if spot else None,
                        stay.vehicle_type if stay else None,
                        stay.rate_type if stay else None,
                        plan.code if plan else None,
                    )
                    sums[charged] -= line.amount_cents
        return [RevenueRow(**charged._asdict(), cents=cents) for charged, cents in sums.items()]

    async def get_spot_use(self, start: datetime, end: datetime) -> list[SpotUse]:
        used: defaultdict[str, list[int]] = defaultdict(list)
        for each in self._stays():
            until = each.check_out_at or end
            if each.check_in_at < end and until > start:
                used[each.spot_id].append((min(until, end) - max(each.check_in_at, start)) // _MINUTE)
        return [SpotUse(spot_id=spot, stays=len(found), minutes=sum(found)) for spot, found in sorted(used.items())]

    def _stays(self) -> list[ParkingSession]:
        return [each for each in self._state().sessions.values() if each.status is not SessionStatus.CANCELLED]


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
