"""Column types: Prisma's scalars and ``@db`` types, MySQL's and MariaDB's own spelling, and how they are rendered."""

from __future__ import annotations

import re
from typing import Final

from prismstack.migrate.mysql._model import ColumnType

__all__ = [
    "SCALARS",
    "UNBOUNDED",
    "described_type",
    "enum_type",
    "native_name",
    "native_type",
    "quoted_text",
    "type_sql",
]

#: Prisma's scalar -> its type without a ``@db`` attribute.
SCALARS: Final[dict[str, ColumnType]] = {
    "String": ColumnType("VARCHAR", ("191",)),
    "Boolean": ColumnType("BOOLEAN"),
    "Int": ColumnType("INTEGER"),
    "BigInt": ColumnType("BIGINT"),
    "Float": ColumnType("DOUBLE"),
    "Decimal": ColumnType("DECIMAL", ("65", "30")),
    "DateTime": ColumnType("DATETIME", ("3",)),
    "Json": ColumnType("JSON"),
    "Bytes": ColumnType("LONGBLOB"),
}
#: Types whose columns MySQL gives no literal default.
UNBOUNDED: Final = frozenset(
    {"TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB", "JSON"}
)
_NATIVE: Final[dict[str, ColumnType]] = {
    "Int": ColumnType("INTEGER"),
    "UnsignedInt": ColumnType("INTEGER", unsigned=True),
    "SmallInt": ColumnType("SMALLINT"),
    "UnsignedSmallInt": ColumnType("SMALLINT", unsigned=True),
    "TinyInt": ColumnType("TINYINT"),
    "UnsignedTinyInt": ColumnType("TINYINT", unsigned=True),
    "MediumInt": ColumnType("MEDIUMINT"),
    "UnsignedMediumInt": ColumnType("MEDIUMINT", unsigned=True),
    "BigInt": ColumnType("BIGINT"),
    "UnsignedBigInt": ColumnType("BIGINT", unsigned=True),
}
# Arguments of types that have some, when none is given.
_ARGUMENTS: Final[dict[str, tuple[str, ...]]] = {
    "DECIMAL": ("65", "30"),
    "CHAR": ("1",),
    "BINARY": ("1",),
    "BIT": ("1",),
    "DATETIME": ("0",),
    "TIMESTAMP": ("0",),
    "TIME": ("0",),
}
_NATIVE_NAMES: Final = {
    "VARCHAR": "VarChar",
    "VARBINARY": "VarBinary",
    "DATETIME": "DateTime",
    "BOOLEAN": "TinyInt",
    **{
        f"{size}{kind}": f"{size.capitalize()}{kind.capitalize()}"
        for size in ("TINY", "MEDIUM", "LONG")
        for kind in ("TEXT", "BLOB")
    },
}
_SPELLINGS: Final = {"INT": "INTEGER", "NUMERIC": "DECIMAL", "DEC": "DECIMAL", "REAL": "DOUBLE", "BOOL": "BOOLEAN"}
_WITH_ARGUMENTS = frozenset({"VARCHAR", "VARBINARY", *_ARGUMENTS})
_KNOWN = frozenset(
    {each.name for each in (*SCALARS.values(), *_NATIVE.values())}
    | UNBOUNDED
    | _WITH_ARGUMENTS
    | {"FLOAT", "DATE", "YEAR", "ENUM"}
)
_TYPE = re.compile(r"(?P<name>\w+)(?:\((?P<arguments>.*)\))?(?P<unsigned> unsigned)?(?: zerofill)?", re.I | re.S)
_TEXT = re.compile(r"'((?:[^'\\]|''|\\.)*)'")


def native_type(name: str, arguments: tuple[str, ...], scalar: str) -> ColumnType:
    """The type of an ``@db`` attribute on a field of a scalar type."""
    if scalar == "Boolean" and name == "TinyInt":
        return SCALARS["Boolean"]
    found = _NATIVE.get(name)
    if found is not None:
        return found
    upper = name.upper()
    return ColumnType(upper, arguments or _ARGUMENTS.get(upper, ()))


def enum_type(values: tuple[str, ...]) -> ColumnType:
    return ColumnType("ENUM", values)


def described_type(text: str, *, is_json: bool = False) -> ColumnType:
    """The type of ``information_schema.columns.column_type``; ``is_json`` where MariaDB only checks a text."""
    if is_json:
        return SCALARS["Json"]
    if text.lower() == "tinyint(1)":
        return SCALARS["Boolean"]
    found = _TYPE.fullmatch(text)
    name = found["name"].upper() if found else ""
    name = _SPELLINGS.get(name, name)
    if found is None or name not in _KNOWN:
        return ColumnType(text, unsupported=True)
    if name == "ENUM":
        return enum_type(tuple([_unquoted(each) for each in _TEXT.findall(found["arguments"])]))
    given = tuple([each.strip() for each in found["arguments"].split(",")]) if found["arguments"] else ()
    arguments = (given or _ARGUMENTS.get(name, ())) if name in _WITH_ARGUMENTS else ()
    return ColumnType(name, arguments, unsigned=found["unsigned"] is not None)


def type_sql(type_: ColumnType) -> str:
    """The type as Prisma writes it."""
    if type_.unsupported:
        return type_.name
    if type_.name == "ENUM":
        return f"ENUM({', '.join(quoted_text(each) for each in type_.arguments)})"
    arguments = f"({', '.join(type_.arguments)})" if type_.arguments else ""
    return f"{type_.name}{arguments}{' UNSIGNED' if type_.unsigned else ''}"


def native_name(type_: ColumnType) -> str:
    """What follows ``@db.``."""
    name = next((each for each, known in _NATIVE.items() if known == type_), None) or _NATIVE_NAMES.get(type_.name)
    arguments = f"({', '.join(type_.arguments)})" if type_.arguments else ""
    return f"{name or type_.name.capitalize()}{arguments}"


def quoted_text(text: str) -> str:
    """A literal of SQL."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _unquoted(text: str) -> str:
    # The catalogue doubles quotes and leaves backslashes alone.
    return text.replace("''", "'")
