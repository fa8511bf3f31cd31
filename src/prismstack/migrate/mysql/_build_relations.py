"""Foreign keys and the tables of implicit many-to-many relations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from prismstack.migrate.mysql._build_columns import built_column
from prismstack.migrate.mysql._model import Column, ForeignKey, Index, Part, Table
from prismstack.migrate.mysql._names import constraint_name
from prismstack.schema import Attribute, Block, Field, Items, Word

__all__ = ["foreign_keys_of", "join_tables"]

_ACTIONS = {
    "Cascade": "CASCADE",
    "Restrict": "RESTRICT",
    "NoAction": "NO ACTION",
    "SetNull": "SET NULL",
    "SetDefault": "SET DEFAULT",
}


def foreign_keys_of(model: Block, models: dict[str, Block]) -> Iterator[ForeignKey]:
    """The foreign keys that the relation fields of a model hold."""
    fields = {each.name: each for each in model.fields}
    for field in model.fields:
        relation = field.attribute("relation")
        names = _words(relation, "fields") if relation is not None else ()
        if relation is None or not names or field.type not in models:
            continue
        target = models[field.type]
        targets = {each.name: each for each in target.fields}
        columns = tuple([fields[each].column for each in names])
        optional = all(fields[each].arity == "?" for each in names)
        yield ForeignKey(
            name=relation.text("map") or constraint_name(model.table, columns, "_fkey"),
            columns=columns,
            table=target.table,
            referenced=tuple([targets[each].column for each in _words(relation, "references")]),
            on_delete=_ACTIONS[relation.text("onDelete") or ("SetNull" if optional else "Restrict")],
            on_update=_ACTIONS[relation.text("onUpdate") or "Cascade"],
        )


@dataclass(frozen=True, slots=True)
class _Side:
    """A list field of a many-to-many relation, and its model."""

    model: Block
    field: Field

    @property
    def key(self) -> tuple[str, str]:
        return (self.model.name, self.field.name)


def join_tables(models: dict[str, Block], enums: dict[str, Block], with_keys: bool) -> Iterator[Table]:
    """``_AToB`` with the columns A and B for each relation of two lists."""
    sides: dict[str, list[_Side]] = {}
    for model in models.values():
        for field in model.fields:
            if field.arity == "[]" and field.type in models:
                sides.setdefault(_relation_name(model, field), []).append(_Side(model, field))
    for name, pair in sides.items():
        # One of two would be the list of a one-to-many relation.
        if len(pair) == 2 and pair[0].field.type == pair[1].model.name:
            first, second = sorted(pair, key=lambda side: side.key)
            yield _join_table(f"_{name}", first.model, second.model, enums, with_keys)


def _join_table(name: str, first: Block, second: Block, enums: dict[str, Block], with_keys: bool) -> Table:
    letters = (("A", first), ("B", second))
    keys = [
        ForeignKey(f"{name}_{letter}_fkey", (letter,), model.table, (_id(model).column,), "CASCADE", "CASCADE")
        for letter, model in letters
    ]
    return Table(
        name=name,
        columns=tuple([_join_column(letter, _id(model), enums) for letter, model in letters]),
        indexes=(
            Index(f"{name}_AB_unique", (Part("A"), Part("B")), "unique"),
            Index(f"{name}_B_index", (Part("B"),)),
        ),
        foreign_keys=tuple(keys) if with_keys else (),
    )


def _join_column(letter: str, referenced: Field, enums: dict[str, Block]) -> Column:
    column = built_column(referenced, enums)
    return replace(column, name=letter, required=True, default=None, auto_increment=False)


def _id(model: Block) -> Field:
    return next(each for each in model.fields if each.attribute("id") is not None)


def _relation_name(model: Block, field: Field) -> str:
    relation = field.attribute("relation")
    named = relation.text("name", first=True) if relation is not None else None
    first, second = sorted((model.name, field.type))
    return named or f"{first}To{second}"


def _words(attribute: Attribute, name: str) -> tuple[str, ...]:
    value = attribute.value(name)
    return tuple([each.text for each in value.values if isinstance(each, Word)]) if isinstance(value, Items) else ()
