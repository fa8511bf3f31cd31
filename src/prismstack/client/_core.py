"""What the asynchronous and the synchronous engine share: everything but waiting."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, NoReturn

from prismstack.client._merging import mergeable_key
from prismstack.client._metrics import Metrics
from prismstack.client._model_class import model_class
from prismstack.client._package import ClientPackage, client_package
from prismstack.drivers import Database, DriverError, StatementLog, Watch, open_database
from prismstack.errors import SchemaInvalid
from prismstack.query import (
    OBJECTS,
    RAW_METHODS,
    Call,
    Planner,
    QueryCompiler,
    RequestError,
    calmly,
    is_reshaped,
    load_graph,
    raw_error,
    request_error,
)
from prismstack.schema import Schema, database_url, load_schema, provider_of

__all__ = ["EngineCore", "Failure", "make_call", "open_core"]

#: What running a program may raise that has to become the client's own error.
Failure = (RequestError, DriverError)

_planners: dict[tuple[str, str, str, str], Planner] = {}
_planners_lock = threading.Lock()


class EngineCore:
    """A connected engine: the database, the planner and the client package it serves."""

    def __init__(self, package: ClientPackage, planner: Planner, database: Database) -> None:
        self.package = package
        self.planner = planner
        self.database = database
        self.metrics = Metrics(database.waits.histogram)

    def merging_key(self, call: Call) -> str | None:
        """The key by which a point read may join others of its tick; None when it goes alone."""
        if not self.database.merges_reads:
            return None
        return mergeable_key(call, self.package.model_fields(call.model)[0])

    def result(self, call: Call, value: Any) -> Any:
        """A program's value as the client's method takes it; long lists as models, validated at once."""
        first = value[0] if value.__class__ is list and value else value
        if first.__class__ is not dict or call.method not in OBJECTS or not isinstance(call.model, type):
            return value
        if is_reshaped(call.arguments):
            return calmly(lambda records: self.package.partial.of(call.model, records), value)
        if value is not first and len(value) > 1:
            return calmly(lambda records: self.package.models(call.model, records), value)
        return value

    def gauges(self) -> dict[str, float]:
        """What the connection pool says, under Prisma's names."""
        state = self.database.pool()
        return {
            "prisma_client_queries_wait": float(state.waiting),
            "prisma_pool_connections_open": float(state.open),
            "prisma_pool_connections_busy": float(state.busy),
            "prisma_pool_connections_idle": float(state.open - state.busy),
        }

    def fail(self, error: Exception, call: Call | None = None) -> NoReturn:
        """Raise the client's exception for a failure."""
        self.package.raise_error(self.request_error(error, call))

    def request_error(self, error: Exception, call: Call | None = None) -> RequestError:
        """A failure in Prisma's terms."""
        if isinstance(error, DriverError):
            if call is not None and call.method in RAW_METHODS:
                return raw_error(error)
            return request_error(error, self.planner.graph.tables, call.model_name if call else None)
        if isinstance(error, RequestError):
            return error
        raise error


def open_core(
    package_name: str,
    schema_path: Path,
    digest: str,
    url: str | None,
    statement_log: StatementLog | None,
    watch: Watch | None = None,
) -> EngineCore:
    """Open the database and make ready to plan; compiles nothing yet.

    Raises SchemaInvalid when the schema beside the client is not the one it was generated
    from, ConfigurationError for a bad URL, and DriverError when the database cannot be opened.
    """
    schema = load_schema(schema_path)
    if schema.digest != digest:
        raise SchemaInvalid(
            f"the client package {package_name!r} was generated from another schema than {schema_path} "
            "holds now; run `prismstack generate`"
        )
    url = url or database_url(schema)
    provider = provider_of(url)
    package = client_package(package_name)
    database = open_database(provider, url, statement_log, watch)
    return EngineCore(package, _planner(schema, provider, package, database), database)


def _planner(schema: Schema, provider: str, package: ClientPackage, database: Database) -> Planner:
    """The planner that all engines of one client, schema and kind of database share."""
    variant = f"{database.codec.variant}|{database.connection_info}"
    key = (package.name, schema.digest, provider, variant)
    with _planners_lock:
        planner = _planners.get(key)
        if planner is None:
            planner = _planners[key] = Planner(
                QueryCompiler(schema, provider, database.connection_info),
                load_graph(schema, provider),
                database.codec,
                package.value_types,
                package.model_fields,
                model_class,
            )
        return planner


def make_call(method: str, arguments: dict[str, Any], model: Any, root_selection: list[str] | None) -> Call:
    """The call of a client method."""
    name = "" if model is None or method in RAW_METHODS else getattr(model, "__prisma_model__", "")
    return Call(method, name, model, arguments, root_selection)
