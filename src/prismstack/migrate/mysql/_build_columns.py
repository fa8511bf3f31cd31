"""Columns from fields."""

from __future__ import annotations

from dataclasses import replace

from prismstack.migrate.mysql._defaults import NOW, canonical, expression
from prismstack.migrate.mysql._model import Column, ColumnType, Default
from prismstack.migrate.mysql._types import SCALARS, UNBOUNDED, enum_type, native_type
from prismstack.schema import Attribute, Block, Call, Field, Quoted, Value, Word

__all__ = ["built_column", "column_type"]


def built_column(field: Field, enums: dict[str, Block]) -> Column:
    """The column of a scalar or enum field."""
    type_ = column_type(field, enums)
    column = Column(field.column, type_, required=field.arity == "")
    if field.attribute("updatedAt") is not None:
        column = replace(column, filled_by_client=True)
    stated = field.attribute("default")
    value = stated.value("value", first=True) if stated is not None else None
    return column if value is None else _with_default(column, value, enums.get(field.type))


def column_type(field: Field, enums: dict[str, Block]) -> ColumnType:
    """The type of a field's column."""
    if field.unsupported is not None:
        return ColumnType(field.unsupported, unsupported=True)
    if field.type in enums:
        return enum_type(tuple([each.column for each in enums[field.type].fields]))
    native = _native(field)
    if native is None:
        return SCALARS[field.type]
    arguments = tuple([each.value.text for each in native.arguments if isinstance(each.value, Word)])
    return native_type(native.name.partition(".")[2], arguments, field.type)


def _native(field: Field) -> Attribute | None:
    # The prefix is the name of the datasource block.
    return next((each for each in field.attributes if "." in each.name), None)


def _with_default(column: Column, value: Value, enum: Block | None) -> Column:
    match value:
        case Call("autoincrement"):
            return replace(column, auto_increment=True)
        case Call("now"):
            return replace(column, default=NOW)
        case Call("dbgenerated", arguments):
            text = arguments[0].value if arguments else None
            default = expression(text.text, column.type) if isinstance(text, Quoted) else Default("expression")
            return replace(column, default=default)
        case Call():
            return replace(column, filled_by_client=True)
        case Quoted(text) | Word(text):
            return _with_literal(column, text, enum)
        case _:
            return column


def _with_literal(column: Column, text: str, enum: Block | None) -> Column:
    if column.type.name in UNBOUNDED or column.type.name in ("BINARY", "VARBINARY", "BIT"):
        # MySQL gives such columns no literal default; the client knows it.
        return replace(column, filled_by_client=True)
    if enum is not None:
        text = next((each.column for each in enum.fields if each.name == text), text)
    return replace(column, default=canonical(text, column.type))
