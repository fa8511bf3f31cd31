"""The report of a replayed day as text, and whether its totals agree with the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from atrium.garage.models import PaymentKind
from atrium.garage.services import GarageServices, PeriodReport, Reconciliation
from atrium.platform.money import format_cents

from .replayer import Rejection, ReplayResult

__all__ = ["DayReport", "make_day_report"]

_BAR_WIDTH = 50
_EXAMPLES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport:
    """A day as the gates saw it (``replay``), as it was booked (``period``), and the comparison with the ledger."""

    replay: ReplayResult
    period: PeriodReport
    reconciliation: Reconciliation
    capacity: int

    @property
    def differences(self) -> list[str]:
        """What does not agree to the cent between receipts, payments, stays and ledger."""
        found = self.reconciliation.differences
        pairs = (
            ("captures", self.replay.total(PaymentKind.CAPTURE), self.reconciliation.captured_in_ledger),
            ("refunds", self.replay.total(PaymentKind.REFUND), self.reconciliation.refunded_in_ledger),
        )
        for name, receipts, booked in pairs:
            if receipts != booked:
                found.append(f"{name}: {format_cents(receipts)} on receipts, {format_cents(booked)} in the ledger")
        for method, cents in self.replay.captured_by_method().items():
            if cents != self.period.captured_by_method[method]:
                found.append(f"captures by {method}: receipts and payments differ")
        return found

    def lines(self) -> list[str]:
        """The report for people."""
        return [
            *self._summary(),
            "",
            *self._occupancy(),
            "",
            *self._money(),
            "",
            *self._rejections(),
            "",
            *self._agreement(),
        ]

    def _summary(self) -> Iterable[str]:
        yield f"Day of {self.period.start:%A, %d %B %Y}"
        counts = ", ".join(f"{count} x {kind.value}" for kind, count in self.replay.accepted.items())
        yield f"  {self.replay.rows} rows: {counts}; {len(self.replay.rejections)} rejected"
        yield f"  {self.replay.repeated} repetitions of a payment answered with its first receipt"

    def _occupancy(self) -> Iterable[str]:
        yield f"Occupancy at the full hour (capacity {self.capacity})"
        for moment, parked in self.period.occupancy:
            bar = "█" * round(parked * _BAR_WIDTH / self.capacity) if self.capacity else ""
            yield f"  {moment:%H:%M} {bar:<{_BAR_WIDTH}} {parked:>4}"

    def _money(self) -> Iterable[str]:
        period = self.period
        yield "Revenue (charged)"
        yield from _table({each.value: cents for each, cents in period.revenue_by_account.items()})
        yield from _table({f"{each.value} vehicles": cents for each, cents in period.revenue_by_vehicle_type.items()})
        yield from _table({f"{each.value} rate": cents for each, cents in period.revenue_by_rate_type.items()})
        yield from _table({"total": period.revenue})
        yield "Payments"
        yield from _table({each.value: cents for each, cents in period.captured_by_method.items()})
        yield from _table({"captured": period.captured, "refunded": -period.refunded})
        yield from _table({"still owed": self.reconciliation.receivable_in_ledger})
        yield f"  {period.declined} declined attempts"

    def _rejections(self) -> Iterable[str]:
        by_code: dict[str, list[Rejection]] = {}
        for each in self.replay.rejections:
            by_code.setdefault(each.code, []).append(each)
        counts = Counter({code: len(found) for code, found in by_code.items()})
        yield "Rejected rows"
        for code, count in counts.most_common():
            yield f"  {count:>4} {code}"
            for each in by_code[code][:_EXAMPLES]:
                yield f"         line {each.line}, {each.event} {each.plate or '(no plate)'}: {each.message}"

    def _agreement(self) -> Iterable[str]:
        if self.differences:
            yield "The books do NOT agree:"
            yield from (f"  {each}" for each in self.differences)
            return
        yield (
            f"The books agree to the cent: {format_cents(self.period.captured)} captured, "
            f"{format_cents(self.period.refunded)} refunded, "
            f"{format_cents(self.reconciliation.receivable_in_ledger)} owed; the ledger sums to zero."
        )


async def make_day_report(services: GarageServices, replay: ReplayResult, day: datetime) -> DayReport:
    """The report of the 24 hours from ``day`` (midnight UTC)."""
    return DayReport(
        replay=replay,
        period=await services.reports.report(day, day + timedelta(days=1)),
        reconciliation=await services.reports.reconcile(),
        capacity=(await services.garage.find()).total_capacity,
    )


def _table(amounts: Mapping[str, int]) -> Iterable[str]:
    return (f"  {name:<22} {format_cents(cents):>12}" for name, cents in amounts.items())
