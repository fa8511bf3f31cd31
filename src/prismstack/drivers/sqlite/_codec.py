"""Values on SQLite: which Python value each Prisma scalar is bound as and read from.

DateTime is ISO text with milliseconds and ``+00:00`` (or milliseconds since 1970, see
``timestamp_format``); both are read, and so is ``CURRENT_TIMESTAMP``'s text. Decimal has
NUMERIC affinity, so SQLite keeps about 15 significant digits, as it does for every client.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from decimal import Decimal, InvalidOperation
from typing import Any

from prismstack.drivers._codec import Convert, RareConvert
from prismstack.drivers.sqlite._rich import rich_reader
from prismstack.errors import ConfigurationError

__all__ = ["SqliteCodec"]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND = dt.timedelta(milliseconds=1)
# Length of 2024-01-31T12:00:00.000+00:00, the form we write.
_CANONICAL_LENGTH = 29


class SqliteCodec:
    """The conversions of SQLite; ``timestamp_format`` is ``iso8601`` or ``unixepoch-ms``."""

    provider = "sqlite"
    max_bind_values = 32766
    has_arrays = False

    def __init__(self, timestamp_format: str = "iso8601") -> None:
        write = {"iso8601": _iso_text, "unixepoch-ms": _epoch_milliseconds}
        if timestamp_format not in write:
            raise ConfigurationError(f"timestamp_format={timestamp_format!r}: use iso8601 or unixepoch-ms")
        self.variant = timestamp_format
        self._write_datetime: Convert = write[timestamp_format]
        self._arguments: dict[str, Convert] = {
            "int": int,
            "bigint": int,
            "float": float,
            "decimal": _bind_decimal,
            "boolean": int,
            "datetime": self._bind_datetime,
            "bytes": _bind_bytes,
        }

    def argument(self, scalar_type: str, native_type: str | None) -> Convert | None:
        return self._arguments.get(scalar_type, _bind_unknown if scalar_type == "unknown" else None)

    def column(self, field_type: str) -> Convert | None:
        return _COLUMNS.get(field_type)

    def wire(self, field_type: str) -> Convert | None:
        return _WIRE.get(field_type, _COLUMNS.get(field_type))

    def rich(self, declared: str | None) -> Convert | None:
        return rich_reader(declared)

    def raw_result(self, columns: list[str], declared: list[str | None], rows: list[tuple[Any, ...]]) -> dict[str, Any]:
        kinds = [_raw_kind(name, [row[at] for row in rows]) for at, name in enumerate(declared)]
        readers = [_RAW_READERS.get(kind) for kind in kinds]
        return {
            "columns": columns,
            "types": kinds,
            "rows": [
                [
                    value if read is None or value is None else read(value)
                    for value, read in zip(row, readers, strict=True)
                ]
                for row in rows
            ],
        }

    def _bind_datetime(self, value: Any) -> Any:
        moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
        return self._write_datetime(moment)


# -- arguments ------------------------------------------------------------------------------


def _iso_text(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _epoch_milliseconds(moment: dt.datetime) -> int:
    return (moment - _EPOCH) // _MILLISECOND


def _bind_decimal(value: Any) -> Any:
    if type(value) is float:
        return value
    # As text it would be compared as text where SQLite applies no affinity.
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if number == number.to_integral_value() and abs(number) < 2**63:
        return int(number)
    return float(number)


def _bind_bytes(value: Any) -> bytes:
    return base64.b64decode(value) if isinstance(value, str) else bytes(value)


def _bind_unknown(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dt.datetime):
        return _iso_text(value)
    if isinstance(value, Decimal):
        return _bind_decimal(value)
    return value


# -- columns --------------------------------------------------------------------------------


def _whole(value: Any) -> int:
    return value if type(value) is int else int(float(value))


def _floating(value: Any) -> float:
    return value if type(value) is float else float(value)


def _truth(value: Any) -> bool:
    if isinstance(value, (int, float)):
        return value != 0
    return value in ("true", "TRUE", "1", b"\x01")


def _decimal_text(value: Any) -> str:
    if type(value) is float:
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if type(value) is int:
        return str(value)
    try:
        return str(Decimal(value))
    except InvalidOperation:
        raise ValueError(f"{value!r} is not a decimal number") from None


def _moment(value: Any) -> str:
    """A stored DateTime as ISO text with an offset."""
    if type(value) is str:
        if len(value) == _CANONICAL_LENGTH and value[10] == "T" and value[-6:] == "+00:00":
            return value
        return _parsed(value).isoformat(timespec="milliseconds")
    return (_EPOCH + value * _MILLISECOND).isoformat(timespec="milliseconds")


def _moment_zulu(value: Any) -> str:
    return _moment(value).replace("+00:00", "Z")


def _parsed(text: str) -> dt.datetime:
    if ":" in text and "-" not in text[:5]:  # a time of day alone
        text = f"1970-01-01T{text}"
    # Prisma's migrations write defaults with a blank in front of the offset.
    moment = dt.datetime.fromisoformat(text.replace(" +", "+"))
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _base64(value: Any) -> str:
    data = value.encode() if isinstance(value, str) else value
    return base64.b64encode(data).decode()


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


_WHOLE = RareConvert(_whole, int, "{0}.__class__ is int")
_COLUMNS: dict[str, Convert] = {
    "int": _WHOLE,
    "bigint": _WHOLE,
    "float": RareConvert(_floating, float, "{0}.__class__ is float"),
    "boolean": _truth,
    "decimal": _decimal_text,
    # Of the canonical length and in UTC: the rest is read by whoever parses it.
    "datetime": RareConvert(
        _moment, str, f"{{0}}.__class__ is str and len({{0}}) == {_CANONICAL_LENGTH} and {{0}}[23:] == '+00:00'"
    ),
    "bytes": _base64,
    "json": _text,
}
_WIRE: dict[str, Convert] = {"datetime": _moment_zulu}

# -- raw results ----------------------------------------------------------------------------

_DECLARED = {
    "BOOLEAN": "bool",
    "DATETIME": "datetime",
    "TIMESTAMP": "datetime",
    "DATE": "date",
    "DECIMAL": "decimal",
    "NUMERIC": "decimal",
    "BIGINT": "bigint",
    "REAL": "double",
    "DOUBLE": "double",
    "FLOAT": "double",
    "JSONB": "json",
    "JSON": "json",
}


def _document(value: Any) -> Any:
    # A number's text becomes a number in the column, whose affinity is NUMERIC.
    return json.loads(value) if isinstance(value, (str, bytes)) else value


_RAW_READERS: dict[str, Convert] = {
    "bool": _truth,
    "datetime": _moment,
    "decimal": _decimal_text,
    "bigint": str,
    "bytes": _base64,
    "double": _floating,
    "json": _document,
}


def _raw_kind(declared: str | None, values: list[Any]) -> str:
    """The wire type of a raw column: by its declared type, else by its first value."""
    name = (declared or "").upper().partition("(")[0].strip()
    kind = _DECLARED.get(name)
    if kind is not None:
        return kind
    first = next((value for value in values if value is not None), None)
    if isinstance(first, int):
        return "int"
    if isinstance(first, float):
        return "double"
    return "bytes" if isinstance(first, bytes) else "string"
