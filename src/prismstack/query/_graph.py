"""The input graph: which arguments each action takes, and where a value may be a parameter.

Derived from the DMMF once per schema and provider and kept in the cache folder, because
the DMMF itself is megabytes for large schemas.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from prismstack.engines import VERSION
from prismstack.schema import Schema, dmmf
from prismstack.wasm import cache_directory

__all__ = ["InputField", "InputGraph", "load_graph"]


class InputField(NamedTuple):
    """What one argument or input field accepts.

    ``scalars`` and ``list_scalars`` are scalar type names; ``enums`` and ``list_enums``
    names of the datamodel's enums; ``objects`` names of input types.
    """

    parameterizable: bool
    scalars: tuple[str, ...]
    list_scalars: tuple[str, ...]
    enums: tuple[str, ...]
    list_enums: tuple[str, ...]
    objects: tuple[str, ...]


_JSON_FILTER = re.compile(r"(?:Nested)?Json\w*Filter")
_COMPARISONS = {"lt", "lte", "gt", "gte"}
#: Part of the cache's key: raised when the same DMMF gives another graph.
_FORMAT = 2

InputFields = dict[str, InputField]


@dataclass(frozen=True, slots=True)
class InputGraph:
    """The arguments of actions, the fields of input types and the arguments of relations.

    ``actions`` is keyed ``Model.action`` with the engine's action names, ``relations``
    ``Model.field``; ``enums`` maps an enum's names to their names in the database;
    ``tables`` a table's name to its model.
    """

    actions: dict[str, InputFields]
    inputs: dict[str, InputFields]
    relations: dict[str, InputFields]
    enums: dict[str, dict[str, str]]
    tables: dict[str, str] = field(default_factory=dict[str, str])

    def find(self, types: tuple[str, ...], name: str) -> InputField | None:
        """The field ``name`` in the first of several candidate input types that has it."""
        for type_name in types:
            found = self.inputs.get(type_name, {}).get(name)
            if found is not None:
                return found
        return None


def load_graph(schema: Schema, provider: str) -> InputGraph:
    """The input graph of a schema under a provider, from the cache or from the engine.

    Raises SchemaInvalid when the schema is not valid for that provider.
    """
    path = _cache_path(schema, provider)
    try:
        return _decode(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        document = _encode(dmmf(schema.for_provider(provider)))
        _write(path, json.dumps(document).encode())
        return _decode(document)


def _cache_path(schema: Schema, provider: str) -> Path:
    key = hashlib.sha256(f"{schema.digest}|{provider}|{VERSION}|{version('prismstack')}|{_FORMAT}".encode()).hexdigest()
    return cache_directory() / "graphs" / f"{key}.json"


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(temporary, path)
    except OSError:
        return  # a cache that cannot be written only costs time


# -- from the DMMF ------------------------------------------------------------------------


def _encode(document: dict[str, Any]) -> dict[str, Any]:
    schema, datamodel = document["schema"], document["datamodel"]
    operations = _operations(document["mappings"])
    outputs = schema["outputObjectTypes"]
    roots = [item for kind in outputs["prisma"] if kind["name"] in ("Query", "Mutation") for item in kind["fields"]]
    return {
        "actions": {operations[root["name"]]: _fields(root["args"]) for root in roots if root["name"] in operations},
        "inputs": {kind["name"]: _input(kind) for kind in schema["inputObjectTypes"].get("prisma", [])},
        "relations": {
            f"{kind['name']}.{item['name']}": _fields(item["args"])
            for kind in outputs.get("model", [])
            for item in kind["fields"]
            if item["args"]
        },
        "enums": {
            kind["name"]: {value["name"]: value.get("dbName") or value["name"] for value in kind["values"]}
            for kind in datamodel["enums"]
        },
        "tables": {model.get("dbName") or model["name"]: model["name"] for model in datamodel["models"]},
    }


def _operations(mappings: dict[str, Any]) -> dict[str, str]:
    """Root field name -> ``Model.action``."""
    return {
        root: f"{entry['model']}.{action}"
        for entry in mappings["modelOperations"]
        for action, root in entry.items()
        if action != "model" and root
    }


def _input(kind: dict[str, Any]) -> dict[str, list[Any]]:
    fields = _fields(kind["fields"])
    if _JSON_FILTER.fullmatch(kind["name"]):
        # The compiler panics on a placeholder there: the SQL depends on what the document is.
        for name in _COMPARISONS & fields.keys():
            fields[name][0] = False
    return fields


def _fields(items: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {item["name"]: _field(item) for item in items}


def _field(item: dict[str, Any]) -> list[Any]:
    types = item["inputTypes"]

    def names(location: str, *, is_list: bool, namespace: str | None = None) -> list[str]:
        return [
            kind["type"]
            for kind in types
            if kind["location"] == location
            and kind["isList"] is is_list
            and (namespace is None or kind.get("namespace") == namespace)
        ]

    return [
        bool(item.get("isParameterizable")),
        names("scalar", is_list=False),
        names("scalar", is_list=True),
        names("enumTypes", is_list=False, namespace="model"),
        names("enumTypes", is_list=True, namespace="model"),
        list(dict.fromkeys(kind["type"] for kind in types if kind["location"] == "inputObjectTypes")),
    ]


def _decode(document: dict[str, Any]) -> InputGraph:
    def table(name: str) -> dict[str, InputFields]:
        return {
            owner: {key: InputField(item[0], *(tuple(part) for part in item[1:])) for key, item in fields.items()}
            for owner, fields in document[name].items()
        }

    return InputGraph(
        actions=table("actions"),
        inputs=table("inputs"),
        relations=table("relations"),
        enums=document["enums"],
        tables=document["tables"],
    )
