"""Filters as small values that compile to Prisma's ``where`` dictionaries.

A filter knows nothing of a database or a model; field names are those of the schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

__all__ = [
    "After",
    "And",
    "AtLeast",
    "AtMost",
    "Before",
    "Between",
    "Contains",
    "During",
    "EndsWith",
    "Equals",
    "Filter",
    "GreaterThan",
    "In",
    "IsNull",
    "LessThan",
    "Not",
    "Or",
    "Related",
    "RelatedSome",
    "StartsWith",
    "Where",
    "compile_filters",
]


class Filter(Protocol):
    """Anything that compiles to a ``where`` dictionary."""

    def where(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Equals:
    """``field`` is ``value``."""

    field: str
    value: Any

    def where(self) -> dict[str, Any]:
        return {self.field: self.value}


@dataclass(frozen=True, slots=True)
class IsNull:
    """``field`` has no value."""

    field: str

    def where(self) -> dict[str, Any]:
        return {self.field: None}


@dataclass(frozen=True, slots=True, init=False)
class In:
    """``field`` is one of ``values``; no value at all matches nothing."""

    field: str
    values: tuple[Any, ...]

    def __init__(self, field: str, values: Iterable[Any]) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "values", tuple(values))

    def where(self) -> dict[str, Any]:
        return {self.field: {"in": list(self.values)}}


@dataclass(frozen=True, slots=True)
class _Comparison:
    field: str
    value: Any

    _operator = ""

    def where(self) -> dict[str, Any]:
        return {self.field: {self._operator: self.value}}


class Contains(_Comparison):
    """The text in ``field`` contains ``value``; case matters where the database's LIKE says so."""

    __slots__ = ()
    _operator = "contains"


class StartsWith(_Comparison):
    """The text in ``field`` starts with ``value``."""

    __slots__ = ()
    _operator = "startswith"


class EndsWith(_Comparison):
    """The text in ``field`` ends with ``value``."""

    __slots__ = ()
    _operator = "endswith"


class LessThan(_Comparison):
    """``field`` < ``value``."""

    __slots__ = ()
    _operator = "lt"


class AtMost(_Comparison):
    """``field`` <= ``value``."""

    __slots__ = ()
    _operator = "lte"


class GreaterThan(_Comparison):
    """``field`` > ``value``."""

    __slots__ = ()
    _operator = "gt"


class AtLeast(_Comparison):
    """``field`` >= ``value``."""

    __slots__ = ()
    _operator = "gte"


class Before(_Comparison):
    """The moment in ``field`` is earlier than ``value`` (an aware datetime)."""

    __slots__ = ()
    _operator = "lt"


class After(_Comparison):
    """The moment in ``field`` is later than ``value`` (an aware datetime)."""

    __slots__ = ()
    _operator = "gt"


@dataclass(frozen=True, slots=True)
class Between:
    """``low`` <= ``field`` <= ``high``, as SQL's BETWEEN."""

    field: str
    low: Any
    high: Any

    def where(self) -> dict[str, Any]:
        return {self.field: {"gte": self.low, "lte": self.high}}


@dataclass(frozen=True, slots=True)
class During:
    """``start`` <= ``field`` < ``end``: half open, so that adjoining periods share no record."""

    field: str
    start: Any
    end: Any

    def where(self) -> dict[str, Any]:
        return {self.field: {"gte": self.start, "lt": self.end}}


@dataclass(frozen=True, slots=True)
class Related:
    """The one record that ``relation`` leads to matches ``condition``."""

    relation: str
    condition: Filter

    def where(self) -> dict[str, Any]:
        return {self.relation: {"is": self.condition.where()}}


@dataclass(frozen=True, slots=True)
class RelatedSome:
    """At least one of the records that ``relation`` leads to matches ``condition``."""

    relation: str
    condition: Filter

    def where(self) -> dict[str, Any]:
        return {self.relation: {"some": self.condition.where()}}


@dataclass(frozen=True, slots=True)
class Where:
    """A ``where`` dictionary as the client takes it, for what no other filter says."""

    clause: Mapping[str, Any]

    def where(self) -> dict[str, Any]:
        return dict(self.clause)


@dataclass(frozen=True, slots=True, init=False)
class _Combination:
    filters: tuple[Filter, ...]

    _operator = ""

    # At least one, because Prisma reads an empty OR as "nothing" or "everything" by its place.
    def __init__(self, first: Filter, *others: Filter) -> None:
        object.__setattr__(self, "filters", (first, *others))

    def where(self) -> dict[str, Any]:
        return {self._operator: [each.where() for each in self.filters]}


class And(_Combination):
    """All of the filters match."""

    __slots__ = ()
    _operator = "AND"


class Or(_Combination):
    """At least one of the filters matches."""

    __slots__ = ()
    _operator = "OR"


class Not(_Combination):
    """None of the filters matches."""

    __slots__ = ()
    _operator = "NOT"


def compile_filters(filters: Iterable[Filter]) -> dict[str, Any]:
    """One ``where`` dictionary that all filters match; ``{}`` (everything) without filters."""
    clauses = [each.where() for each in filters]
    return clauses[0] if len(clauses) == 1 else {"AND": clauses} if clauses else {}
