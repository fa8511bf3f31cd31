"""Model objects straight from rows, made by code that is generated once per shape.

Validating what comes out of a typed column is most of the cost of a list. Where a model
class adds nothing to its fields' types, the generated code checks each value's class while
it builds the object, at about half the price of a dict and its validation. The result is
the object that validation would give; data that does not fit goes the long way, whose
errors are the client's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from prismstack.drivers import Convert, RareConvert
from prismstack.query._json import is_array
from prismstack.query._mapper import (
    MISFITS,
    ColumnConvert,
    RecordMapper,
    RowMapper,
    field_convert,
    record_mapper,
    row_mapper,
)

__all__ = ["ModelClass", "ModelField", "record_instances", "row_instances"]

#: What reads a class from text.
_FROM_TEXT: Final[dict[type[Any], str]] = {dt.datetime: "moment", Decimal: "Decimal"}
_MAKE: Final = """\
{indent}made = new(kind)
{indent}set_values(made, {values})
{indent}set_names(made, names())
{indent}set_extra(made, None)
{indent}set_private(made, None)
"""


@dataclass(frozen=True, slots=True)
class ModelField:
    """A scalar field: ``accepts`` is its class, or None when ``validate`` has to judge each value."""

    accepts: type[Any] | None
    nullable: bool
    validate: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class ModelClass:
    """A model class whose objects are their fields and nothing more.

    ``order`` is that of all its fields; ``absent`` holds the values of fields that a query
    may leave out, ``related`` finds the model class behind a relation (None when that one
    does not qualify), ``setters`` are those of ``__dict__`` and pydantic's own slots.
    """

    kind: type[Any]
    order: Sequence[str]
    fields: Mapping[str, ModelField]
    absent: Mapping[str, Any]
    related: Callable[[str], ModelClass | None]
    setters: Mapping[str, Callable[[Any, Any], None]]


class _Makers(NamedTuple):
    """Make one object, and a list of them."""

    one: Callable[[Any], Any]
    many: Callable[[list[Any]], list[Any]]


def row_instances(
    structure: dict[str, Any],
    model: ModelClass,
    enums: dict[str, dict[str, str]],
    columns: tuple[str, ...],
    convert: ColumnConvert,
) -> RowMapper:
    """The mapper of flat rows to objects; to dicts where the structure is not the model's, or a value misfits."""

    def to_dicts() -> RowMapper:
        return row_mapper(structure, enums, columns, convert)

    code = _Code(model, enums, convert)
    values = code.values(structure, {name: f"c{at}" for at, name in enumerate(columns)})
    if values is None:
        return to_dicts()
    return _or_else(code.many("".join(f"c{at}, " for at in range(len(columns))), "", values), to_dicts)


def record_instances(
    structure: dict[str, Any], model: ModelClass, enums: dict[str, dict[str, str]], convert: ColumnConvert
) -> RecordMapper:
    """The mapper of records with related records below to objects; to dicts where that is not possible."""

    def to_dicts() -> RecordMapper:
        return record_mapper(structure, enums, convert)

    makers = _makers(structure, model, enums, convert)
    if makers is None:
        return to_dicts()

    def to_objects(value: Any) -> Any:
        if value is None:
            return None
        return makers.many(value) if is_array(value) else makers.one(value)

    return _or_else(to_objects, to_dicts)


def _or_else(to_objects: Callable[[Any], Any], otherwise: Callable[[], Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """Objects, until data turns up that needs the client's own judgement."""
    to_dicts: Callable[[Any], Any] | None = None

    def map_value(value: Any) -> Any:
        nonlocal to_dicts
        if to_dicts is None:
            try:
                return to_objects(value)
            except (*MISFITS, KeyError):
                to_dicts = otherwise()
        return to_dicts(value)

    return map_value


def _makers(
    structure: dict[str, Any], model: ModelClass, enums: dict[str, dict[str, str]], convert: ColumnConvert
) -> _Makers | None:
    """The makers of objects from records; None when the structure is not the model's."""
    fields: list[dict[str, Any]] = list(structure["fields"].values())
    sources = [field["dbName"] if field["type"] == "field" else field["serializedName"] for field in fields]
    if None in sources or structure.get("skipNulls"):
        return None
    variables = {source: f"c{at}" for at, source in enumerate(dict.fromkeys(sources))}
    code = _Code(model, enums, convert)
    values = code.values(structure, variables)
    if values is None:
        return None
    reads = "; ".join(f"{variable} = record[{source!r}]" for source, variable in variables.items())
    return _Makers(code.one("record", reads, values), code.many("record", reads, values))


class _Code:
    """Generates the functions of one model; names from the schema enter only as literals."""

    def __init__(self, model: ModelClass, enums: dict[str, dict[str, str]], convert: ColumnConvert) -> None:
        self._model = model
        self._enums = enums
        self._convert = convert
        self._names: dict[str, Any] = {
            "int": int, "float": float, "str": str, "len": len, "list": list, "dict": dict,
            "moment": dt.datetime.fromisoformat, "Decimal": Decimal, "misfit": _misfit,
            "kind": model.kind, "new": model.kind.__new__, **model.setters,
        }  # fmt: skip

    def one(self, variable: str, reads: str, values: str) -> Callable[[Any], Any]:
        """A function that makes the object of one row."""
        make = _MAKE.format(indent="    ", values=values)
        return self._define(f"def make({variable}):\n    {reads}\n{make}    return made\n")

    def many(self, variables: str, reads: str, values: str) -> Callable[[list[Any]], list[Any]]:
        """A function that makes the objects of a list of rows."""
        make = _MAKE.format(indent="        ", values=values)
        return self._define(
            f"def make(rows):\n    result = []\n    append = result.append\n    for {variables} in rows:\n"
            f"        {reads}\n{make}        append(made)\n    return result\n"
        )

    def values(self, structure: dict[str, Any], variables: Mapping[str, str]) -> str | None:
        """The source of an object's ``__dict__``; None when the structure is not the model's."""
        given: dict[str, str] = {}
        for name, field in structure["fields"].items():
            value = self._value(name, field, variables)
            if value is None:
                return None
            given[name] = value
        self._names["names"] = set(given).copy
        parts: list[str] = []
        for name in self._model.order:
            if name not in given and name not in self._model.absent:
                return None
            parts.append(f"{name!r}: {given.get(name) or self._constant(self._model.absent[name])}")
        return "{" + ", ".join(parts) + "}"

    def _value(self, name: str, field: dict[str, Any], variables: Mapping[str, str]) -> str | None:
        if field["type"] == "object":
            related = self._model.related(name)
            return None if related is None else self._related(variables[field["serializedName"]], field, related)
        variable, expected = variables.get(field["dbName"]), self._model.fields.get(name)
        if variable is None or expected is None:
            return None
        value = self._checked(variable, field_convert(field["fieldType"], self._enums, self._convert), expected)
        return f"(None if {variable} is None else {value})" if expected.nullable else value

    def _checked(self, value: str, change: Convert | None, expected: ModelField) -> str:
        """The source of a value of the expected class."""
        converted = self._converted(value, change)
        if expected.accepts is None:
            return f"{self._constant(expected.validate)}({converted})"
        if isinstance(change, RareConvert):
            if change.gives is expected.accepts:
                return converted
            if change.gives is str and expected.accepts in _FROM_TEXT:
                return f"{_FROM_TEXT[expected.accepts]}({converted})"
        otherwise = _FROM_TEXT.get(expected.accepts, "misfit")
        accepts = self._constant(expected.accepts)
        if converted == value:
            return f"({value} if {value}.__class__ is {accepts} else {otherwise}({value}))"
        return f"(x if (x := {converted}).__class__ is {accepts} else {otherwise}(x))"

    def _converted(self, value: str, change: Convert | None) -> str:
        if change is None:
            return value
        if isinstance(change, RareConvert):
            return f"({value} if {change.unneeded.format(value)} else {self._constant(change.convert)}({value}))"
        return f"{self._constant(change)}({value})"

    def _related(self, value: str, structure: dict[str, Any], related: ModelClass) -> str | None:
        makers = _makers(structure, related, self._enums, self._convert)
        if makers is None:
            return None
        one, many = self._constant(makers.one), self._constant(makers.many)
        return (
            f"({many}({value}) if {value}.__class__ is list else {one}({value}) if {value}.__class__ is dict "
            f"else None if {value} is None else misfit({value}))"
        )

    def _constant(self, value: Any) -> str:
        name = f"k{len(self._names)}"
        self._names[name] = value
        return name

    def _define(self, source: str) -> Any:
        scope: dict[str, Any] = {"__builtins__": {}, **self._names}
        exec(source, scope)
        return scope["make"]


def _misfit(value: Any) -> Any:
    raise TypeError(f"{value!r} is not of its field's class")
