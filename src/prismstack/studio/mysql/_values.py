"""MySQL's values in JSON: numbers as numbers, what JavaScript would round and moments as text,
binary values as JavaScript writes a Uint8Array."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from prismstack.studio._values import number, object_from_bytes, whole

__all__ = ["columns"]

_DESCRIBES_TABLES = "json_arrayagg("


def columns(sql: str, description: Sequence[Any]) -> list[Callable[[Any], Any]]:
    """How each column's values, that are not NULL, become JSON."""
    # MariaDB has no JSON type, but the front end wants its description of the tables parsed.
    parsed = "columns" if _DESCRIBES_TABLES in sql else None
    return [_document if name == parsed else _READERS.get(kind, _plain) for name, kind, *_ in description]


def _whole(text: str) -> int | str:
    return whole(int(text))


def _real(text: str) -> float | str:
    return number(float(text))


def _document(value: Any) -> Any:
    return json.loads(value)


def _plain(value: Any) -> Any:
    return object_from_bytes(value) if isinstance(value, bytes) else value


#: Field type numbers of the protocol.
_READERS: Final[dict[int, Callable[[Any], Any]]] = {
    **dict.fromkeys((1, 2, 3, 8, 9, 13), _whole),
    **dict.fromkeys((4, 5), _real),
    245: _document,
}
