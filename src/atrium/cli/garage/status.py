"""``atrium garage status``: in which store the garage is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

if TYPE_CHECKING:
    from atrium.platform.settings import Settings

__all__ = ["status"]


def status(as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False) -> None:
    """Show the store's mode, what the second store lacks, and the last data migration."""
    import asyncio

    from atrium.platform.settings import load_settings

    facts = asyncio.run(_facts(load_settings()))
    if as_json:
        typer.echo(json.dumps(facts, indent=2))
        return
    for name, value in facts.items():
        typer.echo(f"{name:>16}  {_text(value)}")


async def _facts(settings: Settings) -> dict[str, Any]:
    from atrium.garage.moving import migration_to_json

    from ._book import opened_books

    async with opened_books(settings) as (book, migrations):
        entry = await book.read()
        if entry is None:
            return {}
        return {
            "mode": entry.mode.value,
            "wanted": entry.wanted.value,
            "refusal": entry.refusal,
            "since": entry.changed_at.isoformat(),
            "servers": len(await book.servers()),
            "shadowed": entry.counts.shadowed,
            "diverged": entry.counts.diverged,
            "reconciled": entry.counts.reconciled,
            "openDivergences": await book.open_divergences(),
            "migration": migration_to_json(await migrations.find_latest()),
        }


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in cast(dict[str, object], value).items())
    return "-" if value is None else str(value)
