"""OpenTelemetry spans, by the names that Prisma's clients use."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any

from prismstack.client.extensions._instrument import Instrument
from prismstack.client.extensions._operation import RunningCall
from prismstack.drivers import DriverError, StatementEvent
from prismstack.errors import ConfigurationError
from prismstack.query import ACTIONS

__all__ = ["Tracing", "traceparent"]

_NANOSECONDS = 1_000_000_000
_RAW = {"query_raw": "queryRaw", "query_first": "queryRaw", "execute_raw": "executeRaw", "batch": "batch"}
_OTHER = {
    "connect": "prisma:client:connect",
    "begin": "prisma:client:start_transaction",
    "commit": "prisma:client:commit_transaction",
    "rollback": "prisma:client:rollback_transaction",
}


class Tracing(Instrument):
    """A span for each call (``prisma:client:operation``) and for each statement (``prisma:client:db_query``).

    Needs ``opentelemetry-api`` (``pip install 'prismstack[otel]'``); raises ConfigurationError
    without it. ``tracer_provider`` defaults to the global one. Attributes of calls are Prisma's
    (``method``, ``model``, ``name``), those of statements OpenTelemetry's (``db.system.name``,
    ``db.query.text``, ``db.namespace``, ``server.address``, ``server.port``); values of
    parameters are never part of them.
    """

    observes = True

    def __init__(self, *, tracer_provider: Any = None) -> None:
        self._trace = _opentelemetry("opentelemetry.trace")
        self._tracer = self._trace.get_tracer("prismstack", tracer_provider=tracer_provider)
        self._database: dict[str, Any] = {}

    def connected(self, database: Any) -> None:
        self._database = _database_attributes(database)

    def call(self, call: RunningCall) -> AbstractContextManager[object]:
        other = _OTHER.get(call.action)
        if other is not None:
            return self._tracer.start_as_current_span(other)
        method = ACTIONS.get(call.action) or _RAW.get(call.action, call.action)
        attributes = {"method": method, "name": f"{call.model}.{method}" if call.model else method}
        if call.model:
            attributes["model"] = call.model
        return self._tracer.start_as_current_span("prisma:client:operation", attributes=attributes)

    def observe(self, event: StatementEvent) -> None:
        attributes = {**self._database, "db.query.text": event.sql}
        if event.rows is not None:
            attributes["db.response.returned_rows"] = event.rows
        began = int(event.began * _NANOSECONDS)
        span = self._tracer.start_span(
            "prisma:client:db_query", kind=self._trace.SpanKind.CLIENT, attributes=attributes, start_time=began
        )
        if event.error is not None:
            span.set_attribute("error.type", _error_type(event.error))
            span.record_exception(event.error)
            span.set_status(self._trace.Status(self._trace.StatusCode.ERROR, str(event.error)))
        span.end(end_time=began + int(event.duration * _NANOSECONDS))


def traceparent(call: RunningCall | None) -> Mapping[str, str]:
    """The trace context as tags, for ``SqlComments(dynamic=traceparent)``; empty outside any span."""
    carrier: dict[str, str] = {}
    propagation = _opentelemetry("opentelemetry.trace.propagation.tracecontext")
    propagation.TraceContextTextMapPropagator().inject(carrier)
    return carrier


def _opentelemetry(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise ConfigurationError(f"tracing needs {error.name}; pip install 'prismstack[otel]'") from None


def _database_attributes(database: Any) -> dict[str, Any]:
    options = database.options
    attributes: dict[str, Any] = {"db.system.name": database.codec.provider}
    if database.codec.provider == "sqlite":
        return {**attributes, "db.namespace": options.path}
    return {
        **attributes,
        "db.namespace": options.database,
        "server.address": options.host,
        "server.port": options.port,
    }


def _error_type(error: BaseException) -> str:
    return (isinstance(error, DriverError) and error.original_code) or type(error).__qualname__
