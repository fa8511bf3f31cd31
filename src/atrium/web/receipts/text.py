"""A receipt as lines of at most 42 characters, what a ticket printer takes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from atrium.garage.models import PaymentKind, PaymentStatus
from atrium.garage.services import PrintedReceipt
from atrium.platform.money import format_cents

__all__ = ["WIDTH", "ReceiptFormat", "receipt_lines", "receipt_text"]

WIDTH = 42


class ReceiptFormat(StrEnum):
    TEXT = "text"
    PDF = "pdf"


def receipt_lines(printed: PrintedReceipt) -> list[str]:
    """The lines; an empty one separates parts."""
    payment = printed.payment
    title = "REFUND" if payment.kind is PaymentKind.REFUND else "RECEIPT"
    lines = [printed.garage_name[:WIDTH].center(WIDTH).rstrip(), title.center(WIDTH).rstrip(), ""]
    lines += [
        _pair("Number", payment.number),
        _pair("Date", _local(payment.processed_at, printed.time_zone)),
        _pair("Method", payment.method.value),
    ]
    if payment.authorisation_code:
        lines.append(_pair("Authorisation", payment.authorisation_code))
    lines += ["", *_subject(printed), "", _pair("TOTAL", f"{payment.currency} {format_cents(payment.amount_cents)}")]
    if payment.refunded_cents:
        lines.append(_pair("Refunded", f"{payment.currency} {format_cents(payment.refunded_cents)}"))
    if payment.status not in (PaymentStatus.COMPLETED, PaymentStatus.PARTIALLY_REFUNDED):
        lines.append(_pair("Status", payment.status.value.replace("_", " ")))
    return lines


def receipt_text(printed: PrintedReceipt) -> str:
    """The lines as one text."""
    return "\n".join(receipt_lines(printed)) + "\n"


def _subject(printed: PrintedReceipt) -> list[str]:
    zone = printed.time_zone
    if printed.permit is not None:
        permit = printed.permit
        return [
            _pair("Permit", permit.number),
            _pair("Vehicle", permit.license_plate),
            _pair("Valid until", _local(permit.ends_at, zone)),
        ]
    if printed.session is None:
        return []
    stay = printed.session
    lines = [
        _pair("Vehicle", stay.license_plate),
        _pair("Spot", stay.spot_id),
        _pair("From", _local(stay.check_in_at, zone)),
    ]
    if stay.check_out_at is not None:
        lines.append(_pair("To", _local(stay.check_out_at, zone)))
    lines.append(_pair("Parking fee", format_cents(stay.fee_cents)))
    if stay.discount_cents:
        lines.append(_pair("Discount included", format_cents(stay.discount_cents)))
    if stay.penalty_cents:
        lines.append(_pair("Lost ticket", format_cents(stay.penalty_cents)))
    if stay.balance_cents:
        lines.append(_pair("Still owed", format_cents(stay.balance_cents)))
    return lines


def _pair(name: str, value: str) -> str:
    return f"{name}{value.rjust(WIDTH - len(name))}"


def _local(moment: datetime, time_zone: str) -> str:
    return moment.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m-%d %H:%M")
