"""The search language for spots: terms separated by spaces, joined by AND.

``floor:1`` or ``f:1``, ``bay:2`` or ``b:2``, ``type:compact`` or ``t:...``, ``status:available`` or ``s:...``,
a bare status or type, ``f1-b2``. Unknown terms are ignored, so that a search never fails on a word.
"""

from __future__ import annotations

import re
from dataclasses import replace

from atrium.garage.interfaces import SpotFilter
from atrium.garage.models import SpotStatus, SpotType

__all__ = ["parse_search"]

_PLACE = re.compile(r"f([0-9]{1,6})-b([0-9]{1,6})", re.ASCII)
_NUMBER = re.compile(r"(floor|f|bay|b):([0-9]{1,6})", re.ASCII)
_WORD = re.compile(r"(?:(type|t|status|s):)?(\w+)", re.ASCII)
_TYPES = {each.value: each for each in SpotType}
_STATUSES = {each.value: each for each in SpotStatus}


def parse_search(text: str) -> SpotFilter:
    """The filter that a search text means; later terms win over earlier ones of the same kind."""
    found = SpotFilter()
    for word in text.lower().split():
        found = _add(found, word)
    return found


def _add(found: SpotFilter, term: str) -> SpotFilter:
    if place := _PLACE.fullmatch(term):
        return replace(found, floor=int(place[1]), bay=int(place[2]))
    if number := _NUMBER.fullmatch(term):
        is_floor = number[1].startswith("f")
        return replace(found, floor=int(number[2])) if is_floor else replace(found, bay=int(number[2]))
    if word := _WORD.fullmatch(term):
        kind, value = (word[1] or "")[:1], word[2]
        if kind != "s" and value in _TYPES:
            return replace(found, type=_TYPES[value])
        if kind != "t" and value in _STATUSES:
            return replace(found, status=_STATUSES[value])
    return found
