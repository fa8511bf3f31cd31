"""Gate events as a file has them, and their strict reading. Amounts are cents, times ISO 8601 in UTC."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from atrium.garage.models import PaymentMethod, RateType, VehicleType, normalise_plate
from atrium.platform.clock import to_utc_millis
from atrium.platform.errors import ValidationFailed

__all__ = ["COLUMNS", "EventKind", "GateEvent", "RawEvent", "parse_event", "read_events"]

COLUMNS = ("at", "event", "plate", "vehicle_type", "rate_type", "key", "method", "card", "amount_cents")


Member = TypeVar("Member", bound=StrEnum)


class EventKind(StrEnum):
    """What happened at a gate or a pay station; ``refund`` names the key of the payment it gives back in ``card``."""

    ENTRY = "entry"
    PAYMENT = "payment"
    EXIT = "exit"
    LOST_TICKET = "lost_ticket"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class RawEvent:
    """A row as it stands in the file; ``line`` counts from 1, the header included."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateEvent:
    """A row that makes sense; an exit with a method pays at the gate."""

    line: int
    at: datetime
    kind: EventKind
    plate: str
    vehicle_type: VehicleType | None
    rate_type: RateType
    key: str
    method: PaymentMethod | None
    card: str | None
    amount_cents: int | None


def read_events(path: Path) -> Iterator[RawEvent]:
    """The rows of a file.

    Raises:
        ValidationFailed: a column is missing from the header.
    """
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file, restval="")
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise ValidationFailed(f"{path.name} lacks the columns {', '.join(missing)}")
        for row in reader:
            yield RawEvent(reader.line_num, {name: (row[name] or "").strip() for name in COLUMNS})


def parse_event(raw: RawEvent) -> GateEvent:
    """The event of a row.

    Raises:
        ValidationFailed: a value is missing or not what its column takes; the message names it.
    """
    values = raw.values
    kind = _member(EventKind, values["event"], "event")
    vehicle_type = _member(VehicleType, values["vehicle_type"], "vehicle type") if values["vehicle_type"] else None
    if kind is EventKind.ENTRY and vehicle_type is None:
        raise ValidationFailed("vehicle type is missing")
    return GateEvent(
        line=raw.line,
        at=_moment(values["at"]),
        kind=kind,
        plate=normalise_plate(values["plate"]),
        vehicle_type=vehicle_type,
        rate_type=_member(RateType, values["rate_type"] or "hourly", "rate type"),
        key=values["key"],
        method=_member(PaymentMethod, values["method"], "method") if values["method"] else None,
        card=values["card"] or None,
        amount_cents=_cents(values["amount_cents"]),
    )


def _member(kind: type[Member], text: str, name: str) -> Member:
    try:
        return kind(text)
    except ValueError:
        raise ValidationFailed(f"unknown {name} {text!r}") from None


def _moment(text: str) -> datetime:
    try:
        return to_utc_millis(datetime.fromisoformat(text))
    except ValueError:
        raise ValidationFailed(f"unreadable time {text!r}") from None


def _cents(text: str) -> int | None:
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        raise ValidationFailed(f"unreadable amount {text!r}") from None
