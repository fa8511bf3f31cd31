"""``atrium demo``: replay a recorded day of gate events and print its report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["demo"]

_DEFAULT_EVENTS = Path("seeds/gate_events.csv")
_EXIT_BOOKS_DISAGREE = 1


def demo(
    events: Annotated[Path, typer.Option(help="The recorded events, a CSV file.")] = _DEFAULT_EVENTS,
    schema: Annotated[Path, typer.Option(help="The schema of the database.")] = Path("schema.prisma"),
    database: Annotated[
        Path | None, typer.Option(help="Keep the replayed SQLite database in this new file (default: throw it away).")
    ] = None,
) -> None:
    """Replay a day of gate events through the garage's services and print the day's report.

    Runs on a database of its own. Exits with 1 when the totals do not reconcile with the ledger.
    """
    import asyncio
    from tempfile import TemporaryDirectory

    for path in (events, schema):
        if not path.is_file():
            raise typer.BadParameter(f"there is no file {path}; run this in the project's folder, or name one")
    if database is not None and database.exists():
        raise typer.BadParameter(f"{database} exists; name a new file")
    with TemporaryDirectory() as folder:
        target = database or Path(folder) / "demo.db"
        if not asyncio.run(_replay(events, schema, target.resolve())):
            raise typer.Exit(_EXIT_BOOKS_DISAGREE)


async def _replay(events: Path, schema: Path, database: Path) -> bool:
    """Whether the books agree."""
    from time import perf_counter

    from rich.progress import Progress

    from atrium.garage.replay import DEMO_FLOORS, DEMO_NAME, Replay, make_day_report, parse_event, read_events
    from atrium.garage.repositories import PrismaStore
    from atrium.garage.services import bootstrap
    from atrium.platform.clock import ManualClock
    from atrium.platform.database import connected
    from prismstack.migrate import db_push

    url = f"file:{database}"
    db_push(schema, url)
    rows = list(read_events(events))
    day = parse_event(rows[0]).at.replace(hour=0, minute=0, second=0, microsecond=0)
    clock = ManualClock(day)
    async with connected(url) as client:
        services = bootstrap(PrismaStore(client, clock=clock), clock=clock)
        await services.garage.initialize(DEMO_NAME, DEMO_FLOORS)
        replay = Replay(services, clock)
        started = perf_counter()
        with Progress(transient=True) as progress:
            for row in progress.track(rows, description="gate events"):
                await replay.feed(row)
        seconds = perf_counter() - started
        report = await make_day_report(services, replay.result, day)
    typer.echo("\n".join(report.lines()))
    typer.echo(f"{len(rows)} rows in {seconds:.1f} s ({len(rows) / seconds:.0f} per second)")
    return not report.differences
