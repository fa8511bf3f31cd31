"""Reports of a period, all from what was booked: occupancy by hour, revenue, payments, reconciliation.

``ReportService``: ``report(start, end)``, ``activity(start, end)`` (stays and payments), ``reconcile()``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from atrium.garage.interfaces import GarageStore, Repositories
from atrium.garage.models import (
    METHOD_ACCOUNTS,
    JournalEntry,
    LedgerAccount,
    ParkingSession,
    Payment,
    PaymentKind,
    PaymentMethod,
    PaymentStatus,
    RateType,
    VehicleType,
)

__all__ = ["Activity", "PeriodReport", "Reconciliation", "ReportService", "report_on"]

_EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
_REVENUE: tuple[LedgerAccount, ...] = (
    LedgerAccount.PARKING_REVENUE,
    LedgerAccount.LOST_TICKET_REVENUE,
    LedgerAccount.PERMIT_REVENUE,
)


#: Where captured money is now: held, given back, disputed, lost, or missing from the drawer.
_RECEIVED: tuple[LedgerAccount, ...] = (
    *METHOD_ACCOUNTS.values(),
    LedgerAccount.REFUNDS,
    LedgerAccount.DISPUTED_FUNDS,
    LedgerAccount.CHARGEBACK_LOSSES,
    LedgerAccount.CASH_OVER_SHORT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Stays that touched a period, and payments processed in it."""

    sessions: list[ParkingSession]
    payments: list[Payment]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodReport:
    """Figures of ``[start, end)``. Amounts are cents.

    ``occupancy`` has the number of parked vehicles at each full hour; revenue is what was charged,
    by vehicle type, rate type and revenue account.
    """

    start: datetime
    end: datetime
    occupancy: list[tuple[datetime, int]]
    check_ins: int
    check_outs: int
    revenue_by_vehicle_type: dict[VehicleType, int]
    revenue_by_rate_type: dict[RateType, int]
    revenue_by_account: dict[LedgerAccount, int]
    captured_by_method: dict[PaymentMethod, int]
    refunded: int
    declined: int

    @property
    def revenue(self) -> int:
        return sum(self.revenue_by_account.values())

    @property
    def captured(self) -> int:
        return sum(self.captured_by_method.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """The same totals from payments, stays and permits, and from the ledger; amounts are cents.

    The figures ``on_stays`` include permits.
    """

    charged_on_stays: int
    charged_in_ledger: int
    captured_by_payments: int
    captured_in_ledger: int
    refunded_by_payments: int
    refunded_in_ledger: int
    owed_on_stays: int
    receivable_in_ledger: int
    ledger_sum: int
    unbalanced_entries: Sequence[str]

    @property
    def differences(self) -> list[str]:
        """What does not agree; empty when the books are right to the cent."""
        pairs = (
            ("charges", self.charged_on_stays, self.charged_in_ledger),
            ("captures", self.captured_by_payments, self.captured_in_ledger),
            ("refunds", self.refunded_by_payments, self.refunded_in_ledger),
            ("balances owed", self.owed_on_stays, self.receivable_in_ledger),
            ("sum of the ledger", 0, self.ledger_sum),
        )
        found = [f"{name}: {ours} against {booked} in the ledger" for name, ours, booked in pairs if ours != booked]
        return found + [f"entry {reference} does not sum to zero" for reference in self.unbalanced_entries]

    @property
    def agrees(self) -> bool:
        return not self.differences


class ReportService:
    """Reads only."""

    def __init__(self, store: GarageStore) -> None:
        self._store = store

    async def activity(self, start: datetime, end: datetime) -> Activity:
        """Stays that lay at least partly in ``[start, end)``, and its payments, both by time."""
        return await _activity(self._store.committed, start, end)

    async def report(self, start: datetime, end: datetime) -> PeriodReport:
        """The figures of ``[start, end)``."""
        return await report_on(self._store.committed, start, end)

    async def reconcile(self) -> Reconciliation:
        """Compare stays and payments with the ledger, over all time and on one consistent state."""
        return await self._store.read(_reconcile)


async def report_on(repositories: Repositories, start: datetime, end: datetime) -> PeriodReport:
    """The figures of ``[start, end)`` as the repositories see them."""
    seen = await _activity(repositories, start, end)
    entries = await repositories.ledger.find_between(start, end)
    stays = {each.id: each for each in seen.sessions}
    by_vehicle = dict.fromkeys(VehicleType, 0)
    by_rate = dict.fromkeys(RateType, 0)
    by_account = dict.fromkeys(_REVENUE, 0)
    for entry in entries:
        for account, cents in _revenue(entry).items():
            by_account[account] += cents
            if entry.session_id is None:
                continue
            stay = stays.get(entry.session_id) or await _stay(repositories, entry.session_id)
            by_vehicle[stay.vehicle_type] += cents
            by_rate[stay.rate_type] += cents
    return PeriodReport(
        start=start,
        end=end,
        occupancy=_occupancy(seen.sessions, start, end),
        check_ins=sum(start <= each.check_in_at < end for each in seen.sessions),
        check_outs=sum(each.check_out_at is not None and each.check_out_at < end for each in seen.sessions),
        revenue_by_vehicle_type=by_vehicle,
        revenue_by_rate_type=by_rate,
        revenue_by_account=by_account,
        captured_by_method=_captured_by_method(seen.payments),
        refunded=_refunded(seen.payments),
        declined=sum(each.status is PaymentStatus.DECLINED for each in seen.payments),
    )


async def _activity(repositories: Repositories, start: datetime, end: datetime) -> Activity:
    return Activity(
        sessions=await repositories.sessions.find_overlapping(start, end),
        payments=await repositories.payments.find_between(start, end),
    )


async def _stay(repositories: Repositories, session_id: str) -> ParkingSession:
    found = await repositories.sessions.find_by_id(session_id)
    if found is None:
        raise LookupError(f"the ledger refers to a missing stay {session_id}")
    return found


def _revenue(entry: JournalEntry) -> dict[LedgerAccount, int]:
    return {line.account: -line.amount_cents for line in entry.lines if line.account in _REVENUE}


async def _reconcile(repositories: Repositories) -> Reconciliation:
    stays = await repositories.sessions.find_overlapping(*_EVER)
    payments = await repositories.payments.find_between(*_EVER)
    balances = await repositories.ledger.get_balances()
    refunded = balances.get(LedgerAccount.REFUNDS, 0)
    permits = await repositories.permits.find_all()
    received = sum(balances.get(account, 0) for account in _RECEIVED)
    return Reconciliation(
        charged_on_stays=sum(each.charged_cents for each in stays) + sum(each.price_cents for each in permits),
        charged_in_ledger=-sum(balances.get(account, 0) for account in _REVENUE),
        captured_by_payments=sum(_captured_by_method(payments).values()),
        captured_in_ledger=received,
        refunded_by_payments=_refunded(payments),
        refunded_in_ledger=refunded,
        owed_on_stays=sum(each.balance_cents for each in stays) + sum(each.balance_cents for each in permits),
        receivable_in_ledger=balances.get(LedgerAccount.RECEIVABLE, 0),
        ledger_sum=sum(balances.values()),
        unbalanced_entries=await repositories.ledger.find_unbalanced(),
    )


def _captured_by_method(payments: Sequence[Payment]) -> dict[PaymentMethod, int]:
    totals: Counter[PaymentMethod] = Counter(dict.fromkeys(PaymentMethod, 0))
    for payment in payments:
        if payment.is_captured:
            totals[payment.method] += payment.amount_cents
    return dict(totals)


def _refunded(payments: Sequence[Payment]) -> int:
    return sum(payment.amount_cents for payment in payments if payment.kind is PaymentKind.REFUND)


def _occupancy(sessions: Sequence[ParkingSession], start: datetime, end: datetime) -> list[tuple[datetime, int]]:
    samples: list[tuple[datetime, int]] = []
    moment = start
    while moment < end:
        parked = sum(
            each.check_in_at <= moment and (each.check_out_at is None or each.check_out_at > moment)
            for each in sessions
        )
        samples.append((moment, parked))
        moment += timedelta(hours=1)
    return samples
