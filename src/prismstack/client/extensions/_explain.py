"""``explain``: what a call would do, without doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from prismstack.client._base_engine import call_of
from prismstack.client._core import EngineCore, Failure
from prismstack.client.extensions._additions import Additions
from prismstack.client.extensions._hooked import prepared_call
from prismstack.client.extensions._layer import EngineLayer, bare
from prismstack.query import Call, FromResult, PlannedStatement, RawQuery

__all__ = [
    "AsyncRecorder",
    "ExplainedStatement",
    "Explanation",
    "FromResult",
    "Recorded",
    "SyncRecorder",
    "explaining_program",
    "explanations",
    "rows_of",
]

_EXPLAIN = {
    "sqlite": "EXPLAIN QUERY PLAN {}",
    "postgresql": "EXPLAIN (FORMAT JSON) {}",
    "cockroachdb": "EXPLAIN {}",
    "mysql": "EXPLAIN FORMAT=JSON {}",
}


@dataclass(frozen=True, slots=True)
class ExplainedStatement:
    """One statement: its SQL, its values as the driver binds them, and the database's own EXPLAIN if asked for.

    A value that an earlier statement yields is a :class:`FromResult`; the database cannot
    explain a statement that has one, so its ``database_plan`` is None.
    """

    sql: str
    parameters: tuple[Any, ...]
    database_plan: tuple[dict[str, Any], ...] | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one call would do: the query compiler's plan as a tree (None for raw queries), and the statements."""

    action: str
    model: str
    plan: dict[str, Any] | None
    statements: tuple[ExplainedStatement, ...]


class Recorded(BaseException):
    """Leaves the client's method with the calls that it made; no ``except Exception`` stops it."""

    def __init__(self, calls: list[dict[str, Any]]) -> None:
        super().__init__()
        self.calls = calls


class AsyncRecorder(EngineLayer):
    """An engine that raises Recorded instead of running a call."""

    async def execute(self, method: str, arguments: Any, model: Any, root_selection: Any, tx_id: str | None) -> Any:
        raise Recorded([_keywords(method, arguments, model, root_selection)])

    async def execute_batch(self, calls: list[dict[str, Any]], tx_id: str | None) -> Any:
        raise Recorded(calls)


class SyncRecorder(EngineLayer):
    """An engine that raises Recorded instead of running a call."""

    def execute(self, method: str, arguments: Any, model: Any, root_selection: Any, tx_id: str | None) -> Any:
        raise Recorded([_keywords(method, arguments, model, root_selection)])

    def execute_batch(self, calls: list[dict[str, Any]], tx_id: str | None) -> Any:
        raise Recorded(calls)


def _keywords(method: str, arguments: Any, model: Any, root_selection: Any) -> dict[str, Any]:
    return {"method": method, "arguments": arguments, "model": model, "root_selection": root_selection}


def explanations(client: Any, calls: Sequence[dict[str, Any]]) -> list[Explanation]:
    """The explanation of each call after the client's hooks, without the database's part.

    Raises the client's errors for bad calls.
    """
    additions: Additions | None = client._additions
    hooks = () if additions is None else additions.hooks
    inside = client.is_transaction()
    return [
        _explanation(
            bare(client._engine).core,
            call_of(prepared_call(hooks, each, in_transaction=inside, in_batch=len(calls) > 1)),
        )
        for each in calls
    ]


def _explanation(core: EngineCore, call: Call) -> Explanation:
    try:
        plan, statements = core.planner.describe(call)
    except Failure as error:
        core.fail(error, call)
    explained = tuple([ExplainedStatement(each.sql, each.parameters) for each in statements])
    return Explanation(call.method, call.model_name, plan, explained)


def explaining_program(engine: Any, statement: ExplainedStatement) -> RawQuery | None:
    """The program that asks the database to explain a statement; None when a value of it is not known."""
    if not PlannedStatement(statement.sql, statement.parameters).is_complete:
        return None
    codec = bare(engine).core.database.codec
    return RawQuery(_EXPLAIN[codec.provider].format(statement.sql), statement.parameters, codec)


def rows_of(result: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The rows of a raw query's result as dicts."""
    return tuple(dict(zip(result["columns"], row, strict=True)) for row in result["rows"])
