"""How routers say what they take and answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from pydantic import TypeAdapter

__all__ = ["Query", "answers", "takes"]

Query = tuple[str, dict[str, object], str]

_ERRORS = {
    400: "The input breaks a rule of the endpoint",
    402: "Declined, or less than what is owed",
    403: "The admin key is wrong",
    404: "What the request names does not exist",
    409: "Not possible in the present state",
    413: "The body exceeds 10 MB",
    422: "The idempotency key was used for another request",
    429: "Too many requests",
    503: "No capacity left, or the database is busy",
}


def answers(model: object, *errors: int, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """The successful answer and the errors an endpoint can give."""
    described: dict[int | str, dict[str, Any]] = {status: {"model": model, "description": "Done"}}
    described.update({code: {"description": _ERRORS[code]} for code in errors})
    return described


def takes(body: object = None, query: Sequence[Query] = (), *, headers: Sequence[Query] = ()) -> dict[str, Any]:
    """Body (a TypedDict), query parameters and headers that a handler reads by itself."""
    described: dict[str, Any] = {}
    if body is not None:
        schema = TypeAdapter(cast("type[object]", body)).json_schema()
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    parameters = [_parameter(each, "query") for each in query] + [_parameter(each, "header") for each in headers]
    if parameters:
        described["parameters"] = parameters
    return described


def _parameter(query: Query, place: str) -> dict[str, object]:
    name, schema, description = query
    return {"name": name, "in": place, "required": False, "schema": schema, "description": description}
