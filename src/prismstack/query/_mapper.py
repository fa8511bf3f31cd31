"""The ``dataMap`` node: mappers from database rows to results, generated once per shape.

A mapper is a few lines of Python made for one structure, because mapping is most of what
a query costs beyond the database's own work. Names from the schema enter the generated
code only as string literals and numbered variables.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from prismstack.drivers import Convert, RareConvert
from prismstack.query._errors import PlanUnsupported, RequestError
from prismstack.query._json import is_array

__all__ = [
    "MISFITS",
    "ColumnConvert",
    "RecordMapper",
    "RowMapper",
    "field_convert",
    "inconsistent",
    "is_flat",
    "record_mapper",
    "row_mapper",
]

#: Finds the conversion of a field type; None means the value passes unchanged.
ColumnConvert = Callable[[str], Convert | None]
#: From rows (tuples) to result dicts.
RowMapper = Callable[[list[tuple[Any, ...]]], list[dict[str, Any]]]
#: From a node's value (record, list, None or JSON text) to the result.
RecordMapper = Callable[[Any], Any]

#: What converters raise for data that is not of its column's type.
MISFITS = (ValueError, TypeError, ArithmeticError)

_KNOWN = {
    "string", "int", "bigint", "float", "boolean", "decimal", "datetime", "object", "json", "bytes", "enum",
    "unsupported",
}  # fmt: skip


def row_mapper(
    structure: dict[str, Any], enums: dict[str, dict[str, str]], columns: tuple[str, ...], convert: ColumnConvert
) -> RowMapper:
    """The mapper of flat rows with the given columns.

    Raises RequestError P2023 when a column that the structure needs is missing.
    """
    code = _Code(enums, convert)
    positions = {name: at for at, name in enumerate(columns)}
    body = code.row_object(structure, positions)
    variables = ", ".join(f"c{at}" for at in range(len(columns)))
    return code.build(f"lambda rows: [{body} for {variables}, in rows]")


def record_mapper(structure: dict[str, Any], enums: dict[str, dict[str, str]], convert: ColumnConvert) -> RecordMapper:
    """The mapper of records (dicts) that hold nested records under their serialized names."""
    if structure["type"] == "affectedRows":
        return lambda count: {"count": int(count or 0)}
    if structure["type"] == "field":
        change = field_convert(structure["fieldType"], enums, convert)
        return change or (lambda value: value)
    map_any = _Code(enums, convert).record_functions(structure).any

    def map_value(value: Any) -> Any:
        try:
            return map_any(value)
        except KeyError as error:
            raise _missing_field(error.args[0]) from None
        except MISFITS as error:
            raise inconsistent(error) from error

    return map_value


def inconsistent(error: Exception) -> RequestError:
    """The error of data that is not of its column's type."""
    return RequestError("P2023", f"Inconsistent column data: {error}")


def is_flat(structure: dict[str, Any]) -> bool:
    """Whether every field of a structure lies in the row itself."""
    if structure["type"] != "object":
        return False
    return all(
        field["type"] == "field" or (field["serializedName"] is None and is_flat(field))
        for field in structure["fields"].values()
    )


class _RecordFunctions(NamedTuple):
    """The mapper of one record, of a list of them, and of whatever comes."""

    one: RecordMapper
    many: RecordMapper
    any: RecordMapper


class _Code:
    """Collects the constants that generated code refers to."""

    def __init__(self, enums: dict[str, dict[str, str]], convert: ColumnConvert) -> None:
        self._enums = enums
        self._convert = convert
        self._names: dict[str, Any] = {"int": int, "float": float, "str": str, "len": len, "list": list, "dict": dict}

    def build(self, source: str) -> Any:
        return eval(source, {"__builtins__": {}, **self._names})

    def row_object(self, structure: dict[str, Any], positions: Mapping[str, int]) -> str:
        parts: list[str] = []
        for name, field in structure["fields"].items():
            if field["type"] == "object":
                parts.append(f"{name!r}: {self.row_object(field, positions)}")
            else:
                column = field["dbName"]
                if column not in positions:
                    raise _missing_field(column)
                parts.append(f"{name!r}: {self._converted(f'c{positions[column]}', field['fieldType'])}")
        return "{" + ", ".join(parts) + "}"

    def record_functions(self, structure: dict[str, Any]) -> _RecordFunctions:
        body = self._record_object(structure)
        each = (
            f"{body} for r in rows if r is not None"
            if structure.get("skipNulls")
            else f"None if r is None else {body} for r in rows"
        )
        one, many = self.build(f"lambda r: {body}"), self.build(f"lambda rows: [{each}]")
        return _RecordFunctions(one, many, _any_mapper(one, many))

    def _record_object(self, structure: dict[str, Any]) -> str:
        parts: list[str] = []
        for name, field in structure["fields"].items():
            if field["type"] == "field":
                value = self._converted(f"r[{field['dbName']!r}]", field["fieldType"])
                parts.append(f"{name!r}: {value}")
            elif field["serializedName"] is None:
                parts.append(f"{name!r}: {self._record_object(field)}")
            else:
                value = f"r[{field['serializedName']!r}]"
                parts.append(f"{name!r}: {self._nested(value, field)}")
        return "{" + ", ".join(parts) + "}"

    def _nested(self, value: str, structure: dict[str, Any]) -> str:
        """A record or a list below another: nearly always the dict or list that a join has put there."""
        functions = _Code(self._enums, self._convert).record_functions(structure)
        one, many, whatever = (self._constant(function) for function in functions)
        return (
            f"({many}({value}) if {value}.__class__ is list else {one}({value}) if {value}.__class__ is dict "
            f"else {whatever}({value}))"
        )

    def _converted(self, value: str, field_type: dict[str, Any]) -> str:
        change = field_convert(field_type, self._enums, self._convert)
        if change is None:
            return value
        if isinstance(change, RareConvert):
            test = f"{value} is None or {change.unneeded.format(value)}"
            return f"({value} if {test} else {self._constant(change.convert)}({value}))"
        function = self._constant(change)
        if field_type["arity"] == "list":
            return f"{function}({value})"
        return f"(None if {value} is None else {function}({value}))"

    def _constant(self, value: Any) -> str:
        name = f"k{len(self._names)}"
        self._names[name] = value
        return name


def field_convert(
    field_type: dict[str, Any], enums: dict[str, dict[str, str]], convert: ColumnConvert
) -> Convert | None:
    """The conversion of a field's values, None for none. Raises PlanUnsupported for an unknown type."""
    kind = field_type["type"]
    if kind not in _KNOWN:
        raise PlanUnsupported(f"the plan maps a field of the unknown type {kind!r}")
    one = _enum_reader(field_type["name"], enums[field_type["name"]]) if kind == "enum" else convert(kind)
    if field_type["arity"] != "list":
        return one

    def read_list(values: Any) -> list[Any]:
        items: list[Any] = [] if values is None else values
        return list(items) if one is None else [item if item is None else one(item) for item in items]

    return read_list


def _enum_reader(name: str, members: dict[str, str]) -> Convert:
    def read(value: Any) -> str:
        try:
            return members[value]
        except KeyError:
            raise RequestError(
                "P2023", f"Inconsistent column data: Value '{value}' not found in enum '{name}'"
            ) from None

    return read


def _any_mapper(one: RecordMapper, many: RecordMapper) -> RecordMapper:
    """The mapper of a record, a list (which may hold nulls), None, or the JSON text of these."""

    def map_any(value: Any) -> Any:
        if isinstance(value, str):
            value = json.loads(value)
        if value is None:
            return None
        return many(value) if is_array(value) else one(value)

    return map_any


def _missing_field(column: Any) -> RequestError:
    return RequestError("P2023", f"Inconsistent column data: Missing data field (Value): '{column}'")
