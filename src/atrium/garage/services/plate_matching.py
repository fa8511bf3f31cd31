"""How well a licence plate fits what somebody remembers of it.

Exact 1; beginning 0.9; anywhere 0.8; otherwise the similarity ``1 - edits / length of the longer one``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["MatchKind", "MatchMode", "PlateMatch", "match_plates", "similarity"]

_PREFIX_SCORE = 0.9
_CONTAINED_SCORE = 0.8


class MatchKind(StrEnum):
    """Best first."""

    EXACT = "exact"
    PARTIAL = "partial"
    FUZZY = "fuzzy"


class MatchMode(StrEnum):
    """Which matches are wanted; ``partial`` includes exact ones, ``fuzzy`` looks at the similarity alone."""

    EXACT = "exact"
    PARTIAL = "partial"
    FUZZY = "fuzzy"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class PlateMatch:
    license_plate: str
    kind: MatchKind
    score: float


def match_plates(term: str, plates: Iterable[str], mode: MatchMode, threshold: float) -> list[PlateMatch]:
    """The plates that match, best first; ``threshold`` (0 to 1) is the least similarity of a fuzzy match."""
    wanted = term.upper()
    found = [match for plate in plates if (match := _match(wanted, plate.upper(), mode, threshold)) is not None]
    order = list(MatchKind)
    return sorted(found, key=lambda match: (order.index(match.kind), -match.score, match.license_plate))


def similarity(first: str, second: str) -> float:
    """``1 - edit distance / length of the longer text``; 1 for two empty texts."""
    longest = max(len(first), len(second))
    return 1 - _distance(first, second) / longest if longest else 1.0


def _match(wanted: str, plate: str, mode: MatchMode, threshold: float) -> PlateMatch | None:
    if mode is not MatchMode.FUZZY:
        if plate == wanted:
            return PlateMatch(plate, MatchKind.EXACT, 1.0)
        if mode is MatchMode.EXACT:
            return None
        if wanted in plate:
            score = _PREFIX_SCORE if plate.startswith(wanted) else _CONTAINED_SCORE
            return PlateMatch(plate, MatchKind.PARTIAL, score)
        if mode is MatchMode.PARTIAL:
            return None
    score = similarity(wanted, plate)
    return PlateMatch(plate, MatchKind.FUZZY, round(score, 4)) if score >= threshold else None


def _distance(first: str, second: str) -> int:
    """Levenshtein's distance: insertions, deletions and replacements."""
    row = list(range(len(second) + 1))
    for index, letter in enumerate(first, start=1):
        diagonal, row[0] = row[0], index
        for column, other in enumerate(second, start=1):
            diagonal, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, diagonal + (letter != other)),
            )
    return row[-1]
