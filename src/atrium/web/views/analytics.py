"""Analytics as tables: one shape from which JSON, CSV and a chart are made."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from atrium.garage.services.analytics import (
    DurationFigures,
    OccupancySample,
    PeakHours,
    RevenueFigures,
    SpotUtilisation,
    Turnover,
)
from atrium.platform.clock import iso_z
from atrium.web.answers import amount
from atrium.web.charts import Series, bar_chart, line_chart

__all__ = [
    "Table",
    "durations_table",
    "occupancy_table",
    "peak_hours_table",
    "revenue_table",
    "table_as_csv",
    "turnover_table",
    "utilisation_table",
]

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` by column, ``figures`` about all of them, and how to draw it."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    series: Series
    draw: Callable[[Series], str] = bar_chart
    figures: Mapping[str, object] = field(default_factory=dict[str, object])

    def as_json(self) -> dict[str, object]:
        """Figures, and the rows as objects."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {**self.figures, "rows": rows}

    def as_svg(self) -> str:
        return self.draw(self.series)


def table_as_csv(table: Table) -> str:
    """The rows under their column names, as RFC 4180 has it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return text.getvalue()


def occupancy_table(samples: Sequence[OccupancySample], time_zone: str) -> Table:
    zone = ZoneInfo(time_zone)
    return Table(
        "occupancy-trends",
        ("at", "parked", "percent", "checkIns", "checkOuts"),
        [(iso_z(each.at), each.parked, each.percent, each.check_ins, each.check_outs) for each in samples],
        Series(
            "Occupancy",
            "% of spots",
            [each.at.astimezone(zone).strftime("%d %H:%M") for each in samples],
            [each.percent for each in samples],
        ),
        line_chart,
    )


def peak_hours_table(peaks: PeakHours) -> Table:
    busiest = peaks.busiest_weekday
    return Table(
        "peak-hours",
        ("hour", "checkIns"),
        list(enumerate(peaks.by_hour)),
        Series("Check-ins by hour", "check-ins", [str(hour) for hour in range(24)], peaks.by_hour),
        figures={
            "busiestHour": peaks.busiest_hour,
            "busiestWeekday": None if busiest is None else _WEEKDAYS[busiest],
            "byWeekday": dict(zip(_WEEKDAYS, peaks.by_weekday, strict=True)),
        },
    )


def turnover_table(turnover: Turnover) -> Table:
    row = (turnover.check_ins, turnover.spots, turnover.days, turnover.per_spot_and_day)
    return Table(
        "turnover",
        ("checkIns", "spots", "days", "perSpotAndDay"),
        [row],
        Series("Turnover", "vehicles per spot and day", ["turnover"], [turnover.per_spot_and_day]),
    )


def durations_table(figures: DurationFigures) -> Table:
    return Table(
        "durations",
        ("startedHours", "stays", "minutes"),
        [(band.band, band.stays, band.minutes) for band in figures.bands],
        Series(
            "Stays by started hours",
            "stays",
            [str(band.band) for band in figures.bands],
            [band.stays for band in figures.bands],
        ),
        figures={"stays": figures.stays, "averageMinutes": figures.average_minutes},
    )


def revenue_table(figures: RevenueFigures) -> Table:
    groups = {
        "day": figures.by_day,
        "spotType": figures.by_spot_type,
        "vehicleType": figures.by_vehicle_type,
        "rateType": figures.by_rate_type,
        "plan": figures.by_plan,
        "account": figures.by_account,
    }
    rows = [(group, key, amount(cents)) for group, sums in groups.items() for key, cents in sums.items()]
    return Table(
        "revenue",
        ("group", "key", "revenue"),
        rows,
        Series("Revenue by day", "money", list(figures.by_day), [cents / 100 for cents in figures.by_day.values()]),
        figures={"total": amount(figures.total)},
    )


def utilisation_table(uses: Sequence[SpotUtilisation]) -> Table:
    busiest = sorted(uses, key=lambda use: (-use.percent, use.spot_id))[:40]
    return Table(
        "spot-utilization",
        ("spotId", "stays", "minutes", "percent"),
        [(use.spot_id, use.stays, use.minutes, use.percent) for use in uses],
        Series("Busiest spots", "% of the time", [use.spot_id for use in busiest], [use.percent for use in busiest]),
    )
