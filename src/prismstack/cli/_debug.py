"""``prismstack debug``."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prismstack.cli._options import JsonOption, SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._version import version_facts
from prismstack.errors import PrismstackError

_PREFIXES = ("PRISMSTACK_", "PRISMA_")
_NAMES = ("DATABASE_URL", "SHADOW_DATABASE_URL", "DEBUG", "NO_COLOR", "VIRTUAL_ENV", "XDG_CACHE_HOME")


def show_debug(schema: SchemaOption = None, json: JsonOption = False) -> None:
    """Show what the commands see: versions, files, URLs (without passwords), engines, environment."""
    printer = Printer()
    document = {
        "versions": version_facts(),
        "project": _project(schema),
        "engines": _attempt(_engines),
        # After the project: its .env files are part of the environment.
        "environment": _environment(),
    }
    if json:
        printer.json(document)
        return
    for title, facts in document.items():
        printer.line(title)
        for name, value in facts.items():
            printer.line(f"  {name.ljust(22)} : {value}")


def _attempt(facts: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The facts, or the error that they cannot be had for: this command is for when something is wrong."""
    try:
        return facts()
    except PrismstackError as error:
        return {"error": f"{error.code}: {error.message}"}


def _project(schema: Path | None) -> dict[str, Any]:
    from prismstack.schema import project_settings

    folder = Path.cwd()
    facts: dict[str, Any] = {"folder": str(folder)}
    facts |= _attempt(lambda: {"settings": str(project_settings(folder).source or "none")})
    facts |= _attempt(lambda: _files(schema))
    return facts


def _files(schema: Path | None) -> dict[str, Any]:
    from prismstack.cli._schema import open_schema
    from prismstack.migrate import load_project
    from prismstack.schema import database_url, masked_url

    loaded = open_schema(schema)
    source = loaded.datasource
    facts: dict[str, Any] = {"schema": str(loaded.root), "datasource": f"{source.name} ({source.provider})"}
    facts |= _attempt(lambda: {"url": masked_url(database_url(loaded))})
    facts |= _attempt(lambda: {"migrations": str(load_project(loaded).directory.path)})
    dotenv = [path for path in (folder / ".env" for folder in _dotenv_folders(loaded.folder)) if path.is_file()]
    return facts | {"dotenv": ", ".join(map(str, dotenv)) or "none"}


def _dotenv_folders(schema: Path) -> list[Path]:
    here = Path.cwd()
    return list(dict.fromkeys([here, here / "prisma", schema, schema / "prisma"]))


def _engines() -> dict[str, Any]:
    from prismstack.engines import install_directory, status
    from prismstack.wasm import cache_directory

    states = [each.state for each in status()]
    compiled = [each.precompiled for each in status() if each.precompiled is not None]
    return {
        "directory": str(install_directory()),
        "artefacts": f"{states.count('ok')} of {len(states)} in order",
        "cache": str(cache_directory()),
        "precompiled": f"{sum(compiled)} of {len(compiled)}",
    }


def _environment() -> dict[str, str]:
    from prismstack.schema import masked_url

    shown = sorted(name for name in os.environ if name.startswith(_PREFIXES) or name in _NAMES)
    return {name: masked_url(os.environ[name]) for name in shown}
