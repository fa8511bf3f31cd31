"""What a change of type does to the values that are there."""

from __future__ import annotations

from enum import Enum

from prismstack.migrate.mysql._model import ColumnType

__all__ = ["TypeChange", "type_change"]


class TypeChange(Enum):
    """How a column's values fare."""

    NONE = "none"
    SAFE = "safe"
    RISKY = "risky"
    NOT_CASTABLE = "not castable"


_INTEGERS = ("BOOLEAN", "TINYINT", "SMALLINT", "MEDIUMINT", "INTEGER", "BIGINT")
_TEXTS = ("TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT")
_BLOBS = ("TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB")
_CAPACITY = {"TINY": 255, "": 65_535, "MEDIUM": 16_777_215, "LONG": 2**32 - 1}
_FRACTIONAL = ("DECIMAL", "FLOAT", "DOUBLE")
_NUMBERS = (*_INTEGERS, *_FRACTIONAL, "YEAR", "BIT")
_MOMENTS = ("DATE", "TIME", "DATETIME", "TIMESTAMP")
_STRINGS = ("CHAR", "VARCHAR", *_TEXTS)
_BYTES = ("BINARY", "VARBINARY", *_BLOBS)
_DIGITS = {"BOOLEAN": 3, "TINYINT": 3, "SMALLINT": 5, "MEDIUMINT": 8, "INTEGER": 10, "BIGINT": 20}


def type_change(before: ColumnType, after: ColumnType) -> TypeChange:
    """How the values of one type become those of another."""
    if before == after or _same_values(before, after):
        return TypeChange.NONE
    if _never_fits(before, after):
        return TypeChange.NOT_CASTABLE
    return TypeChange.SAFE if _always_fits(before, after) else TypeChange.RISKY


def _same_values(before: ColumnType, after: ColumnType) -> bool:
    # The order of an enum's values is not compared: Prisma's is not significant.
    both_enums = before.name == after.name == "ENUM"
    return both_enums and set(before.arguments) == set(after.arguments)


def _never_fits(before: ColumnType, after: ColumnType) -> bool:
    """Numbers are no moments, and neither is JSON."""
    pair = (before.name, after.name)
    for one, other in (pair, pair[::-1]):
        if one in _MOMENTS and other in (*_NUMBERS, "JSON", "ENUM"):
            return True
    return ("JSON" in pair and bool(set(pair) & {*_NUMBERS, "ENUM"})) or (
        before.name in _BYTES and after.name == "JSON"
    )


def _always_fits(before: ColumnType, after: ColumnType) -> bool:
    one, other = before.name, after.name
    if one == other == "ENUM":
        return set(before.arguments) <= set(after.arguments)
    if one in _INTEGERS and other in _INTEGERS:
        wider = _INTEGERS.index(other) > _INTEGERS.index(one)
        return (wider and not (after.unsigned and not before.unsigned)) or (
            other != "BOOLEAN" and _DIGITS[one] == _DIGITS[other] and before.unsigned == after.unsigned
        )
    if one in _INTEGERS and other == "DECIMAL":
        return int(after.arguments[0]) - int(after.arguments[-1]) >= _DIGITS[one]
    if one in _STRINGS and other in _STRINGS:
        return _capacity(before) <= _capacity(after)
    if one in _BYTES and other in _BYTES:
        return one != "BINARY" and _capacity(before) <= _capacity(after)
    if one == other == "DECIMAL":
        return _whole(after) >= _whole(before) and int(after.arguments[1]) >= int(before.arguments[1])
    if one == "FLOAT" and other == "DOUBLE":
        return True
    if one == other and one in _MOMENTS:
        return int(after.arguments[0]) >= int(before.arguments[0])
    if other in (*_STRINGS[1:],) and one in (*_INTEGERS, *_MOMENTS, "ENUM", "DECIMAL", "YEAR"):
        return _capacity(after) >= 191
    return False


def _whole(type_: ColumnType) -> int:
    return int(type_.arguments[0]) - int(type_.arguments[1])


def _capacity(type_: ColumnType) -> int:
    """How much fits, at least: characters of a text count as up to four bytes."""
    if type_.name in ("CHAR", "VARCHAR", "BINARY", "VARBINARY"):
        return int(type_.arguments[0])
    size = _CAPACITY[type_.name.removesuffix("TEXT").removesuffix("BLOB")]
    return size // 4 if type_.name.endswith("TEXT") else size
