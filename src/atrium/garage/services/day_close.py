"""The end-of-day close: figures of a business day, what the drawer holds, and the lock on its books."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from atrium.garage.errors import DayClosed, DayNotOver, GarageNotInitialised
from atrium.garage.interfaces import SETTLING_TIME, GarageStore, Repositories
from atrium.garage.models import (
    DayClose,
    Garage,
    JournalEntry,
    JournalKind,
    LedgerAccount,
    LedgerLine,
)
from atrium.platform.audit import SYSTEM_ACTOR, AuditRecord
from atrium.platform.clock import Clock, to_utc_millis
from atrium.platform.errors import DuplicateEntry, ValidationFailed
from atrium.platform.ids import uuid7

from .reports import PeriodReport, report_on

__all__ = ["DayCloseService", "business_day"]

_MILLISECOND = timedelta(milliseconds=1)


def business_day(day: date, time_zone: str) -> tuple[datetime, datetime]:
    """The UTC period of a local day; 23 or 25 hours long where clocks change."""
    zone = ZoneInfo(time_zone)
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    after = day + timedelta(days=1)
    return to_utc_millis(start), to_utc_millis(datetime(after.year, after.month, after.day, tzinfo=zone))


class DayCloseService:
    """``close``, ``preview``, ``find_all``."""

    def __init__(self, store: GarageStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def preview(self, day: date) -> PeriodReport:
        """The figures of a local day, closed or not. Raises GarageNotInitialised."""
        garage = await self._garage(self._store.committed)
        start, end = business_day(day, garage.time_zone)
        return await self._store.read(lambda repositories: report_on(repositories, start, end))

    async def close(self, day: date, counted_cash_cents: int, *, actor: str = SYSTEM_ACTOR) -> DayClose:
        """Close a local day: book the variance of the drawer, keep the figures, lock the day.

        The drawer is expected to hold what cash came in and went out on the day. What is missing or too much
        is posted to ``cash_over_short`` as the day's last entry.

        Raises:
            DayNotOver: the day is not over since two minutes.
            DayClosed: it is closed already.
            ValidationFailed: the counted cash is negative.
        """
        if counted_cash_cents < 0:
            raise ValidationFailed("The counted cash must not be negative")

        async def unit(repositories: Repositories) -> DayClose:
            await repositories.day_closes.lock_books()
            garage = await self._garage(repositories)
            _, end = business_day(day, garage.time_zone)
            if self._clock.now() < end + SETTLING_TIME:
                raise DayNotOver(f"{day} ends at {end.isoformat()}; close it {SETTLING_TIME} later")
            if await repositories.day_closes.find(day.isoformat()) is not None:
                raise DayClosed(f"{day} is closed already")
            return await self._book(repositories, garage, day, counted_cash_cents, actor)

        try:
            return await self._store.transact(unit)
        except DuplicateEntry as error:
            raise DayClosed(f"{day} is closed already") from error

    async def find_all(self) -> list[DayClose]:
        """Every closed day, earliest first."""
        return await self._store.committed.day_closes.find_all()

    async def _book(self, repositories: Repositories, garage: Garage, day: date, counted: int, actor: str) -> DayClose:
        start, end = business_day(day, garage.time_zone)
        entries = await repositories.ledger.find_between(start, end)
        expected = _sum_of(entries, LedgerAccount.CASH)
        close = DayClose(
            id=uuid7(),
            garage_id=garage.id,
            day=day.isoformat(),
            starts_at=start,
            ends_at=end,
            expected_cash_cents=expected,
            counted_cash_cents=counted,
            closed_by=actor,
            closed_at=self._clock.now(),
            figures=_figures(entries, await report_on(repositories, start, end)),
        )
        if close.variance_cents:
            await repositories.ledger.post(_variance(close))
        await repositories.day_closes.create(close)
        await repositories.audit.write(
            AuditRecord(
                actor=actor,
                action="day.closed",
                entity_type="day",
                entity_id=close.day,
                at=close.closed_at,
                detail={"expectedCashCents": expected, "countedCashCents": counted},
                after={"varianceCents": close.variance_cents},
            )
        )
        return close

    async def _garage(self, repositories: Repositories) -> Garage:
        garage = await repositories.garages.find_by_name(self._store.config_name)
        if garage is None:
            raise GarageNotInitialised("Garage not initialized")
        return garage


def _variance(close: DayClose) -> JournalEntry:
    """Over: debit cash; short: credit it."""
    return JournalEntry(
        id=uuid7(),
        reference=f"close:{close.id}",
        kind=JournalKind.CLOSE,
        garage_id=close.garage_id,
        occurred_at=close.ends_at - _MILLISECOND,
        lines=(
            LedgerLine(LedgerAccount.CASH, close.variance_cents),
            LedgerLine(LedgerAccount.CASH_OVER_SHORT, -close.variance_cents),
        ),
    )


def _sum_of(entries: list[JournalEntry], account: LedgerAccount) -> int:
    return sum(line.amount_cents for entry in entries for line in entry.lines if line.account is account)


def _figures(entries: list[JournalEntry], report: PeriodReport) -> dict[str, object]:
    return {
        "checkIns": report.check_ins,
        "checkOuts": report.check_outs,
        "revenueCents": report.revenue,
        "capturedCentsByMethod": {method.value: cents for method, cents in report.captured_by_method.items()},
        "refundedCents": report.refunded,
        "declined": report.declined,
        "accountCents": {account.value: _sum_of(entries, account) for account in LedgerAccount},
        "entries": len(entries),
    }
