"""Names for models, fields and enums: those of an existing schema where it has them, else the database's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from prismstack.migrate.mysql._model import Column, Index, Table
from prismstack.migrate.mysql._names import constraint_name
from prismstack.schema import Block, Call, Field, Quoted, Word

__all__ = ["Names", "is_join_table"]

_INVALID = re.compile(r"\W")
_RESERVED = frozenset({"model", "enum", "type", "view", "datasource", "generator", "Prisma", "PrismaClient"})


class Names:
    """The names in the schema that is made; ``blocks`` are those of the existing one."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        listed = list(blocks)
        self._models = {each.table: each for each in listed if each.kind in ("model", "view")}
        self._enums = {each.name: each for each in listed if each.kind == "enum"}
        self._new_enums: dict[str, tuple[str, ...]] = {}
        self._kept_enums: dict[str, Block] = {}

    def field_of(self, table: str, column: str) -> Field | None:
        """The existing field of a column."""
        block = self._models.get(table)
        fields = block.fields if block is not None else ()
        return next((each for each in fields if each.column == column and each.attribute("relation") is None), None)

    def block_of(self, table: str) -> Block | None:
        """The existing model of a table, or view."""
        return self._models.get(table)

    def block_named(self, model: str) -> Block | None:
        """The existing model of that name."""
        return next((each for each in self._models.values() if each.name == model), None)

    def default_index_name(self, table: Table, index: Index) -> str:
        """What Prisma would call an index."""
        return constraint_name(table.name, index.columns, "_key" if index.kind == "unique" else "_idx")

    def client_default(self, field: Field | None) -> list[str]:
        """The existing ``@default`` that the client itself fills in, of which the database knows nothing."""
        stated = field.attribute("default") if field is not None else None
        value = stated.value("value", first=True) if stated is not None else None
        if isinstance(value, Call) and value.name not in ("now", "autoincrement", "dbgenerated"):
            return [f"@default({call_text(value)})"]
        return []

    def model(self, table: str) -> str:
        known = self._models.get(table)
        return known.name if known is not None else _valid(table)

    def field(self, table: str, column: str) -> str:
        known = self.field_of(table, column)
        return known.name if known is not None else _valid(column)

    def enum(self, table: Table, column: Column) -> str:
        """The enum of a column: the existing one, when it has the same values."""
        known = self.field_of(table.name, column.name)
        block = self._enums.get(known.type) if known is not None else None
        if block is not None and {each.column for each in block.fields} == set(column.type.arguments):
            self._kept_enums[block.name] = block
            return block.name
        name = _valid(f"{table.name}_{column.name}")
        self._new_enums[name] = column.type.arguments
        return name

    def enum_value(self, enum: str, text: str) -> str:
        block = self._kept_enums.get(enum)
        fields = block.fields if block is not None else ()
        return next((each.name for each in fields if each.column == text), _valid(text))

    def enum_texts(self) -> dict[str, str]:
        """The enums that were asked for, by their names."""
        texts = {
            name: _enum_text(block, [(each.name, each.column) for each in block.fields])
            for name, block in self._kept_enums.items()
        }
        for name, values in self._new_enums.items():
            texts[name] = _enum_text(Block("enum", name, (), (), {}), [(_valid(each), each) for each in values])
        return texts


def is_join_table(table: Table) -> bool:
    """Whether it is the table of an implicit many-to-many relation."""
    return (
        table.name.startswith("_")
        and [each.name for each in table.columns] == ["A", "B"]
        and {each.columns for each in table.foreign_keys} == {("A",), ("B",)}
        and (table.key_columns() == ("A", "B") or any(each.columns == ("A", "B") for each in table.indexes))
    )


def _enum_text(enum: Block, values: Iterable[tuple[str, str]]) -> str:
    lines = [f"  {each} @map({json.dumps(text)})" if each != text else f"  {each}" for each, text in values]
    mapped = ["", f"  @@map({json.dumps(enum.table)})"] if enum.table != enum.name else []
    return "\n".join([*(f"/// {each}" for each in enum.documentation), f"enum {enum.name} {{", *lines, *mapped, "}"])


def _valid(name: str) -> str:
    """A name as Prisma's grammar takes it."""
    cleaned = _INVALID.sub("_", name).lstrip("_0123456789")
    cleaned = cleaned or "value" + _INVALID.sub("_", name)
    return f"Renamed{cleaned}" if cleaned in _RESERVED else cleaned


def call_text(call: Call) -> str:
    """``uuid(7)`` as it was written."""
    values = [each.value for each in call.arguments]
    texts = [
        f'"{each.text}"' if isinstance(each, Quoted) else each.text
        for each in values
        if isinstance(each, (Quoted, Word))
    ]
    return f"{call.name}({', '.join(texts)})"
