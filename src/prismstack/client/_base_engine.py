"""What the asynchronous and the blocking engine of a generated client have in common."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from prismstack.client._batch import BatchProgram
from prismstack.client._core import EngineCore, make_call, open_core
from prismstack.client._graphql import parse_request
from prismstack.client._metrics import as_json, as_prometheus
from prismstack.client._package import client_package
from prismstack.client._transactions import TransactionRegistry, TransactionState, limits
from prismstack.drivers import IsolationLevel, Program, Scope, Watch, isolation_level
from prismstack.query import Call, RequestError

__all__ = ["BaseEngine", "call_of", "transaction_options"]


class BaseEngine:
    """What both engines are made of; subclasses in the generated package fill the class variables."""

    package: ClassVar[str]
    schema_digest: ClassVar[str]

    def __init__(self, *, dml_path: Path, log_queries: bool = False, http_config: object = None) -> None:
        self.dml_path = dml_path
        self._log = print if log_queries else None
        #: Set before ``connect`` by what wants to know of every statement.
        self.watch: Watch | None = None
        self._core: EngineCore | None = None
        self._transactions = TransactionRegistry()

    def _open(self, datasources: Sequence[Mapping[str, Any]] | None) -> None:
        if self._core is not None:
            raise client_package(self.package).already_connected()
        url = datasources[0]["url"] if datasources else None
        self._core = open_core(self.package, self.dml_path, self.schema_digest, url, self._log, self.watch)

    @property
    def provider(self) -> str | None:
        """The kind of database that is open; None before ``connect``."""
        return None if self._core is None else self._core.database.codec.provider

    @property
    def core(self) -> EngineCore:
        """The connected engine; raises the client's NotConnectedError before ``connect``."""
        if self._core is None:
            raise client_package(self.package).not_connected()
        return self._core

    @property
    def is_connected(self) -> bool:
        return self._core is not None

    def close(self, *, timeout: timedelta | None = None) -> None:
        """Roll back what is open and close the database; idempotent."""
        core, self._core = self._core, None
        if core is None:
            return
        for transaction in self._transactions.all_open():
            with suppress(RequestError):
                # Closing its connection rolls it back.
                self._transactions.end(transaction, TransactionState.ROLLED_BACK, "rollback")
        core.database.close()

    def _metrics(self, format: str, global_labels: dict[str, str] | None) -> Any:
        core = self.core
        render = as_prometheus if format == "prometheus" else as_json
        return render(core.metrics, core.gauges(), global_labels or {})

    def _batch(self, calls: list[Call]) -> tuple[Program, Scope]:
        planner = self.core.planner
        return BatchProgram([planner.program(call) for call in calls]), {"#run": {}}

    def _calls(self, content: str) -> tuple[list[Call], bool]:
        """The calls of a GraphQL payload, and whether it is a batch."""
        return parse_request(json.loads(content), self.core.package)


class TransactionOptions(NamedTuple):
    """The options of an interactive transaction; times in milliseconds."""

    max_wait: int
    timeout: int
    isolation: IsolationLevel | None


def transaction_options(content: str) -> TransactionOptions:
    """The options in a JSON text.

    Raises RequestError P2028 for a limit that is not positive, DriverError P2023 for an unknown isolation level.
    """
    options = json.loads(content)
    max_wait, timeout = int(options["max_wait"]), int(options["timeout"])
    limits(max_wait, timeout)
    name = options.get("isolation_level")
    return TransactionOptions(max_wait, timeout, None if name is None else isolation_level(name))


def call_of(keywords: dict[str, Any]) -> Call:
    """The call of the keyword arguments that the client's query builder takes."""
    return make_call(keywords["method"], keywords["arguments"], keywords.get("model"), keywords.get("root_selection"))
