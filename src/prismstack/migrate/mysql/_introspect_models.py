"""The text of models and views."""

from __future__ import annotations

import json
from collections.abc import Sequence

from prismstack.migrate.mysql._introspect_fields import scalar_line
from prismstack.migrate.mysql._introspect_keys import key_lines
from prismstack.migrate.mysql._introspect_names import Names
from prismstack.migrate.mysql._introspect_relations import RelationField
from prismstack.migrate.mysql._model import Table

__all__ = ["identifies", "model_text", "view_text"]

_NO_KEY = (
    "The underlying table does not contain a valid unique identifier "
    "and can therefore currently not be handled by Prisma Client."
)


def model_text(table: Table, names: Names, relations: Sequence[RelationField]) -> str:
    """A ``model`` block; one that has no key is ignored by the client."""
    lines = [scalar_line(table, column, names) for column in table.columns]
    lines += [each.line() for each in relations]
    known = names.block_of(table.name)
    ignored = not identifies(table) or (known is not None and known.attribute("ignore") is not None)
    attributes = [*key_lines(table, names), *_mapped(table, names), *(["@@ignore"] if ignored else [])]
    documentation = known.documentation if known is not None else () if identifies(table) else (_NO_KEY,)
    return _block("model", names.model(table.name), documentation, lines, attributes)


def view_text(view: Table, names: Names) -> str:
    """A ``view`` block, which has no keys."""
    known = names.block_of(view.name)
    documentation = known.documentation if known is not None else ()
    lines = [scalar_line(view, column, names) for column in view.columns]
    return _block("view", names.model(view.name), documentation, lines, _mapped(view, names))


def identifies(table: Table) -> bool:
    """Whether some key of the table is of required columns only."""
    required = {each.name for each in table.columns if each.required and not each.type.unsupported}
    return any(set(each) <= required for each in table.unique_keys())


def _mapped(table: Table, names: Names) -> list[str]:
    return [f"@@map({json.dumps(table.name)})"] if names.model(table.name) != table.name else []


def _block(kind: str, name: str, documentation: Sequence[str], lines: Sequence[str], attributes: Sequence[str]) -> str:
    body = [f"  {line}" for line in [*lines, *([""] if attributes else []), *attributes]]
    return "\n".join([*(f"/// {each}" for each in documentation), f"{kind} {name} {{", *body, "}"])
