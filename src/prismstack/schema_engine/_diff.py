"""The method ``diff``: its two targets as sides of a comparison."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prismstack.errors import ConfigurationError
from prismstack.migrate.serving import (
    NO_FILTERS,
    Comparison,
    Database,
    DatabaseSide,
    EmptySide,
    MigrationsSide,
    SchemaSide,
    Side,
    open_database,
    open_shadow,
)
from prismstack.schema_engine._context import Context, schema_of

__all__ = ["diff"]

_DIFFERENT = 2


def diff(context: Context, request: dict[str, Any]) -> tuple[str, int]:
    """The script or summary to print, and the exit code (2 for differences, if the request asks for it)."""
    shadow = request.get("shadowDatabaseUrl") or context.shadow_url
    sides = [_side(context, request[each], shadow) for each in ("from", "to")]
    comparison = Comparison(
        script=bool(request.get("script")),
        beside=lambda: _beside(context, shadow),
        filters=request.get("filters") or NO_FILTERS,
    )
    result = comparison.run(*sides)
    return result.text, _DIFFERENT if request.get("exitCode") and result.different else 0


def _side(context: Context, target: dict[str, Any], shadow: str | None) -> Side:
    match target["tag"]:
        case "empty":
            return EmptySide()
        case "schemaDatamodel":
            return SchemaSide(schema_of(target["files"]))
        case "schemaDatasource":
            return context.side(schema_of(target["files"], target.get("configDir")), shadow)
        case "url":
            return context.named(target["url"], shadow)
        case "migrations":
            return MigrationsSide(Path(target.get("baseDir") or target["path"]), target.get("shadowDbInitScript") or "")
        case other:
            raise ConfigurationError(f"unknown kind of side to compare: {other!r}")


def _beside(context: Context, shadow: str | None) -> Database:
    """The database on whose server migrations are replayed, when neither side is a database."""
    if shadow is not None:
        return open_shadow(context.named(shadow).url)
    side: DatabaseSide = context.side()
    return open_database(side.url)
