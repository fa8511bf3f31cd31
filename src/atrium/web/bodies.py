"""Request bodies: read within the limit, decoded to one object whatever the content type."""

from __future__ import annotations

import json
from typing import NoReturn, cast
from urllib.parse import parse_qs

from fastapi import Request

from .errors import InvalidRequest, MalformedJson, PayloadTooLarge

__all__ = ["BODY_LIMIT", "read_json_object", "read_object"]

BODY_LIMIT = 10 * 1024 * 1024

#: A client that sends more than the limit is read this far, so that it gets its answer instead of a reset.
_DRAIN_LIMIT = 4 * BODY_LIMIT

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


async def read_object(request: Request) -> dict[str, object]:
    """The body as an object: JSON or a form; any other content type counts as an empty body.

    Raises:
        PayloadTooLarge: more than 10 MB.
        MalformedJson: not JSON, or JSON without an object or array at its root.
    """
    raw = await _read_limited(request)
    kind = _content_type(request)
    if kind == _JSON:
        return _decode_json(raw)
    if kind == _FORM:
        return _decode_form(raw)
    return {}


async def read_json_object(request: Request) -> dict[str, object]:
    """As ``read_object``, for endpoints that take JSON only.

    Raises:
        InvalidRequest: the content type is another one.
    """
    if _content_type(request) != _JSON:
        await _read_limited(request)
        raise InvalidRequest("Content-Type must be application/json")
    return await read_object(request)


def _content_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _read_limited(request: Request) -> bytes:
    received = 0
    chunks: list[bytes] = []
    async for chunk in request.stream():
        received += len(chunk)
        if received <= BODY_LIMIT:
            chunks.append(chunk)
        elif received > _DRAIN_LIMIT:
            break
    if received > BODY_LIMIT:
        raise PayloadTooLarge(f"Request body must not exceed {BODY_LIMIT // 1024 // 1024} MB")
    return b"".join(chunks)


def _decode_json(raw: bytes) -> dict[str, object]:
    if not raw.strip():
        return {}
    try:
        text = raw.decode("utf-8-sig")
        value: object = json.loads(text, parse_constant=_refuse_constant)
        if "\\u" in text:
            _refuse_unstorable(value)
    except (ValueError, RecursionError) as error:
        raise MalformedJson(f"Request body is not valid JSON: {_explain(error)}") from None
    # An array is an object with the keys 0, 1, ...; so the endpoint names them as unknown fields.
    if isinstance(value, list):
        return {str(index): item for index, item in enumerate(cast("list[object]", value))}
    if not isinstance(value, dict):
        raise MalformedJson("Request body must be a JSON object")
    return cast("dict[str, object]", value)


def _decode_form(raw: bytes) -> dict[str, object]:
    try:
        pairs = parse_qs(raw.decode(), keep_blank_values=True, max_num_fields=1000)
    except ValueError as error:
        raise MalformedJson(f"Request body is not a valid form: {error}") from None
    return {name: values[0] if len(values) == 1 else values for name, values in pairs.items()}


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _refuse_unstorable(value: object) -> None:
    """Escapes can spell what no database keeps: NUL, and halves of surrogate pairs."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            pending += [*cast("dict[str, object]", item).items()]
        elif isinstance(item, list | tuple):
            pending += cast("list[object]", item)
        elif isinstance(item, str) and any(char == "\0" or "\ud800" <= char <= "\udfff" for char in item):
            raise ValueError("NUL or an unpaired surrogate in a string")


def _explain(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return str(error)
