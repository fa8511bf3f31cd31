"""What the schema engine module answers about a schema: diagnostics, formatting, config, DMMF."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prismstack.engines import load_engine
from prismstack.errors import SchemaInvalid
from prismstack.schema._files import Schema
from prismstack.wasm import Instance, JsException, error_text

__all__ = ["Diagnostic", "check", "dmmf", "formatted", "generators", "python_generator", "validate"]

#: Names under which a schema may ask for Prisma Client Python.
_PYTHON_GENERATORS = frozenset({"prisma-client-py", "prisma-client-python"})
_MODULE = "prisma_schema_build_bg.wasm"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding of the engine; line and column count from 1."""

    path: Path
    line: int
    column: int
    message: str
    is_warning: bool

    def __str__(self) -> str:
        kind = "warning" if self.is_warning else "error"
        return f"{self.path}:{self.line}:{self.column}: {kind}: {self.message}"


def validate(schema: Schema) -> list[Diagnostic]:
    """The engine's diagnostics in file order; an empty list means the schema is valid.

    Raises SchemaInvalid when the schema has no usable datasource block.
    """
    _ = schema.datasource
    files = schema.engine_files()
    texts = {file[0]: file[1] for file in files}
    found = json.loads(_call("lint", json.dumps(files)))
    return sorted((_diagnostic(item, texts) for item in found), key=lambda d: (str(d.path), d.line, d.column))


def check(schema: Schema) -> list[Diagnostic]:
    """Like :func:`validate`, but raises SchemaInvalid if there are errors; returns the warnings."""
    diagnostics = validate(schema)
    errors = [each for each in diagnostics if not each.is_warning]
    if errors:
        raise SchemaInvalid("\n".join(str(each) for each in errors))
    return diagnostics


def formatted(schema: Schema) -> list[tuple[Path, str]]:
    """Each file's path and formatted text. Raises SchemaInvalid when it cannot be parsed."""
    check(schema)
    options = {"textDocument": {"uri": ""}, "options": {"tabSize": 2, "insertSpaces": True}}
    original = [[f"file://{file.path}", file.text] for file in schema.files]
    result: list[list[str]] = []
    for uri, _ in original:
        options["textDocument"] = {"uri": uri}
        result = json.loads(_call("format", json.dumps(result or original), json.dumps(options)))
    return [(Path(uri.removeprefix("file://")), text) for uri, text in result]


def generators(schema: Schema) -> list[dict[str, Any]]:
    """The generator blocks as Prisma's config protocol describes them."""
    check(schema)
    request: dict[str, Any] = {
        "prismaSchema": schema.engine_files(),
        "datasourceOverrides": {},
        "ignoreEnvVarErrors": True,
        "env": {},
    }
    answer = json.loads(_call("get_config", json.dumps(request)))
    return list(answer["config"]["generators"])


def python_generator(schema: Schema) -> dict[str, Any] | None:
    """The first generator block of Prisma Client Python; None when there is none."""
    blocks = generators(schema)
    return next((each for each in blocks if each["provider"]["value"] in _PYTHON_GENERATORS), None)


def dmmf(schema: Schema) -> dict[str, Any]:
    """The DMMF of a schema (keys ``datamodel``, ``schema``, ``mappings``).

    Raises SchemaInvalid with the engine's diagnostics when the schema has errors.
    """
    request = json.dumps({"prismaSchema": schema.engine_files(), "noColor": True})
    try:
        return dict(json.loads(_call("get_dmmf", request)))
    except JsException as thrown:
        check(schema)
        raise SchemaInvalid(error_text(thrown.value)) from thrown


def _call(function: str, *arguments: str) -> str:
    # An instance costs under a millisecond; a fresh one each time leaves nothing behind.
    with Instance(load_engine(_MODULE)) as instance:
        return instance.call_text(function, *arguments)


def _diagnostic(item: dict[str, Any], texts: dict[str, str]) -> Diagnostic:
    # Offsets count UTF-16 code units, as editors do.
    units = texts[item["file_name"]].encode("utf-16-le")
    before = units[: 2 * item["start"]].decode("utf-16-le", errors="replace")
    return Diagnostic(
        path=Path(item["file_name"]),
        line=before.count("\n") + 1,
        column=len(before.rpartition("\n")[2]) + 1,
        message=item["text"],
        is_warning=item["is_warning"],
    )
