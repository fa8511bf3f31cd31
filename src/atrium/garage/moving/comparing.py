"""Compares what two stores hold, value by value."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from atrium.garage.interfaces import Kind, Tables, key_of

from .touched import Key
from .values import checksum

__all__ = ["SHARED", "Comparison", "Difference", "compare"]

_AT_ONCE = 500

#: Kinds whose tables hold rows of others too: what is more in one store is no difference.
SHARED = frozenset({Kind.CUSTOMER, Kind.IDEMPOTENCY, Kind.AUDIT})


@dataclass(frozen=True, slots=True)
class Difference:
    """``reason`` is ``missing`` (in the second store), ``different`` or ``extra`` (only in the second store)."""

    kind: Kind
    key: str
    reason: str


@dataclass(slots=True)
class Comparison:
    """How many values of each kind the first store has, and what differs."""

    compared: dict[Kind, int] = field(default_factory=dict[Kind, int])
    differences: list[Difference] = field(default_factory=list[Difference])

    @property
    def agrees(self) -> bool:
        return not self.differences

    @property
    def keys(self) -> list[Key]:
        return [(each.kind, each.key) for each in self.differences]

    def counts(self) -> Mapping[str, int]:
        """Differences by reason."""
        reasons = [each.reason for each in self.differences]
        return {reason: reasons.count(reason) for reason in ("missing", "different", "extra")}


async def compare(first: Tables, second: Tables, kinds: Collection[Kind] = tuple(Kind)) -> Comparison:
    """Every value of ``first`` against ``second``, by checksum, and what only ``second`` has.

    While the garage is in use, values that are being written may be reported: look at those again.
    """
    result = Comparison()
    for kind in kinds:
        result.compared[kind] = 0
        async for values in first[kind].batches(_AT_ONCE):
            result.compared[kind] += len(values)
            others = await second[kind].find([key_of(kind, value) for value in values])
            for value in values:
                key = key_of(kind, value)
                if key not in others:
                    result.differences.append(Difference(kind, key, "missing"))
                elif checksum(kind, value) != checksum(kind, others[key]):
                    result.differences.append(Difference(kind, key, "different"))
        if kind not in SHARED:
            await _add_extra(result, kind, first, second)
    return result


async def _add_extra(result: Comparison, kind: Kind, first: Tables, second: Tables) -> None:
    async for values in second[kind].batches(_AT_ONCE):
        keys = [key_of(kind, value) for value in values]
        known = await first[kind].find(keys)
        result.differences += [Difference(kind, key, "extra") for key in keys if key not in known]
