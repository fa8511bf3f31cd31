"""Primary keys and indexes from attributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from prismstack.migrate.mysql._model import ColumnType, Index, Part
from prismstack.migrate.mysql._names import constraint_name
from prismstack.schema import Attribute, Block, Call, Field, Items, Value, Word

__all__ = ["indexes_of", "primary_key_of"]

_SUFFIXES = {"unique": "_key", "normal": "_idx", "fulltext": "_idx"}
_KINDS: dict[str, Literal["normal", "unique", "fulltext"]] = {
    "unique": "unique",
    "index": "normal",
    "fulltext": "fulltext",
}

_Types = Mapping[str, ColumnType]


def primary_key_of(model: Block, types: _Types) -> tuple[Part, ...]:
    """The columns of ``@id`` or ``@@id``; empty when there is none."""
    for field in model.fields:
        single = field.attribute("id")
        if single is not None:
            return (_field_part(field, single, types),)
    several = model.attribute("id")
    return _parts(model, several, types) if several is not None else ()


def indexes_of(model: Block, types: _Types) -> Iterator[Index]:
    """The indexes of ``@unique``, ``@@unique``, ``@@index`` and ``@@fulltext``, unique ones first, as Prisma has it."""
    for field in model.fields:
        single = field.attribute("unique")
        if single is not None:
            name = single.text("map") or constraint_name(model.table, (field.column,), "_key")
            yield Index(name, (_field_part(field, single, types),), "unique")
    for attribute_name, kind in _KINDS.items():
        for attribute in model.all(attribute_name):
            parts = _parts(model, attribute, types)
            columns = [each.column for each in parts]
            name = attribute.text("map") or constraint_name(model.table, columns, _SUFFIXES[kind])
            yield Index(name, parts, kind)


def _field_part(field: Field, attribute: Attribute, types: _Types) -> Part:
    length, sort = attribute.text("length"), attribute.text("sort")
    return _part(field.column, length, sort, types)


def _parts(model: Block, attribute: Attribute, types: _Types) -> tuple[Part, ...]:
    columns = {each.name: each.column for each in model.fields}
    listed = attribute.value("fields", first=True)
    return tuple([_listed(each, columns, types) for each in (listed.values if isinstance(listed, Items) else ())])


def _listed(value: Value, columns: dict[str, str], types: _Types) -> Part:
    if isinstance(value, Call):
        options = Attribute(value.name, value.arguments)
        return _part(columns[value.name], options.text("length"), options.text("sort"), types)
    assert isinstance(value, Word)
    return Part(columns[value.text])


def _part(column: str, length: str | None, sort: str | None, types: _Types) -> Part:
    type_ = types[column]
    # A prefix as long as the column is none, and the catalogue does not tell it.
    whole = length is not None and type_.arguments == (length,)
    return Part(column, int(length) if length is not None and not whole else None, descending=sort == "Desc")
