"""SQLite's raw results as Python's own types, by the columns' declared types; expressions stay as SQLite has them."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any
from uuid import UUID

from prismstack.drivers._codec import Convert

__all__ = ["rich_reader"]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def rich_reader(declared: str | None) -> Convert | None:
    """The conversion of a declared type; None where SQLite's own value is right."""
    return _READERS.get((declared or "").upper().partition("(")[0].strip())


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


def _moment(value: Any) -> dt.datetime:
    if isinstance(value, int):
        return _EPOCH + dt.timedelta(milliseconds=value)
    moment = dt.datetime.fromisoformat(str(value).replace(" +", "+"))
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _day(value: Any) -> dt.date:
    return _moment(value).date()


def _time(value: Any) -> dt.time:
    return dt.time.fromisoformat(value)


def _bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else value


def _document(value: Any) -> Any:
    return json.loads(value) if isinstance(value, (str, bytes)) else value


_READERS: dict[str, Convert] = {
    "BOOLEAN": bool,
    "DATETIME": _moment,
    "TIMESTAMP": _moment,
    "DATE": _day,
    "TIME": _time,
    "DECIMAL": _decimal,
    "NUMERIC": _decimal,
    "REAL": float,
    "DOUBLE": float,
    "FLOAT": float,
    "BLOB": _bytes,
    "JSON": _document,
    "JSONB": _document,
    "UUID": UUID,
}
