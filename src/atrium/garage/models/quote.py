"""A quote: a price promised for a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["Quote"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """``amount_cents`` for a stay from ``priced_from`` to ``priced_until``, honoured up to ``valid_until``.

    ``session_id`` is the parked vehicle's stay; None for a stay that has not begun.
    ``breakdown`` says in plain JSON values how the amount came about.
    """

    id: str
    garage_id: str
    session_id: str | None = None
    license_plate: str | None = None
    plan_id: str | None = None
    discount_code: str | None = None
    amount_cents: int
    currency: str = "USD"
    priced_from: datetime
    priced_until: datetime
    issued_at: datetime
    valid_until: datetime
    breakdown: Mapping[str, object] = field(default_factory=dict[str, object])
