"""The query compiler: protocol requests in, plans out."""

from __future__ import annotations

import json
import threading
from typing import Any

from prismstack.engines import load_engine, query_compiler
from prismstack.errors import EngineCrashed, SchemaInvalid
from prismstack.query._errors import RequestError
from prismstack.query._json import is_array, is_object
from prismstack.schema import Schema, blank_urls
from prismstack.wasm import UNDEFINED, Instance, JsError, JsException, error_text

__all__ = ["QueryCompiler"]

# Objects that crossed the border stay alive until the store is collected.
_COLLECT_EVERY = 64
# Linear memory of an instance only grows; a fresh instance costs a few milliseconds.
_RENEW_EVERY = 5_000

# The compiler names the family of driver adapters, not the datasource's provider.
_ADAPTERS = {"postgresql": "postgres", "cockroachdb": "postgres"}


class QueryCompiler:
    """Compiles requests for one schema and provider; thread-safe.

    An instance that panicked is replaced at the next call; ``crashes`` counts them and
    ``compilations`` the plans made.
    """

    def __init__(self, schema: Schema, provider: str, connection_info: dict[str, Any]) -> None:
        self._schema = schema.for_provider(provider)
        self._provider = provider
        self._connection_info = connection_info
        self._lock = threading.Lock()
        self._instance: Instance | None = None
        self._handle = 0
        self.compilations = 0
        self.crashes = 0

    def compile(self, request: dict[str, Any]) -> dict[str, Any]:
        """The plan of a request.

        Raises RequestError with the compiler's own code, message and meta when the request
        is not valid, EngineCrashed when the compiler panicked.
        """
        text = json.dumps(request)
        with self._lock:
            self.compilations += 1
            try:
                return self._compile(text)
            except JsException as thrown:
                raise _request_error(thrown.value) from None
            except EngineCrashed:
                self.crashes += 1
                self._drop()
                raise

    def _compile(self, text: str) -> dict[str, Any]:
        instance = self._ready()
        address, size = instance.heap.put_text(text)
        plan = instance.heap.take(instance.call_result("querycompiler_compile", self._handle, address, size))
        if self.compilations % _COLLECT_EVERY == 0:
            instance.collect()
        if self.compilations % _RENEW_EVERY == 0:
            self._drop()
        return dict(plan)

    def _drop(self) -> None:
        if self._instance is not None:
            self._instance.close()
            self._instance = None

    def _ready(self) -> Instance:
        if self._instance is None:
            instance = Instance(load_engine(query_compiler(self._provider)))
            options = {
                "datamodel": "\n".join(blank_urls(file.text) for file in self._schema.files),
                "provider": _ADAPTERS.get(self._provider, self._provider),
                "connectionInfo": self._connection_info,
            }
            try:
                self._handle = instance.call_result("querycompiler_new", options)
            except JsException as thrown:
                instance.close()
                raise SchemaInvalid(error_text(thrown.value)) from None
            self._instance = instance
        return self._instance


def _request_error(value: Any) -> RequestError:
    fields: dict[str, Any] = value.properties | {"message": value.message} if isinstance(value, JsError) else value
    fields = _without_undefined(fields)
    return RequestError(fields.get("code"), str(fields.get("message", fields)), fields.get("meta"))


def _without_undefined(value: Any) -> Any:
    if is_object(value):
        return {key: _without_undefined(item) for key, item in value.items() if item is not UNDEFINED}
    if is_array(value):
        return [_without_undefined(item) for item in value]
    return value
