"""MySQL's raw results as Python's own types, by the kinds that the session finds for columns."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from prismstack.drivers._codec import Convert

__all__ = ["rich_reader"]

_MIDNIGHT = dt.datetime(1970, 1, 1)
_DAY = dt.timedelta(days=1)


def rich_reader(declared: str | None) -> Convert | None:
    """The conversion of a kind; None where asyncmy's own value is right."""
    return _READERS.get(declared or "")


def _moment(value: Any) -> dt.datetime:
    moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    return moment.replace(tzinfo=dt.UTC)


def _time(value: Any) -> Any:
    """A time of day; a TIME beyond one is a span and stays one."""
    return (_MIDNIGHT + value).time() if dt.timedelta(0) <= value < _DAY else value


def _decimal(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _document(value: Any) -> Any:
    return json.loads(value)


def _any_bit(value: Any) -> bool:
    return any(value) if isinstance(value, bytes) else bool(value)


_READERS: dict[str, Convert] = {
    "tinybool": bool,
    "bitbool": _any_bit,
    "datetime": _moment,
    "time": _time,
    "decimal": _decimal,
    "json": _document,
    "string": _text,
}
