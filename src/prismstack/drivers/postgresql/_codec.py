"""Values on PostgreSQL and CockroachDB: asyncpg is strict about Python types, so literals are converted here."""

from __future__ import annotations

import base64
import json
import re
from decimal import Decimal
from typing import Any

from prismstack.drivers._codec import Convert, RareConvert
from prismstack.drivers.postgresql._rich import rich_reader

__all__ = ["PostgresCodec"]


class PostgresCodec:
    """The conversions of PostgreSQL (and of CockroachDB, which speaks its protocol)."""

    variant = ""
    max_bind_values = 32766
    has_arrays = True

    def __init__(self, provider: str = "postgresql") -> None:
        self.provider = provider

    def argument(self, scalar_type: str, native_type: str | None) -> Convert | None:
        return _ARGUMENTS.get(scalar_type)

    def column(self, field_type: str) -> Convert | None:
        return _COLUMNS.get(field_type)

    def wire(self, field_type: str) -> Convert | None:
        return _WIRE.get(field_type, _COLUMNS.get(field_type))

    def rich(self, declared: str | None) -> Convert | None:
        return rich_reader(declared)

    def raw_result(self, columns: list[str], declared: list[str | None], rows: list[tuple[Any, ...]]) -> dict[str, Any]:
        kinds = [_raw_kind(name or "") for name in declared]
        readers = [
            _amount if name == "money" else _raw_reader(kind) for name, kind in zip(declared, kinds, strict=True)
        ]
        return {
            "columns": columns,
            "types": kinds,
            "rows": [[_read(value, read) for value, read in zip(row, readers, strict=True)] for row in rows],
        }


def _read(value: Any, read: Convert | None) -> Any:
    return value if value is None or read is None else read(value)


def _bytes(value: Any) -> bytes:
    return base64.b64decode(value) if isinstance(value, str) else bytes(value)


def _decimal(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


_ARGUMENTS: dict[str, Convert] = {
    "int": int,
    "bigint": int,
    "float": float,
    "decimal": _decimal,
    "boolean": bool,
    "bytes": _bytes,
}


def _base64(value: Any) -> str:
    return base64.b64encode(value).decode()


def _whole(value: Any) -> int:
    return int(value)


def _plain(value: Any) -> str:
    """A numeric without an exponent and without the zeros that its column's scale adds."""
    text = format(_decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _amount(value: Any) -> str:
    """``money`` comes with its currency's sign and separators."""
    text = str(value)
    digits = _NOT_AMOUNT.sub("", text)
    return _plain(f"-{digits}" if text.startswith(("-", "(")) else digits)


def _iso_zulu(value: Any) -> str:
    text = value if isinstance(value, str) else value.isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def _json_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


_WHOLE = RareConvert(_whole, int, "{0}.__class__ is int")
_NOT_AMOUNT = re.compile(r"[^0-9.]")
_COLUMNS: dict[str, Convert] = {
    "int": _WHOLE,
    "bigint": _WHOLE,
    "float": RareConvert(float, float, "{0}.__class__ is float"),
    "bytes": _base64,
    "json": _json_text,
    "decimal": _plain,
}
_WIRE: dict[str, Convert] = {"datetime": _iso_zulu}

# -- raw results: by the type's name in PostgreSQL -------------------------------------------

_RAW_KINDS = {
    "int2": "int",
    "int4": "int",
    "int8": "bigint",
    "oid": "bigint",
    "float4": "float",
    "float8": "double",
    "numeric": "decimal",
    "money": "decimal",
    "bool": "bool",
    "char": "char",
    "bytea": "bytes",
    "json": "json",
    "jsonb": "json",
    "uuid": "uuid",
    "timestamp": "datetime",
    "timestamptz": "datetime",
    "date": "date",
    "time": "time",
    "timetz": "time",
}


def _raw_kind(name: str) -> str:
    if name.endswith("[]"):
        return f"{_RAW_KINDS.get(name[:-2], 'string')}-array"
    return _RAW_KINDS.get(name, "string")


def _raw_reader(kind: str) -> Convert | None:
    base, _, array = kind.partition("-")
    one = _RAW_READERS.get(base)
    if one is None or not array:
        return one
    return lambda values: [value if value is None else one(value) for value in values]


def _moment_text(value: Any) -> str:
    return value if isinstance(value, str) else value.isoformat()


def _document(value: Any) -> Any:
    return json.loads(value)


def _day(value: Any) -> str:
    return str(value)[:10]


def _time_of_day(value: Any) -> str:
    return str(value).partition("T")[2].removesuffix("+00:00")


_RAW_READERS: dict[str, Convert] = {
    "bigint": str,
    "decimal": _plain,
    "bytes": _base64,
    "json": _document,
    "datetime": _moment_text,
    "date": _day,
    "time": _time_of_day,
    "uuid": str,
}
