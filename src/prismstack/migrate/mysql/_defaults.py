"""Defaults in one canonical form, whether a schema or a catalogue states them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

from prismstack.migrate.mysql._model import Column, ColumnType, Default
from prismstack.migrate.mysql._types import quoted_text

__all__ = ["NOW", "canonical", "default_sql", "expression", "same_default"]

NOW = Default("now")
_INTEGERS = frozenset({"TINYINT", "SMALLINT", "MEDIUMINT", "INTEGER", "BIGINT", "YEAR"})
# More than a DECIMAL can have.
_DIGITS = 100
_FRACTIONS = {"DATETIME", "TIMESTAMP", "TIME"}
_NOW = re.compile(r"\(*(?:current_timestamp|now|localtime|localtimestamp)(?:\(\d*\))?\)*", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)
_LITERAL = re.compile(r"'((?:[^'\\]|''|\\.)*)'")
# What the server adds to an expression, or changes in it, as it keeps it.
_DECORATION = re.compile(r"[\s`()]|_utf8mb[34](?=\\?')|\\(?=')", re.IGNORECASE)


def canonical(text: str, type_: ColumnType) -> Default:
    """A literal, in the one text that all spellings of its value share."""
    if type_.name == "BOOLEAN":
        return Default("value", "true" if text.lower() in ("true", "1") else "false")
    try:
        return Default("value", _plain(text, type_))
    except (ValueError, InvalidOperation):
        return Default("value", text)


def expression(text: str, type_: ColumnType) -> Default:
    """An expression of SQL; one that is but a literal or the present moment becomes that."""
    bare = text.strip()
    if _NOW.fullmatch(bare):
        return NOW
    literal = _LITERAL.fullmatch(bare)
    if literal is not None:
        return canonical(literal[1].replace("''", "'").replace("\\'", "'"), type_)
    if _NUMBER.fullmatch(bare) or bare.lower() in ("true", "false"):
        return canonical(bare, type_)
    return Default("expression", bare)


def same_default(one: Default | None, other: Default | None) -> bool:
    """Whether two defaults are the same; expressions are compared without what a server changes in them."""
    if one is None or other is None or one.kind != other.kind or one.kind != "expression":
        return one == other
    return not one.text or not other.text or _bare(one.text) == _bare(other.text)


def default_sql(column: Column) -> str | None:
    """What follows ``DEFAULT``; None when nothing is to be said."""
    default, name = column.default, column.type.name
    if default is None:
        return None
    if default.kind == "now":
        return _now_sql(column.type)
    if default.kind == "expression":
        return _expression_sql(default.text) if default.text else None
    if name in _INTEGERS or name in ("BOOLEAN", "DOUBLE", "FLOAT", "DECIMAL") or default.text.startswith("b'"):
        return default.text
    return quoted_text(default.text)


def _plain(text: str, type_: ColumnType) -> str:
    if type_.name in _INTEGERS:
        return str(int(Decimal(text)))
    if type_.name in ("DOUBLE", "FLOAT"):
        return repr(float(text))
    if type_.name == "DECIMAL":
        return _decimal(text, int(type_.arguments[1]) if len(type_.arguments) > 1 else 0)
    if type_.name in ("DATETIME", "TIMESTAMP"):
        return _moment(text, int(type_.arguments[0]))
    return text


def _decimal(text: str, scale: int) -> str:
    with localcontext(prec=_DIGITS):
        rounded = Decimal(text).quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)
        return format(rounded.normalize(), "f")


def _moment(text: str, digits: int) -> str:
    moment = datetime.fromisoformat(text)
    naive = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    whole, _, fraction = naive.isoformat(sep=" ", timespec="microseconds").partition(".")
    return f"{whole}.{fraction[:digits]}" if digits else whole


def _now_sql(type_: ColumnType) -> str:
    if type_.name not in _FRACTIONS:
        return "(CURRENT_TIMESTAMP)"
    digits = type_.arguments[0] if type_.arguments else "0"
    precise = "CURRENT_TIMESTAMP" if digits == "0" else f"CURRENT_TIMESTAMP({digits})"
    return f"({precise})" if type_.name == "TIME" else precise


def _expression_sql(text: str) -> str:
    plain = text.startswith("(") or _NOW.match(text) is not None or text.lower() == "null"
    return text if plain else f"({text})"


def _bare(text: str) -> str:
    lower = _DECORATION.sub("", text.lower())
    return lower.partition("onupdate")[0]
