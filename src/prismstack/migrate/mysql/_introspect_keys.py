"""The block attributes of keys and indexes."""

from __future__ import annotations

from collections.abc import Iterator

from prismstack.migrate.mysql._introspect_names import Names
from prismstack.migrate.mysql._model import Index, Part, Table

__all__ = ["key_lines"]

_ATTRIBUTES = {"unique": "@@unique", "normal": "@@index", "fulltext": "@@fulltext"}


def key_lines(table: Table, names: Names) -> Iterator[str]:
    """``@@id``, ``@@unique``, ``@@index`` and ``@@fulltext``, except what a field's own attribute says.

    An index that MySQL itself adds for a foreign key is not named: it comes with the key.
    """
    if len(table.primary_key) > 1:
        yield f"@@id([{_parts(table, table.primary_key, names)}])"
    for index in table.indexes:
        if not (_is_of_field(index) or table.is_implicit(index)):
            yield _line(table, index, names)


def _is_of_field(index: Index) -> bool:
    first = index.parts[0]
    return index.kind == "unique" and len(index.parts) == 1 and first.length is None and not first.descending


def _line(table: Table, index: Index, names: Names) -> str:
    mapped = f', map: "{index.name}"' if index.name != names.default_index_name(table, index) else ""
    return f"{_ATTRIBUTES[index.kind]}([{_parts(table, index.parts, names)}]{mapped})"


def _parts(table: Table, parts: tuple[Part, ...], names: Names) -> str:
    return ", ".join(_part(table, each, names) for each in parts)


def _part(table: Table, part: Part, names: Names) -> str:
    options = [f"length: {part.length}"] if part.length is not None else []
    options += ["sort: Desc"] if part.descending else []
    name = names.field(table.name, part.column)
    return f"{name}({', '.join(options)})" if options else name
