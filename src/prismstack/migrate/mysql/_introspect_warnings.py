"""What is to be told about an introspected schema, in Prisma's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prismstack.migrate.mysql._introspect_models import identifies
from prismstack.migrate.mysql._introspect_names import Names
from prismstack.migrate.mysql._model import Table

__all__ = ["warnings_of"]


def warnings_of(tables: Sequence[Table], names: Names) -> str:
    """The text; empty when there is nothing to tell."""
    groups = (
        _group(
            "These fields were enriched with `@map` information taken from the previous Prisma schema:",
            _enriched_fields(tables, names),
        ),
        _group(
            "The following models were ignored as they do not have a valid unique identifier or id. "
            "This is currently not supported by Prisma Client:",
            [f'"{each.name}"' for each in tables if names.block_of(each.name) is None and not identifies(each)],
        ),
        _group(
            "These fields are not supported by Prisma Client, because Prisma currently does not support their types:",
            _unsupported(tables, names),
        ),
        _group(
            "These models were enriched with `@@map` information taken from the previous Prisma schema:",
            [f'"{block.name}"' for each in tables if (block := names.block_of(each.name)) and block.name != each.name],
        ),
    )
    told = [each for each in groups if each]
    return "\n\n".join(["*** WARNING ***", *told]) if told else ""


def _group(title: str, items: Iterable[str]) -> str:
    lines = [f"  - {each}" for each in items]
    return "\n".join([title, *lines]) if lines else ""


def _enriched_fields(tables: Sequence[Table], names: Names) -> list[str]:
    found: list[str] = []
    for table in tables:
        for column in table.columns:
            field = names.field_of(table.name, column.name)
            if field is not None and field.name != column.name:
                found.append(f'Model: "{names.model(table.name)}", field: "{field.name}"')
    return found


def _unsupported(tables: Sequence[Table], names: Names) -> list[str]:
    return [
        f'Model: "{names.model(table.name)}", field: "{names.field(table.name, column.name)}", '
        f'original data type: "{column.type.name}"'
        for table in tables
        for column in table.columns
        if column.type.unsupported
    ]
