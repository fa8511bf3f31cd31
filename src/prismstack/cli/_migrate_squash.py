"""``prismstack migrate squash``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prismstack.cli._dialog import FlagsThenTerminal
from prismstack.cli._options import ForceOption, JsonOption, SchemaOption
from prismstack.cli._printer import Printer
from prismstack.cli._schema import announce, open_schema, relative

if TYPE_CHECKING:
    from prismstack.migrate import SquashPlan


def migrate_squash(
    schema: SchemaOption = None,
    to: Annotated[str | None, typer.Option("--to", help="The last migration to squash (default: all).")] = None,
    name: Annotated[str, typer.Option("--name", "-n", help="The name of the new migration.")] = "squashed",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done; change nothing.")] = False,
    no_backup: Annotated[bool, typer.Option("--no-backup", help="Do not keep the replaced directories.")] = False,
    force: ForceOption = False,
    json: JsonOption = False,
) -> None:
    """Put one migration in the place of many, on disk and in the history."""
    from prismstack.migrate import plan_squash, squash

    printer, loaded = Printer(), open_schema(schema)
    if dry_run:
        plan = plan_squash(loaded, to=to, name=name)
    else:
        dialog = FlagsThenTerminal(printer, data_loss=force)
        plan = squash(loaded, to=to, name=name, discard=no_backup, dialog=dialog)
    if json:
        printer.json(_document(plan, dry_run=dry_run, kept=not no_backup))
        return
    announce(printer, loaded, plan.database)
    _report(printer, plan, dry_run=dry_run, kept=not no_backup)


def _report(printer: Printer, plan: SquashPlan, *, dry_run: bool, kept: bool) -> None:
    for each in plan.replaced:
        printer.line(f"  {each.name}")
    for each in plan.by_hand:
        printer.warning(f"not in the squashed migration: {each}")
    path = relative(plan.directory.path / plan.name)
    if dry_run:
        printer.line(f"would become {path}:\n\n{plan.script}")
        return
    printer.success(f"became {path}, which is recorded as applied.")
    if kept:
        printer.quiet(f"The former directories: {relative(plan.backup)}")
    printer.line("Other databases that have them follow at their next `prismstack migrate deploy`.")


def _document(plan: SquashPlan, *, dry_run: bool, kept: bool) -> dict[str, object]:
    return {
        "name": plan.name,
        "replaced": [each.name for each in plan.replaced],
        "script": plan.script,
        "byHand": list(plan.by_hand),
        "backup": str(plan.backup) if kept and not dry_run else None,
        "dryRun": dry_run,
    }
