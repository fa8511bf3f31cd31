"""The structure that a schema describes."""

from __future__ import annotations

from collections.abc import Iterator

from prismstack.migrate.mysql._build_columns import built_column
from prismstack.migrate.mysql._build_keys import indexes_of, primary_key_of
from prismstack.migrate.mysql._build_relations import foreign_keys_of, join_tables
from prismstack.migrate.mysql._model import Column, Structure, Table
from prismstack.schema import Block, Quoted, Schema, parse_blocks

__all__ = ["build"]


def build(schema: Schema) -> Structure:
    """The tables of a valid schema; ``relationMode = "prisma"`` leaves out all foreign keys."""
    blocks = parse_blocks(schema)
    models = {each.name: each for each in blocks if each.kind == "model"}
    enums = {each.name: each for each in blocks if each.kind == "enum"}
    with_keys = not any(_without_foreign_keys(each) for each in blocks if each.kind == "datasource")
    tables = [_table(each, models, enums, with_keys) for each in models.values()]
    joins = join_tables(models, enums, with_keys)
    return Structure(tuple([each.with_implicit_indexes() for each in (*tables, *joins)]))


def _table(model: Block, models: dict[str, Block], enums: dict[str, Block], with_keys: bool) -> Table:
    columns = tuple(_columns(model, models, enums))
    types = {each.name: each.type for each in columns}
    return Table(
        name=model.table,
        columns=columns,
        primary_key=primary_key_of(model, types),
        indexes=tuple(indexes_of(model, types)),
        foreign_keys=tuple(foreign_keys_of(model, models)) if with_keys else (),
    )


def _columns(model: Block, models: dict[str, Block], enums: dict[str, Block]) -> Iterator[Column]:
    for field in model.fields:
        if field.type not in models:
            yield built_column(field, enums)


def _without_foreign_keys(datasource: Block) -> bool:
    return datasource.settings.get("relationMode") == Quoted("prisma")
