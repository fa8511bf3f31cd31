"""Replays recorded gate events through the services and reports the day."""

from .day_report import DayReport, make_day_report
from .events import COLUMNS, EventKind, GateEvent, RawEvent, parse_event, read_events
from .layout import DEMO_FLOORS, DEMO_NAME
from .replayer import Rejection, Replay, ReplayResult

__all__ = [
    "COLUMNS",
    "DEMO_FLOORS",
    "DEMO_NAME",
    "DayReport",
    "EventKind",
    "GateEvent",
    "RawEvent",
    "Rejection",
    "Replay",
    "ReplayResult",
    "make_day_report",
    "parse_event",
    "read_events",
]
