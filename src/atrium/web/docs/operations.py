"""The OpenAPI document as what a reader's page shows: operations by tag, with examples instead of schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

__all__ = ["Answer", "Operation", "Parameter", "operations_by_tag"]

Schema = Mapping[str, Any]

#: Deeper than this a schema refers to itself, or nobody reads on.
_MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class Answer:
    status: str
    description: str
    example: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    summary: str
    parameters: list[Parameter]
    body: str | None
    answers: list[Answer]

    @property
    def anchor(self) -> str:
        return f"{self.method.lower()}{self.path.replace('/', '-').replace('{', '').replace('}', '')}"


def operations_by_tag(document: Mapping[str, Any]) -> dict[str, list[Operation]]:
    """Every operation, grouped by its first tag, in the order of the document."""
    schemas: dict[str, Schema] = document.get("components", {}).get("schemas", {})
    grouped: dict[str, list[Operation]] = {}
    for path, methods in cast("dict[str, dict[str, Any]]", document["paths"]).items():
        for method, operation in methods.items():
            grouped.setdefault(operation["tags"][0], []).append(_operation(method, path, operation, schemas))
    return grouped


def _operation(method: str, path: str, operation: Mapping[str, Any], schemas: Mapping[str, Schema]) -> Operation:
    body = operation.get("requestBody")
    return Operation(
        method=method.upper(),
        path=path,
        summary=operation.get("description") or operation.get("summary", ""),
        parameters=[_parameter(each) for each in operation.get("parameters", [])],
        body=_example(body, schemas) if body else None,
        answers=list(_answers(operation["responses"], schemas)),
    )


def _parameter(parameter: Mapping[str, Any]) -> Parameter:
    schema: Schema = parameter["schema"]
    kind = " | ".join(schema["enum"]) if "enum" in schema else schema.get("type", "")
    limits = [f"{word} {schema[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in schema]
    default = [f"default {schema['default']}"] if "default" in schema else []
    details = ", ".join((kind, *limits, *default))
    return Parameter(parameter["name"], parameter["in"], details, parameter.get("description", ""))


def _answers(responses: Mapping[str, Any], schemas: Mapping[str, Schema]) -> Iterator[Answer]:
    for status, response in sorted(responses.items()):
        if status != "422" or "content" not in response:
            example = _example(response, schemas) if "content" in response else None
            yield Answer(status, response.get("description", ""), example)


def _example(content: Mapping[str, Any], schemas: Mapping[str, Schema]) -> str | None:
    schema: Schema = content["content"].get("application/json", {}).get("schema", {})
    if not schema:
        return None
    definitions = {**schemas, **schema.get("$defs", {})}
    return json.dumps(_value(schema, definitions, 0), indent=2, ensure_ascii=False)


def _value(schema: Schema, definitions: Mapping[str, Schema], depth: int) -> object:
    if depth > _MAX_DEPTH:
        return {}
    if "$ref" in schema:
        return _value(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions, depth + 1)
    if "anyOf" in schema:
        return _value(schema["anyOf"][0], definitions, depth)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [""])[0])
    if schema.get("type") == "object":
        return _object(schema, definitions, depth)
    if schema.get("type") == "array":
        return [_value(schema["items"], definitions, depth + 1)]
    return {"integer": 0, "number": 0.0, "boolean": True, "null": None}.get(schema.get("type", ""), "…")


def _object(schema: Schema, definitions: Mapping[str, Schema], depth: int) -> dict[str, object]:
    fields: dict[str, Schema] = schema.get("properties", {})
    if fields:
        return {name: _value(each, definitions, depth + 1) for name, each in fields.items()}
    extra = schema.get("additionalProperties")
    return {"…": _value(cast("Schema", extra), definitions, depth + 1)} if isinstance(extra, dict) else {}
