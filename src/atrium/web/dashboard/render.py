"""The page as sections of HTML: the first paint puts them together, updates send those that changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from atrium.garage.models import ParkingSession
from atrium.garage.pricing import describe_minutes, minutes_between
from atrium.web.pages import environment

from .snapshot import Snapshot

__all__ = ["HourBar", "RenderedPage", "render_page"]

_SECTIONS = ("summary", "occupancy", "revenue", "sessions", "payments", "store")
_LABELS = {
    "parking_revenue": "Parking",
    "lost_ticket_revenue": "Lost tickets",
    "partially_refunded": "Partly refunded",
}


@dataclass(frozen=True, slots=True)
class HourBar:
    """One bar of the day's occupancy; ``height`` is in percent of the day's peak, None in the future."""

    hour: int
    parked: int
    height: float | None


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """``sections`` maps an element's id to its content; ``version`` changes when any of them does."""

    sections: Mapping[str, str]
    version: str
    snapshot: Snapshot


def render_page(snapshot: Snapshot) -> RenderedPage:
    """Render every section."""
    values: dict[str, object] = {
        "snapshot": snapshot,
        "report": snapshot.report,
        "hours": _hour_bars(snapshot),
        "clock": clock_time,
        "stay": stay_length,
        "label": label,
    }
    sections = {name: _section(name, values) for name in _SECTIONS}
    for floor in snapshot.floors:
        sections[f"floor-{floor.number}"] = _section("floor", values | {"floor": floor})
    joined = "\0".join(f"{name}\0{text}" for name, text in sections.items())
    return RenderedPage(sections, hashlib.blake2b(joined.encode(), digest_size=8).hexdigest(), snapshot)


def clock_time(moment: datetime) -> str:
    """Hours and minutes in the server's zone."""
    return moment.astimezone().strftime("%H:%M")


def stay_length(session: ParkingSession) -> str:
    """How long an ended stay lasted."""
    if session.check_out_at is None:
        return ""
    return describe_minutes(minutes_between(session.check_in_at, session.check_out_at))


def label(name: str) -> str:
    """A word of the vocabulary for people."""
    return _LABELS.get(name, name.replace("_", " ").capitalize())


def _section(name: str, values: Mapping[str, object]) -> str:
    return environment().get_template(f"sections/{name}.html").render(values)


def _hour_bars(snapshot: Snapshot) -> list[HourBar]:
    counts = {moment.astimezone().hour: parked for moment, parked in snapshot.report.occupancy}
    counts[snapshot.now.hour] = max(counts.get(snapshot.now.hour, 0), snapshot.occupied)
    peak = max(*counts.values(), 1)
    return [
        HourBar(hour, counts.get(hour, 0), counts[hour] * 100 / peak if hour in counts else None) for hour in range(24)
    ]
