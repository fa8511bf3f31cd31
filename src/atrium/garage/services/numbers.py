"""Numbers for people: on receipts, tickets, reservations and permits."""

from __future__ import annotations

from datetime import datetime

__all__ = ["payment_number", "permit_number", "reservation_number", "ticket_number"]


def payment_number(payment_id: str, at: datetime) -> str:
    """``PAY-<epoch milliseconds>-<tail of the id>``."""
    return f"PAY-{_millis(at)}-{_tail(payment_id)}"


def permit_number(permit_id: str, at: datetime) -> str:
    """``PRM-<epoch milliseconds>-<tail of the id>``."""
    return f"PRM-{_millis(at)}-{_tail(permit_id)}"


def reservation_number(reservation_id: str, at: datetime) -> str:
    """``RSV-<epoch milliseconds>-<tail of the id>``."""
    return f"RSV-{_millis(at)}-{_tail(reservation_id)}"


def ticket_number(ticket_id: str, at: datetime) -> str:
    """``TKT-<epoch milliseconds>-<tail of the id>``."""
    return f"TKT-{_millis(at)}-{_tail(ticket_id)}"


def _millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _tail(identifier: str) -> str:
    return identifier[-8:].upper()
