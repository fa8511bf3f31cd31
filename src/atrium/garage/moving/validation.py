"""Checks after a move: the same values in both stores, and no reference that leads nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from atrium.garage.interfaces import Kind, Tables, key_of

from .comparing import SHARED, Comparison, compare
from .values import checksum

__all__ = ["Validation", "kind_checksums", "validate"]

_AT_ONCE = 500
_MODULUS = 1 << 256

#: Attributes that name a value of another kind.
_REFERENCES: Mapping[Kind, Mapping[str, Kind]] = {
    Kind.VEHICLE: {"customer_id": Kind.CUSTOMER},
    Kind.PERMIT: {"customer_id": Kind.CUSTOMER},
    Kind.QUOTE: {"plan_id": Kind.RATE_PLAN},
    Kind.SESSION: {"license_plate": Kind.VEHICLE, "rate_plan_id": Kind.RATE_PLAN, "permit_id": Kind.PERMIT},
    Kind.TICKET: {"session_id": Kind.SESSION},
    Kind.RESERVATION: {"session_id": Kind.SESSION},
    Kind.PAYMENT: {"session_id": Kind.SESSION, "permit_id": Kind.PERMIT, "refund_of": Kind.PAYMENT},
    Kind.ATTEMPT: {"session_id": Kind.SESSION},
    Kind.DISPUTE: {"payment_id": Kind.PAYMENT},
    Kind.ENTRY: {"session_id": Kind.SESSION, "permit_id": Kind.PERMIT, "payment_id": Kind.PAYMENT},
}


@dataclass(slots=True)
class Validation:
    """``checksums`` has one for each kind of the source's values; the target's are the same when it agrees."""

    comparison: Comparison
    checksums: dict[Kind, str]
    broken_references: list[str] = field(default_factory=list[str])

    @property
    def is_valid(self) -> bool:
        return self.comparison.agrees and not self.broken_references


async def validate(source: Tables, target: Tables) -> Validation:
    """Compare counts and checksums of all values, and follow the references in ``target``."""
    comparison = await compare(source, target)
    return Validation(comparison, await kind_checksums(source), await _broken_references(target))


async def kind_checksums(tables: Tables) -> dict[Kind, str]:
    """A checksum of each kind's values, in whatever order they come; kinds shared with others are left out."""
    sums: dict[Kind, str] = {}
    for kind in Kind:
        if kind in SHARED:
            continue
        total = 0
        async for values in tables[kind].batches(_AT_ONCE):
            total = (total + sum(int(checksum(kind, value), 16) for value in values)) % _MODULUS
        sums[kind] = f"{total:064x}"
    return sums


async def _broken_references(tables: Tables) -> list[str]:
    broken: list[str] = []
    for kind, references in _REFERENCES.items():
        async for values in tables[kind].batches(_AT_ONCE):
            for attribute, other in references.items():
                named = {key_of(kind, value): getattr(value, attribute) for value in values}
                wanted = {name for name in named.values() if name is not None}
                found = await tables[other].find(wanted) if wanted else {}
                broken += [
                    f"{kind.value} {key} names {other.value} {name}, which is missing"
                    for key, name in named.items()
                    if name is not None and name not in found
                ]
    return broken
