"""Values on MySQL and MariaDB: plain scalars only are bound, and types without a twin are read back."""

from __future__ import annotations

import base64
import datetime as dt
import json
from decimal import Decimal
from typing import Any

from prismstack.drivers._codec import Convert, RareConvert
from prismstack.drivers.mysql._rich import rich_reader

__all__ = ["MysqlCodec"]

_UTC = dt.UTC


class MysqlCodec:
    """The conversions of MySQL; DateTime columns hold UTC without a zone."""

    provider = "mysql"
    variant = ""
    max_bind_values = 65535
    has_arrays = False

    def argument(self, scalar_type: str, native_type: str | None) -> Convert | None:
        if scalar_type == "datetime" and native_type in _TIMES:
            return _TIMES[native_type]
        return _ARGUMENTS.get(scalar_type)

    def column(self, field_type: str) -> Convert | None:
        return _COLUMNS.get(field_type)

    def wire(self, field_type: str) -> Convert | None:
        return _WIRE.get(field_type, _COLUMNS.get(field_type))

    def rich(self, declared: str | None) -> Convert | None:
        return rich_reader(declared)

    def raw_result(self, columns: list[str], declared: list[str | None], rows: list[tuple[Any, ...]]) -> dict[str, Any]:
        kinds = [_WIRE_KINDS.get(kind or "string", kind or "string") for kind in declared]
        readers = [_RAW_READERS.get(kind) for kind in kinds]
        return {
            "columns": columns,
            "types": kinds,
            "rows": [[_read(value, read) for value, read in zip(row, readers, strict=True)] for row in rows],
        }


def _read(value: Any, read: Convert | None) -> Any:
    return value if value is None or read is None else read(value)


# -- arguments ------------------------------------------------------------------------------


def _naive(value: Any) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(_UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _date(value: Any) -> dt.date:
    return _naive(value).date()


def _time(value: Any) -> str:
    return _naive(value).time().isoformat()


def _bytes(value: Any) -> bytes:
    return base64.b64decode(value) if isinstance(value, str) else bytes(value)


_TIMES: dict[str, Convert] = {"DATE": _date, "TIME": _time}
_ARGUMENTS: dict[str, Convert] = {
    "int": int,
    "bigint": int,
    "float": float,
    "decimal": str,
    "boolean": int,
    "datetime": _naive,
    "bytes": _bytes,
}

# -- columns --------------------------------------------------------------------------------


def _truth(value: Any) -> bool:
    if isinstance(value, bytes):
        return any(value)
    return value not in (0, "0", "false")


def _moment(value: Any) -> Any:
    """DATETIME, DATE or TIME as an aware datetime."""
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=_UTC)
    if isinstance(value, dt.timedelta):
        return dt.datetime(1970, 1, 1, tzinfo=_UTC) + value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day, tzinfo=_UTC)
    return dt.datetime.fromisoformat(value).replace(tzinfo=_UTC)


def _zulu(value: Any) -> str:
    return _moment(value).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plain(value: Any) -> str:
    text = format(value if isinstance(value, Decimal) else Decimal(str(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _base64(value: Any) -> str:
    return base64.b64encode(value if isinstance(value, bytes) else str(value).encode()).decode()


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _document(value: Any) -> Any:
    return json.loads(value)


_WHOLE = RareConvert(int, int, "{0}.__class__ is int")
_COLUMNS: dict[str, Convert] = {
    "int": _WHOLE,
    "bigint": _WHOLE,
    "float": RareConvert(float, float, "{0}.__class__ is float"),
    "boolean": _truth,
    "decimal": _plain,
    "datetime": _moment,
    "bytes": _base64,
    "json": _text,
    "string": _text,
}
_WIRE: dict[str, Convert] = {"datetime": _zulu}


def _iso(value: Any) -> str:
    return _moment(value).isoformat(timespec="milliseconds")


def _day(value: Any) -> str:
    return _moment(value).date().isoformat()


def _clock(value: Any) -> str:
    return _moment(value).time().isoformat()


#: Kinds that only rich queries tell apart.
_WIRE_KINDS = {"tinybool": "int", "bitbool": "bytes"}
_RAW_READERS: dict[str, Convert] = {
    "bigint": str,
    "decimal": _plain,
    "bytes": _base64,
    "json": _document,
    "datetime": _iso,
    "date": _day,
    "time": _clock,
    "string": _text,
}
