"""The end of a business day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["DayClose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClose:
    """A closed day: nothing more is posted within ``[starts_at, ends_at)``.

    ``day`` is the garage's local date, ``YYYY-MM-DD``; ``figures`` the totals as printed, plain JSON values.
    """

    id: str
    garage_id: str
    day: str
    starts_at: datetime
    ends_at: datetime
    expected_cash_cents: int
    counted_cash_cents: int
    closed_by: str
    closed_at: datetime
    figures: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def variance_cents(self) -> int:
        """What the drawer held above what the books expected; negative when money is missing."""
        return self.counted_cash_cents - self.expected_cash_cents
