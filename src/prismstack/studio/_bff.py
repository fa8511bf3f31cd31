"""The front end's procedures (its "back end for the front end"): JSON in, Node-style callbacks out.

An answer is ``[error]`` or ``[null, value]``; the SQL comes from the front end, whole.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

from pydantic import BaseModel, Field, ValidationError

from prismstack.drivers import DriverError
from prismstack.studio._session import Session
from prismstack.studio._source import Query, Row

__all__ = ["BadRequest", "UnknownProcedure", "answer"]

Answer = list[Any]


class BadRequest(Exception):
    """The body is not a request of the front end."""


class UnknownProcedure(Exception):
    """The front end asks for something that this server does not know."""


class _Statement(BaseModel):
    sql: str
    parameters: list[Any] = []
    transformations: dict[str, str] | None = None

    def query(self) -> Query:
        return Query(self.sql, self.parameters)

    def transformed(self, rows: list[Row]) -> list[Row]:
        """Text columns that hold JSON are parsed where the front end says so."""
        for name, kind in (self.transformations or {}).items():
            if kind == "json-parse":
                rows = [{**row, name: _parsed(row.get(name))} for row in rows]
        return rows


class _Procedure(BaseModel):
    procedure: str


class _QueryRequest(BaseModel):
    query: _Statement
    # The model's own method has the name already.
    searched: str | None = Field(None, alias="schema")


class _SequenceRequest(BaseModel):
    sequence: list[_Statement]


class _TransactionRequest(BaseModel):
    queries: list[_Statement]


async def answer(session: Session, body: bytes) -> Answer:
    """The answer to one request. Raises BadRequest or UnknownProcedure for what is none."""
    try:
        name = _Procedure.model_validate_json(body).procedure
        procedure = _PROCEDURES.get(name)
        if procedure is None:
            raise UnknownProcedure(f"unknown procedure {name!r}")
        return await procedure(session, body)
    except ValidationError as error:
        raise BadRequest(f"not a request of Prisma Studio: {error}") from error
    except DriverError as error:
        return [_failure(error)]


async def _query(session: Session, body: bytes) -> Answer:
    request = _QueryRequest.model_validate_json(body)
    rows = await session.query(request.query.query(), request.searched)
    return [None, request.query.transformed(rows)]


async def _sequence(session: Session, body: bytes) -> Answer:
    statements = _SequenceRequest.model_validate_json(body).sequence
    try:
        results = await session.sequence([each.query() for each in statements])
    except DriverError as error:
        return [[_failure(error)]]
    return [
        [_failure(result)] if isinstance(result, DriverError) else [None, statement.transformed(result)]
        for statement, result in zip(statements, results, strict=False)
    ]


async def _transaction(session: Session, body: bytes) -> Answer:
    statements = _TransactionRequest.model_validate_json(body).queries
    results = await session.transaction([each.query() for each in statements])
    return [None, [each.transformed(rows) for each, rows in zip(statements, results, strict=True)]]


async def _sql_lint(_session: Session, _body: bytes) -> Answer:
    # At these words the front end turns to EXPLAIN, through ``query``.
    return [{"name": "Error", "message": "sql-lint is not supported"}]


async def _query_insights(_session: Session, _body: bytes) -> Answer:
    return [{"name": "Error", "message": "query-insights is not supported"}]


_PROCEDURES: Final[dict[str, Callable[[Session, bytes], Awaitable[Answer]]]] = {
    "query": _query,
    "sequence": _sequence,
    "transaction": _transaction,
    "sql-lint": _sql_lint,
    "query-insights": _query_insights,
}


def _failure(error: DriverError) -> dict[str, Any]:
    return {"name": error.kind.value, "message": error.message}


def _parsed(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value
