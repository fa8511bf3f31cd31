"""A session as clients keep it: whatever they say of a stay, with a status and times."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from atrium.platform.clock import Clock, SystemClock

from ..fields import Data, camel, parse_time, snake
from .record import Record

__all__ = ["Session"]

_TIMES = ("end_time", "expected_end_time")


class Session(Record):
    """``data`` may have any of the shown fields; they win over the defaults. ``cost`` is decimal money.

    ``duration`` is in minutes. ``spot_number`` is text, also when a number was given.
    """

    shown = (
        "id",
        "vehicle_id",
        "license_plate",
        "vehicle_type",
        "vehicle_make",
        "vehicle_model",
        "vehicle_color",
        "spot_id",
        "floor",
        "bay",
        "spot_number",
        "garage_id",
        "status",
        "created_at",
        "updated_at",
        "end_time",
        "expected_end_time",
        "duration",
        "cost",
        "rate_type",
        "end_reason",
        "notes",
        "tags",
        "metadata",
    )

    def __init__(self, data: Data, session_id: str, clock: Clock | None = None) -> None:
        super().__init__(clock or SystemClock())
        self.id = session_id
        self.vehicle_id: str | None = None
        self.license_plate: str | None = None
        self.spot_id: str | None = None
        self.status = "active"
        self.end_time: datetime | None = None
        self.expected_end_time: datetime | None = None
        self.cost: float | None = None
        self.tags: list[str] = []
        self.metadata: dict[str, Any] = {}
        for name in self.shown:
            if not hasattr(self, name):
                setattr(self, name, None)
        self.apply(data)
        self.restore_times(data)

    def apply(self, changes: Data) -> None:
        """Set fields by name; times may be text."""
        for name, value in changes.items():
            attribute = snake(name)
            if attribute in _TIMES:
                setattr(self, attribute, parse_time(value) if value is not None else None)
            elif attribute == "spot_number":
                setattr(self, attribute, None if value is None else str(value))
            elif attribute not in ("created_at", "updated_at"):
                setattr(self, attribute, value)

    def fields(self) -> dict[str, Any]:
        """Every shown attribute by the name clients use, as it is."""
        return {camel(name): getattr(self, name) for name in self.shown}
