"""The search language for spots: terms separated by spaces, joined by AND.

``floor:1`` or ``f:1``, ``bay:2`` or ``b:2``, ``type:compact`` or ``t:...``, ``status:available`` or ``s:...``,
a bare status or type, ``f1-b2``. Unknown terms are ignored, so that a search never fails on a word.
"""

from __future__ import annotations

import re

from atrium.garage.interfaces import SpotFilter
from atrium.garage.models import SpotStatus, SpotType

__all__ = ["parse_search"]

_PLACE = re.compile(r"f([0-9]+)-b([0-9]+)", re.ASCII)
_TYPES = {each.value: each for each in SpotType}
_STATUSES = {each.value: each for each in SpotStatus}
_TERM = re.compile(r"(floor|f|bay|b|type|t|status|s):(\w+)", re.ASCII)


def parse_search(text: str) -> SpotFilter:
    """The filter that a search text means; later terms win over earlier ones of the same kind."""
    status: SpotStatus | None = None
    spot_type: SpotType | None = None
    floor: int | None = None
    bay: int | None = None
    for word in text.lower().split():
        place = _PLACE.fullmatch(word)
        if place is not None:
            floor, bay = int(place[1]), int(place[2])
            continue
        term = _TERM.fullmatch(word)
        name, value = (term[1][0], term[2]) if term else ("", word)
        if name in ("f", "b"):
            number = int(value) if value.isdecimal() else None
            floor, bay = (number or floor, bay) if name == "f" else (floor, number or bay)
        if name in ("t", ""):
            spot_type = _TYPES.get(value, spot_type)
        if name in ("s", ""):
            status = _STATUSES.get(value, status)
    return SpotFilter(status=status, type=spot_type, floor=floor, bay=bay)
