"""Raw queries: the user's own SQL, bound as it is, with results typed by the database."""

from __future__ import annotations

import datetime as dt
import enum
import json
import re
from decimal import Decimal
from typing import Any

from prismstack.drivers import Codec, DriverError, ErrorKind, RawStatement, RowSet, Steps
from prismstack.query._database_errors import request_error
from prismstack.query._errors import RequestError
from prismstack.query._json import is_array
from prismstack.query._scalars import ValueTypes, json_text, utc
from prismstack.query._scope import Scope

__all__ = ["RawExecute", "RawQuery", "RichQuery", "raw_arguments", "raw_error", "sql_reads_only"]

_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_FIRST_WORD = re.compile(r"[\s(]*([A-Za-z]+)")
_CHANGES_DATA = re.compile(r"\b(?:INSERT|UPDATE|DELETE|REPLACE|MERGE)\b", re.IGNORECASE)


class RawQuery:
    """A program of one query; its value is ``{columns, types, rows}`` in wire form."""

    single = None
    transactional = False
    indivisible = False

    def __init__(self, sql: str, arguments: tuple[Any, ...], codec: Codec) -> None:
        self.statement = RawStatement(sql, arguments)
        self._codec = codec
        self.writes = not sql_reads_only(sql)
        self.slow = False

    def steps(self, scope: Scope) -> Steps:
        result: RowSet = yield self.statement
        return self._codec.raw_result(list(result.columns), list(result.declared), result.rows)


class RichQuery(RawQuery):
    """A program of one query; its value is a list of dicts with Python's own types."""

    def steps(self, scope: Scope) -> Steps:
        result: RowSet = yield self.statement
        declared = result.declared or (None,) * len(result.columns)
        readers = [self._codec.rich(kind) for kind in declared]
        columns = list(zip(result.columns, readers, strict=True))
        return [
            {
                name: value if read is None or value is None else read(value)
                for (name, read), value in zip(columns, row, strict=True)
            }
            for row in result.rows
        ]


class RawExecute:
    """A program of one statement; its value is the number of rows it changed."""

    single = None
    transactional = False
    indivisible = False
    writes = True

    def __init__(self, sql: str, arguments: tuple[Any, ...]) -> None:
        self.statement = RawStatement(sql, arguments, wants_rows=False)
        self.slow = False

    def steps(self, scope: Scope) -> Steps:
        return (yield self.statement)


def raw_arguments(values: Any, codec: Codec, types: ValueTypes) -> tuple[Any, ...]:
    """The caller's parameters as the driver binds them.

    Raises TypeError for a value that no database type stands for.
    """
    return tuple([_argument(value, codec, types) for value in values])


def _argument(value: Any, codec: Codec, types: ValueTypes) -> Any:
    if isinstance(value, enum.Enum):
        value = value.value
    if isinstance(value, dt.datetime):
        value = utc(value)
    for kind, scalar in _SCALARS:
        if isinstance(value, kind):
            convert = codec.argument(scalar, None)
            return value if convert is None else convert(value)
    if isinstance(value, types.json):
        return json_text(value.data, types)
    if codec.has_arrays and is_array(value):
        return [_argument(item, codec, types) for item in value]
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, default=types.serialize, ensure_ascii=False)
    if isinstance(value, types.base64):
        return value.decode()
    return value if value is None else types.serialize(value)


_SCALARS: list[tuple[type[Any], str]] = [
    (bool, "boolean"),
    (str, "string"),
    (int, "bigint"),
    (float, "float"),
    (Decimal, "decimal"),
    (dt.datetime, "datetime"),
    (bytes, "bytes"),
]


#: Failures that are not the statement's.
_OF_THE_CONNECTION = frozenset(
    {
        ErrorKind.CONNECTION_CLOSED,
        ErrorKind.CONNECT_TIMEOUT,
        ErrorKind.DATABASE_NOT_REACHABLE,
        ErrorKind.POOL_TIMEOUT,
        ErrorKind.SOCKET_TIMEOUT,
        ErrorKind.TOO_MANY_CONNECTIONS,
    }
)


def raw_error(error: DriverError) -> RequestError:
    """What a failure of a raw query is reported as: P2010, unless it is the connection that failed."""
    if error.kind in _OF_THE_CONNECTION:
        return request_error(error, {})
    code = error.original_code or "N/A"
    message = error.original_message
    return RequestError(
        "P2010", f"Raw query failed. Code: `{code}`. Message: `{message}`", {"code": code, "message": message}
    )


def sql_reads_only(sql: str) -> bool:
    """Whether a statement of the user's own only reads, as far as its first word and its verbs tell."""
    text = _COMMENT.sub(" ", sql)
    found = _FIRST_WORD.match(text)
    word = found[1].upper() if found else ""
    if word in ("SELECT", "VALUES", "EXPLAIN"):
        return True
    return word == "WITH" and not _CHANGES_DATA.search(text)
