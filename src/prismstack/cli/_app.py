"""The tree of commands. Each imports what it needs when it runs, so that ``--help`` is quick."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from prismstack.cli import (
    _db_backup,
    _db_execute,
    _db_pull,
    _db_push,
    _db_seed,
    _debug,
    _engines,
    _format,
    _generate,
    _init,
    _migrate_deploy,
    _migrate_dev,
    _migrate_diff,
    _migrate_down,
    _migrate_lint,
    _migrate_reset,
    _migrate_resolve,
    _migrate_squash,
    _migrate_status,
    _studio,
    _validate,
    _version,
)
from prismstack.cli._exit import ExitCode
from prismstack.cli._printer import Printer
from prismstack.cli._reporting import USAGE_ERRORS, report, report_usage
from prismstack.errors import PrismstackError

__all__ = ["app", "main", "run"]

_QUIET: dict[str, Any] = {"no_args_is_help": True, "rich_markup_mode": None}

app = typer.Typer(
    name="prismstack",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
engines = typer.Typer(help="The engine artefacts: install, status.", **_QUIET)
migrate = typer.Typer(help="Migrations: dev, deploy, status, diff, lint, down, squash, reset, resolve.", **_QUIET)
db = typer.Typer(help="The database itself: pull, push, seed, execute, backup, restore.", **_QUIET)

app.command("init")(_init.init_project)
app.command("version")(_version.show_version)
app.command("debug")(_debug.show_debug)
app.command("validate")(_validate.validate_schema)
app.command("format")(_format.format_schema)
app.command("generate")(_generate.generate_client)
app.command("studio")(_studio.serve_studio)
app.add_typer(engines, name="engines")
app.add_typer(migrate, name="migrate")
app.add_typer(db, name="db")

engines.command("install")(_engines.install_engines)
engines.command("status")(_engines.engines_status)

migrate.command("dev")(_migrate_dev.migrate_dev)
migrate.command("deploy")(_migrate_deploy.migrate_deploy)
migrate.command("status")(_migrate_status.migrate_status)
migrate.command("diff")(_migrate_diff.migrate_diff)
migrate.command("lint")(_migrate_lint.migrate_lint)
migrate.command("down")(_migrate_down.migrate_down)
migrate.command("reset")(_migrate_reset.migrate_reset)
migrate.command("squash")(_migrate_squash.migrate_squash)
migrate.command("resolve")(_migrate_resolve.migrate_resolve)

db.command("pull")(_db_pull.pull_schema)
db.command("push")(_db_push.push_schema)
db.command("seed", context_settings={"allow_extra_args": True})(_db_seed.seed_database)
db.command("execute")(_db_execute.execute_script)
db.command("backup")(_db_backup.back_up_database)
db.command("restore")(_db_backup.restore_database)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-v", help="Show the versions, as `version` does.")] = False,
) -> None:
    """Prisma, native in Python."""
    if version:
        _version.show_version()
    elif context.invoked_subcommand is None:
        Printer().line(context.get_help())


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns its exit code. Prints one clear message for what goes wrong."""
    try:
        answer = app(list(arguments), prog_name="prismstack", standalone_mode=False)
    except PrismstackError as error:
        return report(error)
    except (KeyboardInterrupt, EOFError, typer.Abort):
        Printer().warning("cancelled")
        return ExitCode.NOT_CONFIRMED
    except USAGE_ERRORS as error:
        return report_usage(error)
    return answer if isinstance(answer, int) else ExitCode.OK


def main() -> None:
    """Run the command line of this process and end it with the exit code."""
    sys.exit(run(sys.argv[1:]))
