"""A schema that describes a structure; what an existing schema says beyond it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from prismstack.migrate.mysql._introspect_models import model_text, view_text
from prismstack.migrate.mysql._introspect_names import Names, is_join_table
from prismstack.migrate.mysql._introspect_relations import relation_fields
from prismstack.migrate.mysql._introspect_warnings import warnings_of
from prismstack.migrate.mysql._model import Structure, Table
from prismstack.schema import Schema, SchemaFile, formatted, parse_blocks

__all__ = ["Introspected", "introspected"]

_TOOL = re.compile(r"^[ \t]*(?:datasource|generator)[ \t]+\w+[ \t]*\{[^}]*\}", re.MULTILINE)
_NEW_FILE = "introspected.prisma"


@dataclass(frozen=True, slots=True)
class Introspected:
    """The schema, and what is to be told about it (empty when nothing is)."""

    schema: Schema
    warnings: str


@dataclass(frozen=True, slots=True)
class _Text:
    """A block, with the table or enum that it is of."""

    kind: str
    of: str
    text: str


def introspected(structure: Structure, views: Sequence[Table], schema: Schema, *, keep_names: bool) -> Introspected:
    """The schema of all tables and views, beside the datasource and generators of ``schema``.

    ``keep_names`` keeps names, documentation and the client's own defaults, as far as the
    tables and columns are still there. A model stays in its file; of a schema in several
    files the new ones come in a file of their own.
    """
    names = Names(parse_blocks(schema) if keep_names else ())
    relations = relation_fields(structure, names)
    models = [each for each in structure.tables if not is_join_table(each)]
    texts = [_Text("model", each.name, model_text(each, names, relations.get(each.name, ()))) for each in models]
    texts += [_Text("view", each.name, view_text(each, names)) for each in views]
    # Known only now, since the columns have asked for them.
    texts += [_Text("enum", name, text) for name, text in names.enum_texts().items()]
    made = replace(schema, files=tuple(_files(schema, texts, keep_names=keep_names)))
    files = tuple([SchemaFile(path, text) for path, text in formatted(made)])
    return Introspected(replace(made, files=files), warnings_of(models, names))


def _files(schema: Schema, texts: Iterable[_Text], *, keep_names: bool) -> Iterable[SchemaFile]:
    left = list(texts)
    several = len(schema.files) > 1
    for file in schema.files:
        parts = [found[0].strip() for found in _TOOL.finditer(file.text)]
        for kind, of in _blocks_in(schema, file) if keep_names else ():
            kept = next((each for each in left if (each.kind, each.of) == (kind, of)), None)
            if kept is not None:
                left.remove(kept)
                parts.append(kept.text)
        if not several:
            parts += [each.text for each in left]
        yield SchemaFile(file.path, "\n\n".join(parts) + "\n" if parts else "")
    if several and left:
        place = Path(schema.root) if Path(schema.root).is_dir() else schema.files[0].path.parent
        yield SchemaFile(place / _NEW_FILE, "\n\n".join(each.text for each in left) + "\n")


def _blocks_in(schema: Schema, file: SchemaFile) -> list[tuple[str, str]]:
    """The kinds of a file's blocks with the tables, or names of enums, that they are of."""
    blocks = parse_blocks(replace(schema, files=(file,)))
    return [(each.kind, each.name if each.kind == "enum" else each.table) for each in blocks]
