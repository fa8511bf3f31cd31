"""A schema that describes a structure; what an existing schema says beyond it is kept."""

from __future__ import annotations

import re
from dataclasses import replace

from prismstack.migrate.mysql._introspect_fields import scalar_line
from prismstack.migrate.mysql._introspect_keys import key_lines
from prismstack.migrate.mysql._introspect_names import Names, is_join_table
from prismstack.migrate.mysql._introspect_relations import RelationField, relation_fields
from prismstack.migrate.mysql._model import Structure, Table
from prismstack.schema import Schema, SchemaFile, formatted, parse_blocks

__all__ = ["introspected"]

_TOOL = re.compile(r"^[ \t]*(?:datasource|generator)[ \t]+\w+[ \t]*\{[^}]*\}", re.MULTILINE)
_NO_KEY = """\
/// The underlying table does not contain a valid unique identifier and can therefore currently not be handled \
by Prisma Client."""


def introspected(structure: Structure, schema: Schema, *, keep_names: bool) -> Schema:
    """The schema of all tables, in one file after the datasource and generators of ``schema``.

    ``keep_names`` keeps names, documentation and the client's own defaults, as far as the
    tables and columns are still there.
    """
    blocks = parse_blocks(schema)
    names = Names(blocks if keep_names else ())
    relations = relation_fields(structure, names)
    models = [_model(table, names, relations) for table in structure.tables if not is_join_table(table)]
    text = "\n\n".join([*_configuration(schema), *models, *names.enum_texts()]) + "\n"
    made = replace(schema, files=(SchemaFile(schema.files[0].path, text),))
    return replace(made, files=tuple([SchemaFile(path, content) for path, content in formatted(made)]))


def _model(table: Table, names: Names, relations: dict[str, list[RelationField]]) -> str:
    known = names.block(table)
    ignored = not _identifies(table)
    documentation = [f"/// {each}" for each in known.documentation] if known is not None else []
    if ignored and not documentation:
        documentation = [_NO_KEY]
    lines = [scalar_line(table, column, names) for column in table.columns]
    lines += [each.line() for each in relations.get(table.name, ())]
    attributes = list(key_lines(table, names))
    if names.model(table.name) != table.name:
        attributes.append(f'@@map("{table.name}")')
    if ignored:
        attributes.append("@@ignore")
    body = "\n".join(f"  {line}" for line in [*lines, *([""] if attributes else []), *attributes])
    return "\n".join([*documentation, f"model {names.model(table.name)} {{", body, "}"])


def _identifies(table: Table) -> bool:
    """Whether some key is of required columns only."""
    required = {each.name for each in table.columns if each.required and not each.type.unsupported}
    return any(set(each) <= required for each in table.unique_keys())


def _configuration(schema: Schema) -> list[str]:
    """The blocks of the schema that are about the tool, as written."""
    return [found[0].strip() for found in _TOOL.finditer(schema.text)]
