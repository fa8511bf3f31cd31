"""``atrium garage migrate-data``: move a snapshot into the database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from atrium.garage.moving import MigrationReport, Snapshot, Validation
    from atrium.platform.settings import Settings

__all__ = ["migrate_data"]

_FAILED = 1


def migrate_data(
    snapshot: Annotated[Path, typer.Argument(help="The snapshot, as `atrium garage export` writes it.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read the snapshot, say what would be done.")] = False,
    validate_only: Annotated[
        bool, typer.Option("--validate-only", help="Compare the database with the snapshot, write nothing.")
    ] = False,
    batch_size: Annotated[int, typer.Option(min=1, max=1000, help="Values in a transaction.")] = 500,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="The snapshot is right where the database says otherwise.")
    ] = False,
    skip_backup: Annotated[bool, typer.Option("--skip-backup", help="Do not back up the database first.")] = False,
    backups: Annotated[Path, typer.Option(help="Where to keep the backup.")] = Path("backups"),
    report: Annotated[Path | None, typer.Option(help="Write the report to this file too, as JSON.")] = None,
) -> None:
    """Move a snapshot into the database (DATABASE_URL).

    Run it again after an interruption: it goes on where it was. Exits with 1 when the database does not hold
    exactly what the snapshot holds.
    """
    import asyncio

    from atrium.garage.moving import read_snapshot, report_to_json
    from atrium.platform.settings import load_settings

    if not snapshot.is_file():
        raise typer.BadParameter(f"there is no file {snapshot}")
    settings = load_settings()
    read = asyncio.run(read_snapshot(snapshot))
    if dry_run:
        asyncio.run(_describe(read))
        return
    if validate_only:
        is_valid = asyncio.run(_validate(settings, read))
    else:
        folder = None if skip_backup else backups
        made = asyncio.run(_migrate(settings, read, batch_size, overwrite, folder))
        _print_report(made)
        if report is not None:
            report.write_text(json.dumps(report_to_json(made), indent=2) + "\n", encoding="utf-8")
        is_valid = made.succeeded
    if not is_valid:
        raise typer.Exit(_FAILED)


async def _describe(snapshot: Snapshot) -> None:
    from atrium.garage.interfaces import Kind

    for kind in Kind:
        typer.echo(f"{kind.value:>14} {await snapshot.tables[kind].count():>9,}")
    typer.echo(f"{snapshot.values} values for garage {snapshot.config_name!r} would be moved; nothing was written.")


async def _validate(settings: Settings, snapshot: Snapshot) -> bool:
    from atrium.garage.moving import check
    from atrium.garage.repositories import PrismaStore
    from atrium.platform.database import connected

    async with connected(settings.database_url) as client:
        validation = await check(snapshot, PrismaStore(client, snapshot.config_name))
    _print_validation(validation)
    return validation.is_valid


async def _migrate(
    settings: Settings, snapshot: Snapshot, batch_size: int, overwrite: bool, backups: Path | None
) -> MigrationReport:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from atrium.garage.interfaces import Kind
    from atrium.garage.moving import back_up_store, migrate
    from atrium.garage.repositories import PrismaStore
    from atrium.garage.repositories.migrations import PrismaMigrationLog
    from atrium.platform.database import connected

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    async with connected(settings.database_url) as client:
        store = PrismaStore(client, snapshot.config_name)
        if backups is not None:
            typer.echo(f"Backed up to {await back_up_store(settings.database_url, store, backups)}")
        with Progress(*columns, transient=True) as bar:
            task = bar.add_task("moving", total=snapshot.values)
            done: dict[Kind, int] = {}

            def show(kind: Kind, count: int, _total: int) -> None:
                done[kind] = count
                bar.update(task, description=kind.value, completed=sum(done.values()))

            log = PrismaMigrationLog(client, snapshot.config_name)
            return await migrate(snapshot, store, log, batch_size=batch_size, overwrite=overwrite, progress=show)


def _print_report(report: MigrationReport) -> None:
    state = report.state
    seconds = ((state.finished_at or state.started_at) - state.started_at).total_seconds()
    resumed = f", {report.resumed_at:,} of them in an earlier attempt" if report.resumed_at else ""
    typer.echo(f"{sum(state.total.values()):,} values moved in {seconds:.1f} s{resumed}")
    _print_validation(report.validation)


def _print_validation(validation: Validation) -> None:
    for kind, count in validation.comparison.compared.items():
        typer.echo(f"{kind.value:>14} {count:>9,}  {validation.checksums.get(kind, '')[:16]}")
    for difference in validation.comparison.differences[:20]:
        typer.echo(f"{difference.reason}: {difference.kind.value} {difference.key}")
    for broken in validation.broken_references[:20]:
        typer.echo(broken)
    problems = len(validation.comparison.differences) + len(validation.broken_references)
    typer.echo("The database holds exactly what the snapshot holds." if not problems else f"{problems} problems.")
