"""The lines of scalar fields."""

from __future__ import annotations

import json
from datetime import datetime

from prismstack.migrate.mysql._introspect_names import Names
from prismstack.migrate.mysql._model import Column, ColumnType, Default, Table
from prismstack.migrate.mysql._types import SCALARS, UNBOUNDED, native_name

__all__ = ["scalar_line"]

_SCALAR_OF = {
    **dict.fromkeys(("TINYINT", "SMALLINT", "MEDIUMINT", "INTEGER", "YEAR"), "Int"),
    **dict.fromkeys(("CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT"), "String"),
    **dict.fromkeys(("BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB", "BIT"), "Bytes"),
    **dict.fromkeys(("DATE", "TIME", "DATETIME", "TIMESTAMP"), "DateTime"),
    "BOOLEAN": "Boolean",
    "BIGINT": "BigInt",
    "FLOAT": "Float",
    "DOUBLE": "Float",
    "DECIMAL": "Decimal",
    "JSON": "Json",
}
_QUOTED = frozenset({"String", "DateTime", "Json", "Bytes"})


def scalar_line(table: Table, column: Column, names: Names) -> str:
    """``name Type @id @default(…) @map("…") @db.…``, with what an existing field says of the client."""
    name = names.field(table.name, column.name)
    known = names.field_of(table.name, column.name)
    scalar = scalar_of(column.type)
    enum = names.enum(table, column) if column.type.name == "ENUM" else None
    words = [name, (enum or _type_text(column.type, scalar)) + ("" if column.required else "?")]
    if table.key_columns() == (column.name,):
        words.append(_with_length("@id", table.primary_key[0].length))
    unique = next((each for each in table.indexes if each.kind == "unique" and each.columns == (column.name,)), None)
    if unique is not None and unique.parts[0].length is None and not unique.parts[0].descending:
        mapped = unique.name != names.default_index_name(table, unique)
        words.append(f'@unique(map: "{unique.name}")' if mapped else "@unique")
    words += _default_words(column, scalar, enum, names) or names.client_default(known)
    if known is not None and known.attribute("updatedAt") is not None:
        words.append("@updatedAt")
    if name != column.name:
        words.append(f"@map({json.dumps(column.name)})")
    if known is not None and known.attribute("ignore") is not None:
        words.append("@ignore")
    if SCALARS.get(scalar) != column.type and enum is None and not column.type.unsupported:
        words.append(f"@db.{native_name(column.type)}")
    documentation = [f"/// {each}\n  " for each in known.documentation] if known is not None else []
    return "".join(documentation) + " ".join(words)


def scalar_of(type_: ColumnType) -> str:
    """Prisma's scalar for a type; empty when there is none."""
    if type_.name == "BIT" and type_.arguments == ("1",):
        return "Boolean"
    if type_ == ColumnType("INTEGER", unsigned=True):
        return "Int"
    return _SCALAR_OF.get(type_.name, "")


def _type_text(type_: ColumnType, scalar: str) -> str:
    return f"Unsupported({json.dumps(type_.name)})" if type_.unsupported else scalar


def _default_words(column: Column, scalar: str, enum: str | None, names: Names) -> list[str]:
    if column.auto_increment:
        return ["@default(autoincrement())"]
    default = column.default
    if default is None:
        return []
    text = _default_text(default, column.type, scalar, enum, names)
    return [f"@default({text})"]


def _default_text(default: Default, type_: ColumnType, scalar: str, enum: str | None, names: Names) -> str:
    if default.kind == "now":
        return "now()"
    if default.kind == "expression":
        return f"dbgenerated({json.dumps(default.text)})"
    if enum is not None:
        return names.enum_value(enum, default.text)
    if not scalar or type_.name in UNBOUNDED or scalar == "Bytes" or type_.name == "BIT":
        return f"dbgenerated({json.dumps(_as_sql(default.text))})"
    if scalar == "DateTime":
        return _moment(default.text, type_)
    return json.dumps(default.text, ensure_ascii=False) if scalar in _QUOTED else default.text


def _moment(text: str, type_: ColumnType) -> str:
    if type_.name not in ("DATETIME", "TIMESTAMP"):
        return f"dbgenerated({json.dumps(_as_sql(text))})"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return f"dbgenerated({json.dumps(_as_sql(text))})"
    return f'"{moment.isoformat(timespec="milliseconds")}Z"'


def _as_sql(text: str) -> str:
    return text if text.startswith(("b'", "x'")) else "'" + text.replace("'", "''") + "'"


def _with_length(attribute: str, length: int | None) -> str:
    return attribute if length is None else f"{attribute}(length: {length})"
