"""Bars and lines over labels, with a scale of round numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Series", "bar_chart", "line_chart"]

_WIDTH, _HEIGHT = 720, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 40, 56
_TICKS = 4
_MOST_LABELS = 14


@dataclass(frozen=True, slots=True)
class Series:
    """Values over labels, in order."""

    title: str
    unit: str
    labels: Sequence[str]
    values: Sequence[float]


def bar_chart(series: Series) -> str:
    """An SVG document with a bar for each value."""
    step = _plot_width() / max(1, len(series.values))
    top = _scale_top(series.values)
    bars = [
        f'<rect x="{_LEFT + index * step + step * 0.1:.1f}" y="{_y(value, top):.1f}" width="{step * 0.8:.1f}" '
        f'height="{_HEIGHT - _BOTTOM - _y(value, top):.1f}" fill="#2a6fbb"><title>'
        f"{escape(label)}: {_number(value)} {escape(series.unit)}</title></rect>"
        for index, (label, value) in enumerate(zip(series.labels, series.values, strict=True))
    ]
    return _document(series, top, step, bars)


def line_chart(series: Series) -> str:
    """An SVG document with a line through the values."""
    step = _plot_width() / max(1, len(series.values))
    top = _scale_top(series.values)
    points = " ".join(
        f"{_LEFT + (index + 0.5) * step:.1f},{_y(value, top):.1f}" for index, value in enumerate(series.values)
    )
    return _document(
        series, top, step, [f'<polyline points="{points}" fill="none" stroke="#2a6fbb" stroke-width="2"/>']
    )


def _document(series: Series, top: float, step: float, marks: Sequence[str]) -> str:
    title = escape(f"{series.title} ({series.unit})")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{title}</title>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="24" font-size="16" fill="#222">{title}</text>',
        *_grid(top),
        *marks,
        *_labels(series.labels, step),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _grid(top: float) -> list[str]:
    lines: list[str] = []
    for tick in range(_TICKS + 1):
        value = top * tick / _TICKS
        y = _y(value, top)
        lines.append(
            f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}" stroke="#ddd"/>'
            f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#555">{_number(value)}</text>'
        )
    return lines


def _labels(labels: Sequence[str], step: float) -> list[str]:
    every = math.ceil(len(labels) / _MOST_LABELS) or 1
    return [
        f'<text x="{_LEFT + (index + 0.5) * step:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle" '
        f'fill="#555">{escape(label)}</text>'
        for index, label in enumerate(labels)
        if index % every == 0
    ]


def _plot_width() -> int:
    return _WIDTH - _LEFT - _RIGHT


def _y(value: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / top


def _scale_top(values: Sequence[float]) -> float:
    """The next round number at or above the largest value: 1, 2 or 5 times a power of ten."""
    largest = max(values, default=0)
    if largest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= largest)


def _number(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")
