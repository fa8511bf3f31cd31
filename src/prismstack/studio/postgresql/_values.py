"""PostgreSQL's values in JSON: exchanged with the server as text, then given the front end's shapes.

Whole numbers and floats are numbers, int8 and numeric texts, JSON parsed, moments ISO 8601
in UTC, bytea ``\\x…``; what is left keeps the server's own spelling.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Final, cast

from prismstack.studio._values import number

__all__ = ["KNOWN", "argument", "column", "register_codecs", "reset_codecs"]

_MOMENT = re.compile(r"(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)?(?:\+00)?")

_AS_TEXT = (
    "int8", "numeric", "money", "text", "varchar", "bpchar", "name", "bytea", "uuid", "xml", "date", "time",
    "timetz", "interval", "inet", "cidr", "macaddr", "macaddr8", "bit", "varbit", "point", "line", "lseg", "box",
    "path", "polygon", "circle", "tsvector", "tsquery", "xid", "cid", "tid", "pg_lsn", "jsonpath", "regclass",
    "regproc", "regprocedure", "regoper", "regoperator", "regtype", "regconfig", "regdictionary", "regnamespace",
    "regrole",
)  # fmt: skip


async def register_codecs(connection: Any) -> None:
    """Set the codecs of a new connection; they are all built-in types, so nothing is asked of the server."""
    for name, decoder in _DECODERS.items():
        await connection.set_type_codec(name, schema="pg_catalog", encoder=_encoded, decoder=decoder, format="text")


async def reset_codecs(connection: Any) -> None:
    """Undo :func:`register_codecs`."""
    for name in _DECODERS:
        await connection.reset_type_codec(name, schema="pg_catalog")


def argument(value: Any, kind: Any) -> Any:
    """A parameter from JSON as asyncpg takes it for a type; most have a codec of ours."""
    if kind.name != "char" or value is None:
        return value
    # asyncpg lets no codec near "char", the single byte of the system's tables, which is 0 when empty.
    return str(value).encode()[:1] or b"\0"


def column(value: Any) -> Any:
    """A column's value in JSON, from what the codecs made of it."""
    if isinstance(value, list):
        return [column(each) for each in cast("list[Any]", value)]
    if isinstance(value, bytes):
        return value.decode("latin-1").rstrip("\0")
    return value


def _encoded(value: Any) -> str:
    """A parameter from JSON as the server reads its text."""
    if isinstance(value, str):
        return value
    # True, false, numbers, objects: JSON's spelling is PostgreSQL's.
    return json.dumps(value)


def _moment(text: str) -> str:
    """``2026-01-31 12:00:00.5+00`` as ``2026-01-31T12:00:00.500Z``; infinities and years BC as they are."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return text
    fraction = (found[3] or ".").ljust(4, "0")
    return f"{found[1]}T{found[2]}{fraction}Z"


def _real(text: str) -> float | str:
    return number(float(text))


def _truth(text: str) -> bool:
    return text == "t"


_DECODERS: Final[dict[str, Callable[[str], Any]]] = {
    **dict.fromkeys(_AS_TEXT, str),
    **dict.fromkeys(("int2", "int4", "oid"), int),
    **dict.fromkeys(("float4", "float8"), _real),
    **dict.fromkeys(("json", "jsonb"), json.loads),
    **dict.fromkeys(("timestamp", "timestamptz"), _moment),
    "bool": _truth,
}
#: Names of the types that have a codec.
KNOWN: Final = frozenset(_DECODERS)
