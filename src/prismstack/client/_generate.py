"""``prismstack generate``: runs Prisma Client Python's generator, unmodified, from our DMMF.

It runs in a fresh interpreter with the project's folder first on the path, so that
partial-type scripts see the client that is being generated.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from prismstack.errors import ConfigurationError, PrismstackError
from prismstack.query import load_graph
from prismstack.schema import Schema, UrlSetting, check, dmmf, load_dotenv, load_schema, python_generator

__all__ = ["GenerateFailed", "GenerateResult", "generate"]


class GenerateFailed(PrismstackError):
    """Prisma Client Python's generator failed; the message is what it said."""

    code = "GENERATE_FAILED"


@dataclass(frozen=True, slots=True)
class GenerateResult:
    """Where the client was generated, and what the generator printed."""

    output: Path
    messages: str


def generate(schema_path: Path | str, *, say: Callable[[str], None] = lambda _: None) -> GenerateResult:
    """Generate the client of a schema.

    The client goes to the generator's ``output`` (relative to the schema's folder), else
    into the installed ``prisma`` package. Raises SchemaInvalid for a schema with errors,
    ConfigurationError when it has no Python generator, GenerateFailed when the generator
    itself fails.
    """
    schema = load_schema(schema_path)
    load_dotenv(Path.cwd())
    for warning in check(schema):
        say(str(warning))
    generator = _python_generator(schema)
    output = _output(generator, schema)
    messages = _run(_parameters(schema, generator, output))
    load_graph(schema, schema.datasource.provider)  # so that the first connect finds it in the cache
    say(f"Generated Prisma Client Python to {output}")
    return GenerateResult(output, messages)


def _python_generator(schema: Schema) -> dict[str, Any]:
    block = python_generator(schema)
    if block is None:
        raise ConfigurationError(
            'the schema has no Python generator; add: generator client { provider = "prisma-client-py" }'
        )
    return block


def _output(generator: dict[str, Any], schema: Schema) -> Path:
    configured = generator.get("output")
    if configured is None:
        spec = find_spec("prisma")
        if spec is None or spec.origin is None:
            raise ConfigurationError("the package `prisma` (Prisma Client Python) is not installed")
        return Path(spec.origin).parent
    value = configured["value"] or os.environ.get(configured["fromEnvVar"] or "", "")
    if not value:
        raise ConfigurationError(f"the generator's output names the unset variable {configured['fromEnvVar']}")
    return (schema.folder / value).resolve()


def _parameters(schema: Schema, generator: dict[str, Any], output: Path) -> dict[str, Any]:
    """What Prisma's CLI sends to a generator."""
    source = schema.datasource
    url = source.url or UrlSetting(environment_variable="DATABASE_URL")
    path = schema.root if schema.root.is_file() else schema.root / "schema.prisma"
    return {
        "datamodel": schema.text,
        "generator": {**generator, "output": {"fromEnvVar": None, "value": str(output)}},
        "dmmf": dmmf(schema),
        "schemaPath": str(path),
        "datasources": [
            {
                "name": source.name,
                "provider": source.provider,
                "activeProvider": source.provider,
                "url": {"fromEnvVar": url.environment_variable, "value": url.value},
                "sourceFilePath": str(path),
            }
        ],
        "otherGenerators": [],
        "binaryPaths": {},
    }


def _run(parameters: dict[str, Any]) -> str:
    environment = {**os.environ, "PRISMA_GENERATOR_INVOCATION": "true"}
    search = [str(Path.cwd()), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment["PYTHONPATH"] = os.pathsep.join(search)
    done = subprocess.run(
        [sys.executable, "-m", "prismstack.client._run_generator"],
        input=json.dumps(parameters),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise GenerateFailed((done.stderr or done.stdout).strip())
    return done.stdout.strip()
