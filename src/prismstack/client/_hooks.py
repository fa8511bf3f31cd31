"""Plugs the engine into a generated client: its ``_execute`` and its batches."""

from __future__ import annotations

from typing import Any

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


def plug_in(client: Any, batch: Any, *, is_async: bool) -> None:
    """Make a generated client and its batch class use the in-process engine.

    Called at the end of the generated ``client`` module.
    """
    client._execute = _execute if is_async else _execute_blocking
    batch._add = _add
    batch.commit = _commit if is_async else _commit_blocking
