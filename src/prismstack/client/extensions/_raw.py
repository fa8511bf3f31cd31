"""Raw queries whose values are Python's own types: Decimal, datetime, date, time, UUID, bytes, int, bool."""

from __future__ import annotations

from typing import Any, TypeVar, overload

from pydantic import BaseModel

__all__ = ["AsyncRaw", "SyncRaw"]

ModelT = TypeVar("ModelT", bound=BaseModel)
Row = dict[str, Any]


def _call(query: str, parameters: tuple[Any, ...]) -> dict[str, Any]:
    return {
        "method": "query_raw",
        "arguments": {"query": query, "parameters": parameters, "rich": True},
        "model": None,
    }


def _rows(response: Any, model: type[Any] | None) -> list[Any]:
    rows = response["data"]["result"]
    return rows if model is None else [model.model_validate(row) for row in rows]


class AsyncRaw:
    """Rich raw queries of an asyncio client (``client.raw``)."""

    __slots__ = ("_client",)

    def __init__(self, client: Any) -> None:
        self._client = client

    @overload
    async def query(self, query: str, *parameters: Any) -> list[Row]: ...
    @overload
    async def query(self, query: str, *parameters: Any, model: type[ModelT]) -> list[ModelT]: ...
    async def query(self, query: str, *parameters: Any, model: type[Any] | None = None) -> list[Any]:
        """The rows of a query; with ``model`` as objects of it. Raises RawQueryError."""
        return _rows(await self._client._execute(**_call(query, parameters)), model)

    @overload
    async def first(self, query: str, *parameters: Any) -> Row | None: ...
    @overload
    async def first(self, query: str, *parameters: Any, model: type[ModelT]) -> ModelT | None: ...
    async def first(self, query: str, *parameters: Any, model: type[Any] | None = None) -> Any:
        """The first row, or None."""
        rows = _rows(await self._client._execute(**_call(query, parameters)), model)
        return rows[0] if rows else None

    async def scalar(self, query: str, *parameters: Any) -> Any:
        """The first column of the first row, or None when there is no row."""
        rows = _rows(await self._client._execute(**_call(query, parameters)), None)
        return next(iter(rows[0].values())) if rows else None


class SyncRaw:
    """Rich raw queries of a sync client (``client.raw``)."""

    __slots__ = ("_client",)

    def __init__(self, client: Any) -> None:
        self._client = client

    @overload
    def query(self, query: str, *parameters: Any) -> list[Row]: ...
    @overload
    def query(self, query: str, *parameters: Any, model: type[ModelT]) -> list[ModelT]: ...
    def query(self, query: str, *parameters: Any, model: type[Any] | None = None) -> list[Any]:
        """The rows of a query; with ``model`` as objects of it. Raises RawQueryError."""
        return _rows(self._client._execute(**_call(query, parameters)), model)

    @overload
    def first(self, query: str, *parameters: Any) -> Row | None: ...
    @overload
    def first(self, query: str, *parameters: Any, model: type[ModelT]) -> ModelT | None: ...
    def first(self, query: str, *parameters: Any, model: type[Any] | None = None) -> Any:
        """The first row, or None."""
        rows = _rows(self._client._execute(**_call(query, parameters)), model)
        return rows[0] if rows else None

    def scalar(self, query: str, *parameters: Any) -> Any:
        """The first column of the first row, or None when there is no row."""
        rows = _rows(self._client._execute(**_call(query, parameters)), None)
        return next(iter(rows[0].values())) if rows else None
