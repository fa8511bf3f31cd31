"""An executable plan: what a driver runs."""

from __future__ import annotations

from typing import Any

from prismstack.drivers import Codec
from prismstack.query._instances import ModelClass
from prismstack.query._mapper import ColumnConvert
from prismstack.query._nodes import NodeCompiler
from prismstack.query._request import Slot
from prismstack.query._scalars import is_identity
from prismstack.query._scope import Scope, Steps
from prismstack.query._single import SingleStatement, split_single

__all__ = ["Plan", "compile_plan"]


class Plan:
    """A compiled plan; immutable but for ``slow``, which the driver keeps for itself.

    ``single`` is the straight line when there is one; otherwise ``steps`` runs it.
    ``transactional`` asks for a transaction around the run, ``writes`` tells whether it
    may change data.
    """

    __slots__ = ("_names", "_slots", "_steps", "_straight", "single", "slow", "transactional", "writes")

    # As in Prisma's engines: a failed call inside a transaction is for the transaction to undo.
    indivisible = False

    def __init__(
        self, slots: list[Slot], single: SingleStatement | None, steps: Any, *, transactional: bool, writes: bool
    ) -> None:
        self._slots = slots
        self._names = [slot.name for slot in slots]
        # With nothing to convert and every leaf a placeholder, binding is one zip.
        self._straight = all(is_identity(slot.bind) and slot.leaf == at for at, slot in enumerate(slots))
        self._steps = steps
        self.single = single
        self.transactional = transactional
        self.writes = writes
        self.slow = False

    def bind(self, leaves: list[Any]) -> Scope:
        """The scope of a run. Raises Refused when a value does not fit its place."""
        if self._straight:
            scope: Scope = dict(zip(self._names, leaves, strict=False))
        else:
            scope = {slot.name: slot.bind(leaves[slot.leaf]) for slot in self._slots}
        scope["#run"] = {}
        return scope

    def steps(self, scope: Scope) -> Steps:
        """The run as a generator of statements."""
        return self._steps(scope)


def compile_plan(
    document: dict[str, Any],
    slots: list[Slot],
    codec: Codec,
    column: ColumnConvert,
    model: ModelClass | None = None,
) -> Plan:
    """Turn the compiler's plan into an executable one; with a ``model`` its results are that class's objects.

    Raises PlanUnsupported for a node, value or generator this release does not know.
    """
    compiler = NodeCompiler(codec, column, model)
    root = compiler.compile(document)
    single = split_single(document, compiler)
    # Several statements that change data are all or nothing, whether the compiler asks for it or not.
    transactional = compiler.transactional or (single is None and compiler.writes)
    return Plan(slots, single, root.steps, transactional=transactional, writes=compiler.writes)
