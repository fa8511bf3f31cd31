"""Relation fields of foreign keys and of many-to-many tables, on both sides."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from prismstack.migrate.mysql._introspect_names import Names, is_join_table
from prismstack.migrate.mysql._model import ForeignKey, Structure, Table
from prismstack.migrate.mysql._names import constraint_name
from prismstack.schema import Block, Field, Items, Word

__all__ = ["RelationField", "relation_fields"]

_ACTIONS = {
    "CASCADE": "Cascade",
    "RESTRICT": "Restrict",
    "NO ACTION": "NoAction",
    "SET NULL": "SetNull",
    "SET DEFAULT": "SetDefault",
}


@dataclass
class RelationField:
    """A field of one side; ``wanted`` is its name unless the model has that already."""

    wanted: str
    type: str
    arity: str
    arguments: list[str]
    #: The relation's name, written when it is ambiguous.
    relation: str
    name: str = ""
    named: bool = False

    def line(self) -> str:
        arguments = ([f'"{self.relation}"'] if self.named else []) + self.arguments
        attribute = f" @relation({', '.join(arguments)})" if arguments else ""
        return f"{self.name} {self.type}{self.arity}{attribute}"


def relation_fields(structure: Structure, names: Names) -> dict[str, list[RelationField]]:
    """The relation fields of each table."""
    found: defaultdict[str, list[RelationField]] = defaultdict(list)
    for table in structure.tables:
        if is_join_table(table):
            _join(table, names, found)
            continue
        for key in table.foreign_keys:
            if structure.table(key.table) is not None:
                _relation(table, key, names, found)
    _name_ambiguous(found)
    for name, fields in found.items():
        table = structure.table(name)
        taken = {names.field(name, each.name) for each in table.columns} if table is not None else set[str]()
        _settle(fields, taken)
    return found


def _relation(table: Table, key: ForeignKey, names: Names, found: dict[str, list[RelationField]]) -> None:
    child, parent = names.model(table.name), names.model(key.table)
    columns = [names.field(table.name, each) for each in key.columns]
    referenced = [names.field(key.table, each) for each in key.referenced]
    optional = any(not each.required for each in table.columns if each.name in key.columns)
    unique = any(set(each) == set(key.columns) for each in table.unique_keys())
    arguments = [f"fields: [{', '.join(columns)}]", f"references: [{', '.join(referenced)}]", *_actions(table, key)]
    if key.name != constraint_name(table.name, key.columns, "_fkey"):
        arguments.append(f'map: "{key.name}"')
    name = f"{child}_{'_'.join(columns)}To{parent}"
    known = _known_forward(names.block_of(table.name), columns)
    back = _known_back(names.block_named(parent), child, known)
    named = _relation_name(known)
    forward = RelationField(known.name if known else parent, parent, "?" if optional else "", arguments, named or name)
    reverse = RelationField(back.name if back else child, child, "?" if unique else "[]", [], named or name)
    forward.named = reverse.named = named is not None or child == parent
    found[table.name].append(forward)
    found[key.table].append(reverse)


def _actions(table: Table, key: ForeignKey) -> list[str]:
    """The actions that are not what Prisma assumes."""
    required = any(each.required for each in table.columns if each.name in key.columns)
    assumed = ("RESTRICT",) if required else ("SET NULL",)
    actions = [f"onDelete: {_ACTIONS[key.on_delete]}"] if key.on_delete not in assumed else []
    return actions + ([f"onUpdate: {_ACTIONS[key.on_update]}"] if key.on_update != "CASCADE" else [])


def _join(table: Table, names: Names, found: dict[str, list[RelationField]]) -> None:
    targets = {each.columns[0]: each.table for each in table.foreign_keys}
    first, second = targets["A"], targets["B"]
    relation = table.name.removeprefix("_")
    implied = "To".join(sorted((names.model(first), names.model(second))))
    for own, other in ((first, second), (second, first)):
        model = names.model(other)
        known = _known_list(names.block_of(own), model, relation, implied)
        field = RelationField(known.name if known else model, model, "[]", [], relation)
        field.named = relation != implied or first == second
        found[own].append(field)
        if known is not None and first == second:
            _keep_self_names(found[own], names.block_of(own), relation)


def _keep_self_names(fields: list[RelationField], block: Block | None, relation: str) -> None:
    """Both lists of a model with itself, in the order of their names, as A and B are."""
    known = sorted(each.name for each in (block.fields if block else ()) if _relation_name(each) == relation)
    own = [each for each in fields if each.relation == relation]
    for field, name in zip(own, known, strict=False):
        field.wanted = name


def _known_forward(block: Block | None, columns: list[str]) -> Field | None:
    for field in block.fields if block is not None else ():
        relation = field.attribute("relation")
        value = relation.value("fields") if relation is not None else None
        if isinstance(value, Items) and [each.text for each in value.values if isinstance(each, Word)] == columns:
            return field
    return None


def _known_back(block: Block | None, child: str, forward: Field | None) -> Field | None:
    """The existing field of the other side."""
    if block is None or forward is None:
        return None
    name = _relation_name(forward)
    candidates = [each for each in block.fields if each.type == child and each is not forward]
    without_columns = [each for each in candidates if not _holds_columns(each)]
    return next((each for each in without_columns if _relation_name(each) == name), None)


def _known_list(block: Block | None, model: str, relation: str, implied: str) -> Field | None:
    for field in block.fields if block is not None else ():
        if field.type == model and field.arity == "[]" and (_relation_name(field) or implied) == relation:
            return field
    return None


def _holds_columns(field: Field) -> bool:
    relation = field.attribute("relation")
    return relation is not None and relation.value("fields") is not None


def _relation_name(field: Field | None) -> str | None:
    relation = field.attribute("relation") if field is not None else None
    return relation.text("name", first=True) if relation is not None else None


def _name_ambiguous(found: dict[str, list[RelationField]]) -> None:
    """Several relations between the same models need names."""
    for fields in found.values():
        for field in fields:
            if sum(each.type == field.type for each in fields) > 1:
                _name(found, field.relation)


def _name(found: dict[str, list[RelationField]], relation: str) -> None:
    for fields in found.values():
        for each in fields:
            each.named = each.named or each.relation == relation


def _settle(fields: list[RelationField], taken: set[str]) -> None:
    """Give each field a name of its own in the model."""
    for field in fields:
        name = field.wanted
        if name in taken or (field.named and sum(each.wanted == name for each in fields) > 1):
            name = f"{field.wanted}_{field.relation}"
        while name in taken:
            name = f"other_{name}"
        taken.add(name)
        field.name = name
