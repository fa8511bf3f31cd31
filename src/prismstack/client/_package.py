"""What we use of a generated client package: its models, value wrappers and exception classes.

A client may be generated into the ``prisma`` package or any other; each copy has classes
of its own, so they are reached through the package that an engine belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import Any, NoReturn

from pydantic import TypeAdapter

from prismstack.client._partial import PartialRecords
from prismstack.query import RequestError, ValueTypes

__all__ = ["ClientPackage", "client_package"]


@lru_cache
def client_package(name: str) -> ClientPackage:
    """The one description of a client package that all its engines share."""
    return ClientPackage(name)


class ClientPackage:
    """One generated client package, by its import name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._models: dict[Any, tuple[list[str], Callable[[str], Any]]] = {}
        self._lists: dict[Any, TypeAdapter[list[Any]]] = {}
        self.partial = PartialRecords(self.model_fields)

    @property
    def value_types(self) -> ValueTypes:
        """The client's Json and Base64 classes and its serialiser for other types."""
        fields, builder = self._module("fields"), self._module("_builder")
        return ValueTypes(json=fields.Json, base64=fields.Base64, serialize=builder.serializer)

    def model_fields(self, model: Any) -> tuple[list[str], Callable[[str], Any]]:
        """A model class's scalar fields, and a function from a relation's name to its model class.

        Raises the client's own errors for a class that is no model, or an unknown relation.
        """
        known = self._models.get(model)
        if known is None:
            known = self._models[model] = self._describe(model)
        return known

    def describe(self, model: Any, scalars: list[str], related: Callable[[str], Any]) -> None:
        """Make known a stand-in for a model class."""
        self._models[model] = (scalars, related)

    def relation_target(self, model_name: str, field: str) -> str:
        """The name of the model that a relation field leads to."""
        return self._module("metadata").RELATIONAL_FIELD_MAPPINGS[model_name][field]

    def models(self, model: Any, records: list[dict[str, Any]]) -> list[Any]:
        """Records as model objects: one validation of the list costs less than one of each."""
        adapter = self._lists.get(model)
        if adapter is None:
            annotation: Any = list[model]
            adapter = self._lists[model] = TypeAdapter(annotation)
        return adapter.validate_python(records)

    def raise_error(self, error: RequestError) -> NoReturn:
        """Raise the client's exception class for a request error."""
        handler: Callable[[Any, Any], NoReturn] = self._module("engine.utils").handle_response_errors
        message = str(error)
        handler(
            None,
            [
                {
                    "error": message,
                    "user_facing_error": {
                        "is_panic": False,
                        "message": message,
                        "meta": error.meta,
                        "error_code": error.prisma_code or "P2039",
                    },
                }
            ],
        )

    def already_connected(self) -> Exception:
        """The error of a second ``connect``."""
        return self._module("engine.errors").AlreadyConnectedError("Already connected to the query engine")

    def not_connected(self) -> Exception:
        """The error of a query before ``connect``."""
        return self._module("engine.errors").NotConnectedError("Not connected to the database; call connect() first")

    def _describe(self, model: Any) -> tuple[list[str], Callable[[str], Any]]:
        builder = self._builder()
        return builder.get_default_fields(model), lambda field: builder.get_relational_model(model, field)

    def _builder(self) -> Any:
        """The client's query builder, which knows how to read model classes."""
        metadata = self._module("metadata")
        return self._module("_builder").QueryBuilder(
            method="find_many",
            arguments={},
            prisma_models=metadata.PRISMA_MODELS,
            relational_field_mappings=metadata.RELATIONAL_FIELD_MAPPINGS,
        )

    def _module(self, name: str) -> Any:
        return import_module(f"{self.name}.{name}")
