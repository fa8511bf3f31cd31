"""Plugs the engine into a generated client: its ``_execute`` and its batches."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from prismstack.errors import ConfigurationError

__all__ = ["plug_in"]


async def _execute(
    self: Any,
    *,
    method: str,
    arguments: dict[str, Any],
    model: Any = None,
    root_selection: list[str] | None = None,
) -> dict[str, Any]:
    result = await self._engine.execute(method, arguments, model, root_selection, self._tx_id)
    return {"data": {"result": result}}


def _execute_blocking(
    self: Any,
    method: str,
    arguments: dict[str, Any],
    model: Any = None,
    root_selection: list[str] | None = None,
) -> dict[str, Any]:
    result = self._engine.execute(method, arguments, model, root_selection, self._tx_id)
    return {"data": {"result": result}}


def _parsed(model: Any, value: Any) -> Any:
    """A record as a model object; the engine has validated long lists already."""
    return value if value.__class__ is model else model.model_validate(value)


def _add(self: Any, **call: Any) -> None:
    _calls(self).append(call)


async def _commit(self: Any) -> None:
    calls, client = _taken(self)
    await client._engine.execute_batch(calls, client._tx_id)


def _commit_blocking(self: Any) -> None:
    calls, client = _taken(self)
    client._engine.execute_batch(calls, client._tx_id)


def _calls(batch: Any) -> list[dict[str, Any]]:
    # The generated class keeps its queries under this (name-mangled) attribute.
    return batch._Batch__queries


def _taken(batch: Any) -> tuple[list[dict[str, Any]], Any]:
    """The batch's calls, which leave it, and its client."""
    calls = _calls(batch)
    batch._Batch__queries = []
    return calls, batch._Batch__client


def _with_clear_errors(prepare: Callable[..., Any]) -> Callable[..., Any]:
    """The client's own preparation of ``connect``, telling what to do about a missing URL."""

    def prepare_connect(self: Any, **options: Any) -> Any:
        try:
            return prepare(self, **options)
        except RuntimeError as error:
            name = str(error).rpartition(": ")[2]
            raise MissingVariable(
                f"Environment variable not found: {name}; set it (or put it in .env), e.g. {name}=file:./dev.db"
            ) from None

    return prepare_connect


def _provider_of_connection(generated: Any) -> property:
    """The client's provider: the connection's, which follows the URL; before that the schema's.

    ``generated`` is the slot that holds the schema's.
    """

    def provider(self: Any) -> str:
        engine = self._internal_engine
        return (engine and engine.provider) or generated.__get__(self)

    return property(provider, generated.__set__)


class MissingVariable(ConfigurationError, RuntimeError):
    """The datasource's URL names an environment variable that is not set."""


def plug_in(client: Any, batch: Any, *, is_async: bool) -> None:
    """Make a generated client and its batch class use the in-process engine.

    Called at the end of the generated ``client`` module.
    """
    client._execute = _execute if is_async else _execute_blocking
    actions: Any = import_module(f"{client.__module__.rpartition('.')[0]}.actions")
    actions.model_parse = _parsed
    client._prepare_connect_args = _with_clear_errors(client._prepare_connect_args)
    client._active_provider = _provider_of_connection(client._active_provider)
    batch._add = _add
    batch.commit = _commit if is_async else _commit_blocking
