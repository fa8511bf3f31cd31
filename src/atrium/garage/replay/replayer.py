"""Feeds gate events to the services, one after the other at their own times, and keeps account of what came out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from atrium.garage.errors import PaymentNotFound
from atrium.garage.models import PaymentKind, PaymentMethod, Receipt
from atrium.garage.services import (
    CheckIn,
    CheckOut,
    GarageServices,
    PaidCheckOut,
    PaymentTerms,
    Refund,
    StayPayment,
)
from atrium.platform.clock import ManualClock
from atrium.platform.errors import DataLayerError, ValidationFailed

from .events import EventKind, GateEvent, RawEvent, parse_event

__all__ = ["Rejection", "Replay", "ReplayResult"]

_ACTOR = "gate"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was refused: the error's code and message."""

    line: int
    event: str
    plate: str
    code: str
    message: str


@dataclass(slots=True)
class ReplayResult:
    """What the rows came to. ``receipts`` has each receipt once, however often a row repeated it."""

    accepted: dict[EventKind, int] = field(default_factory=lambda: dict.fromkeys(EventKind, 0))
    rejections: list[Rejection] = field(default_factory=list[Rejection])
    receipts: dict[str, Receipt] = field(default_factory=dict[str, Receipt])
    repeated: int = 0

    @property
    def rows(self) -> int:
        return sum(self.accepted.values()) + len(self.rejections)

    def total(self, kind: PaymentKind) -> int:
        """Cents on the receipts of a kind."""
        return sum(each.amount_cents for each in self.receipts.values() if each.kind is kind)

    def captured_by_method(self) -> dict[PaymentMethod, int]:
        """Cents captured, from the receipts alone."""
        totals = dict.fromkeys(PaymentMethod, 0)
        for receipt in self.receipts.values():
            if receipt.kind is PaymentKind.CAPTURE:
                totals[receipt.method] += receipt.amount_cents
        return totals


class Replay:
    """Replays rows over services that run on ``clock``."""

    def __init__(self, services: GarageServices, clock: ManualClock) -> None:
        self._services = services
        self._clock = clock
        self._payment_ids: dict[str, str] = {}
        self.result = ReplayResult()

    async def feed_all(self, rows: Iterable[RawEvent]) -> ReplayResult:
        """``feed`` every row; the result so far."""
        for row in rows:
            await self.feed(row)
        return self.result

    async def feed(self, row: RawEvent) -> None:
        """Apply one row; a refusal is noted and the replay goes on."""
        try:
            event = parse_event(row)
            if event.at > self._clock.now():
                self._clock.set(event.at)
            await self._apply(event)
        except DataLayerError as error:
            self.result.rejections.append(
                Rejection(row.line, row.values["event"], row.values["plate"], error.code, error.message)
            )
        else:
            self.result.accepted[event.kind] += 1

    async def _apply(self, event: GateEvent) -> None:
        match event.kind:
            case EventKind.ENTRY:
                await self._enter(event)
            case EventKind.PAYMENT:
                self._note(event.key, await self._pay(event))
            case EventKind.EXIT:
                await self._exit(event)
            case EventKind.LOST_TICKET:
                await self._services.tickets.report_lost(event.plate, actor=_ACTOR)
            case EventKind.REFUND:
                self._note(event.key, await self._refund(event))

    async def _enter(self, event: GateEvent) -> None:
        if event.vehicle_type is None:
            raise ValidationFailed("vehicle type is missing")
        await self._services.check_in.check_in(
            CheckIn(
                license_plate=event.plate,
                vehicle_type=event.vehicle_type,
                rate_type=event.rate_type,
                actor=_ACTOR,
            )
        )

    async def _pay(self, event: GateEvent) -> Receipt:
        return await self._services.payments.pay(StayPayment(terms=_terms(event), license_plate=event.plate))

    async def _exit(self, event: GateEvent) -> None:
        if event.method is None:
            await self._services.check_out.check_out(
                CheckOut(license_plate=event.plate, remove_record=False, actor=_ACTOR)
            )
            return
        request = PaidCheckOut(terms=_terms(event), license_plate=event.plate)
        self._note(event.key, await self._services.check_out.check_out_and_pay(request))

    async def _refund(self, event: GateEvent) -> Receipt:
        payment_id = self._payment_ids.get(event.card or "")
        if payment_id is None:
            raise PaymentNotFound(f"no payment was taken with the key {event.card!r}")
        return await self._services.payments.refund(
            Refund(
                idempotency_key=event.key,
                payment_id=payment_id,
                amount_cents=event.amount_cents,
                reason="gate",
                actor=_ACTOR,
            )
        )

    def _note(self, key: str, receipt: Receipt) -> None:
        if receipt.payment_id in self.result.receipts:
            self.result.repeated += 1
        self.result.receipts[receipt.payment_id] = receipt
        self._payment_ids[key] = receipt.payment_id


def _terms(event: GateEvent) -> PaymentTerms:
    if event.method is None:
        raise ValidationFailed("method is missing")
    return PaymentTerms(
        idempotency_key=event.key,
        method=event.method,
        tendered_cents=event.amount_cents,
        card_token=event.card,
        actor=_ACTOR,
    )
