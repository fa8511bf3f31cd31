"""From calls to programs: plans are made once per shape of call and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from prismstack.drivers import Codec, Program, Scope
from prismstack.query._bulk import BulkInsert, row_template, same_columns
from prismstack.query._compiler import QueryCompiler
from prismstack.query._explain import PlannedStatement, planned_statements
from prismstack.query._graph import InputGraph
from prismstack.query._instances import ModelClass
from prismstack.query._json import is_array, is_object
from prismstack.query._mapper import ColumnConvert
from prismstack.query._plan import Plan, compile_plan
from prismstack.query._raw import RawExecute, RawQuery, RichQuery, raw_arguments
from prismstack.query._request import ACTIONS, Call, Request, build_literal_request, build_request
from prismstack.query._scalars import Refused, ValueTypes, nullable
from prismstack.query._selection import ModelFields, is_reshaped
from prismstack.query._shape import equality_pattern, shape

__all__ = ["OBJECTS", "RAW_METHODS", "Planner"]

RAW_METHODS = frozenset({"query_raw", "query_first", "execute_raw"})

_PLANS = 1_000
_VARIANTS = 200
_AGGREGATES = frozenset({"count", "group_by"})
_NULL = "Null"
#: What answers with objects of the call's model, one or a list.
OBJECTS = frozenset(ACTIONS) - _AGGREGATES - {"create_many", "update_many", "delete_many"}


@dataclass(slots=True)
class _Entry:
    """The plans of one shape: one plan, or one for each value of the leaves that are literals."""

    literals: list[int]
    plans: dict[Any, Plan] = field(default_factory=dict[Any, Plan])

    def key(self, leaves: list[Any]) -> Any:
        return tuple([_hashable(leaves[at]) for at in self.literals])


class Planner:
    """Makes the program of each call of one generated client on one database.

    ``fields`` knows the client's models, ``models`` the classes whose objects may be made
    without validation, ``types`` the value classes. Raises RequestError
    for calls that the compiler rejects.
    """

    def __init__(
        self,
        compiler: QueryCompiler,
        graph: InputGraph,
        codec: Codec,
        types: ValueTypes,
        fields: ModelFields,
        models: Callable[[Any], ModelClass | None],
    ) -> None:
        self.graph = graph
        self.compiler = compiler
        self._codec = codec
        self._types = types
        self._fields = fields
        self._models = models
        self._entries: dict[Any, _Entry] = {}

    def program(self, call: Call) -> tuple[Program, Scope]:
        """What to run for a call, and the scope to run it in."""
        if call.method in RAW_METHODS:
            return self._raw(call), {"#run": {}}
        if call.method == "create_many":
            bulk = self._bulk(call)
            if bulk is not None:
                return bulk, {"#run": {}}
        return self._planned(call)

    def explain(self, call: Call) -> dict[str, Any]:
        """The compiler's plan of a call, values written out."""
        request = build_literal_request(call, self.graph, self._types, self._fields)
        return self.compiler.compile(request.document)

    def describe(self, call: Call) -> tuple[dict[str, Any] | None, list[PlannedStatement]]:
        """A call's plan tree (None for raw queries) and its statements, without running it."""
        if call.method in RAW_METHODS:
            raw = self._raw(call).statement
            return None, [PlannedStatement(raw.sql, raw.arguments)]
        if call.method == "create_many" and (bulk := self._bulk(call)) is not None:
            one = call._replace(arguments={**call.arguments, "data": call.arguments["data"][:1]})
            statements = [PlannedStatement(each.sql, row) for each in bulk.statements for row in each.rows]
            return self.explain(one), statements
        leaves: list[Any] = []
        shape(call.arguments, leaves)
        request = build_request(call, self.graph, self._types, self._fields)
        if request.refused:
            request, leaves = build_literal_request(call, self.graph, self._types, self._fields), []
        document = self.compiler.compile(request.document)
        scope = {slot.name: slot.bind(leaves[slot.leaf]) for slot in request.slots}
        return document, planned_statements(document, scope, self._codec)

    # -- plans by shape -------------------------------------------------------------------

    def _planned(self, call: Call) -> tuple[Plan, Scope]:
        leaves: list[Any] = []
        pattern: tuple[int, ...] = ()
        root = call.root_selection
        key = (call.method, call.model, shape(call.arguments, leaves), tuple(root) if root else None)
        if call.method == "upsert":
            pattern = equality_pattern(leaves)
            key = (*key, pattern)
        entry = self._entries.get(key)
        if entry is not None:
            plan = entry.plans.get(entry.key(leaves)) if entry.literals else entry.plans[()]
            if plan is not None:
                try:
                    return plan, plan.bind(leaves)
                except Refused:
                    return self._literal(call)
        return self._missed(call, key, leaves, pattern)

    def _missed(self, call: Call, key: Any, leaves: list[Any], pattern: tuple[int, ...]) -> tuple[Plan, Scope]:
        request = build_request(call, self.graph, self._types, self._fields, same_as=pattern)
        if request.refused:
            return self._literal(call)
        plan = self._compile(request, call)
        scope = plan.bind(leaves)
        self._remember(key, request, leaves, plan)
        return plan, scope

    def _literal(self, call: Call) -> tuple[Plan, Scope]:
        """Compile the call as it is: its values decide, and the compiler's own errors reach the caller."""
        request = build_literal_request(call, self.graph, self._types, self._fields)
        plan = self._compile(request, call)
        return plan, plan.bind([])

    def _compile(self, request: Request, call: Call) -> Plan:
        column: ColumnConvert = self._codec.wire if call.method in _AGGREGATES else self._codec.column
        model = None
        if call.method in OBJECTS and isinstance(call.model, type) and not is_reshaped(call.arguments):
            model = self._models(call.model)
        return compile_plan(self.compiler.compile(request.document), request.slots, self._codec, column, model)

    def _remember(self, key: Any, request: Request, leaves: list[Any], plan: Plan) -> None:
        entry = self._entries.get(key)
        if entry is None:
            _make_room(self._entries, _PLANS)
            entry = self._entries[key] = _Entry(request.literals)
        _make_room(entry.plans, _VARIANTS)
        entry.plans[entry.key(leaves)] = plan

    # -- create_many and raw --------------------------------------------------------------

    def _bulk(self, call: Call) -> BulkInsert | None:
        """The bulk program of a ``create_many``; None when its rows need the compiler's own judgement."""
        rows = call.arguments.get("data")
        if not is_array(rows) or not rows or not all(is_object(row) for row in rows):
            return None
        bulk = BulkInsert(may_skip=bool(call.arguments.get("skipDuplicates")))
        try:
            for run in same_columns(rows):
                template = row_template(run)
                plan = self._row_plan(call, template.sample, template.with_nulls)
                bulk.add(plan, template, run)
        except Refused:
            return None
        return bulk

    def _row_plan(self, call: Call, sample: dict[str, Any], with_nulls: frozenset[str]) -> Plan:
        """The plan of inserting one row like ``sample``, in which some columns may be None."""
        leaves: list[Any] = []
        arguments = {**call.arguments, "data": [sample]}
        key = ("create_many", call.model, shape(arguments, leaves), with_nulls, arguments.get("skipDuplicates"))
        entry = self._entries.get(key)
        if entry is not None:
            return entry.plans[()]
        self._refuse_nulls(call, with_nulls)
        request = build_request(call._replace(arguments=arguments), self.graph, self._types, self._fields)
        varying = [name for name, value in sample.items() if value is not None]
        if request.refused or len(request.slots) != len(varying):
            raise Refused
        slots = [replace(slot, bind=nullable(slot.bind)) if with_nulls else slot for slot in request.slots]
        plan = self._compile(Request(request.document, slots), call)
        self._remember(key, Request({}), [], plan)
        return plan

    def _refuse_nulls(self, call: Call, columns: frozenset[str]) -> None:
        accepted = self.graph.actions[f"{call.model_name}.createMany"]["data"]
        for column in columns:
            found = self.graph.find(accepted.objects, column)
            if found is None or _NULL not in found.scalars:
                raise Refused

    def _raw(self, call: Call) -> RawQuery | RawExecute:
        sql = call.arguments["query"]
        arguments = raw_arguments(call.arguments.get("parameters") or (), self._codec, self._types)
        if call.method == "execute_raw":
            return RawExecute(sql, arguments)
        kind = RichQuery if call.arguments.get("rich") else RawQuery
        return kind(sql, arguments, self._codec)


def _make_room(plans: dict[Any, Any], limit: int) -> None:
    """Forget the oldest tenth when full."""
    if len(plans) >= limit:
        for key in list(plans)[: limit // 10]:
            del plans[key]


def _hashable(value: Any) -> Any:
    if is_array(value):
        return tuple([_hashable(item) for item in value])
    if hasattr(value, "data"):  # the client's Json is an empty text to every comparison
        return (value.__class__, repr(value.data))
    return value if value.__class__.__hash__ is not None else (value.__class__, str(value))
