"""asyncpg codecs: the types whose default Python form differs from what plans bind and models take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

__all__ = ["register_codecs"]

_UTC = dt.UTC
# PostgreSQL counts microseconds from here.
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=_UTC)
_interval = dt.timedelta
_MICROSECOND = dt.timedelta(microseconds=1)
# What stands for the infinities, and for years that Python does not have.
_EARLIEST, _LATEST = (moment.replace(tzinfo=_UTC) for moment in (dt.datetime.min, dt.datetime.max))

_AS_TEXT = ("uuid", "inet", "cidr", "macaddr", "macaddr8", "money", "xml", "bit", "varbit", "interval")


async def register_codecs(connection: Any) -> None:
    """Set the codecs of a new connection; they are all built-in types, so nothing is asked of the server."""
    for name in ("timestamp", "timestamptz"):
        await connection.set_type_codec(name, schema="pg_catalog", encoder=_timestamp, decoder=_moment, format="tuple")
    texts: dict[str, tuple[Callable[[Any], str], Callable[[str], Any]]] = {
        "date": (_date_text, _date_moment),
        "time": (_time_text, _time_moment),
        "timetz": (_time_text, _time_moment),
        **dict.fromkeys(_AS_TEXT, (str, str)),
    }
    for name, (encoder, decoder) in texts.items():
        await connection.set_type_codec(name, schema="pg_catalog", encoder=encoder, decoder=decoder, format="text")


def _aware(value: Any) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=_UTC)


def _timestamp(value: Any) -> tuple[int]:
    return ((_aware(value) - _EPOCH) // _MICROSECOND,)


def _moment(value: tuple[int]) -> dt.datetime:
    try:
        return _EPOCH + _interval(0, 0, value[0])  # half the price of a keyword
    except OverflowError:
        return _LATEST if value[0] > 0 else _EARLIEST


def _date_text(value: Any) -> str:
    return value[:10] if isinstance(value, str) else _aware(value).date().isoformat()


def _date_moment(text: str) -> str:
    return f"{text}T00:00:00.000+00:00"


def _time_text(value: Any) -> str:
    if isinstance(value, str) and "T" not in value:
        return value
    return _aware(value).timetz().isoformat()


def _time_moment(text: str) -> str:
    if "+" not in text and "-" not in text:
        return f"1970-01-01T{text}+00:00"
    # Offsets come without minutes when they are whole hours.
    return f"1970-01-01T{text}:00" if text[-3] in "+-" else f"1970-01-01T{text}"
