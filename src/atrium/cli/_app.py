"""The command line: finds its commands, and turns errors into one message and exit code 1."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import traceback
from collections.abc import Sequence
from os import environ
from pathlib import Path
from typing import Final

import typer

from prismstack.errors import PrismstackError

__all__ = ["DEBUG_VARIABLE", "app", "main", "run"]

DEBUG_VARIABLE: Final = "ATRIUM_DEBUG"

#: The class of all errors in the arguments, which typer does not name.
_USAGE_ERRORS: Final[type[Exception]] = typer.BadParameter.__mro__[2]

app = typer.Typer(
    name="atrium",
    help="A parking garage over one schema.prisma: serve it, seed it, replay a day.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def root() -> None:
    """Keeps a single command a subcommand."""


def _register_commands(group: typer.Typer, package: str, folder: Path) -> None:
    """Every module here without a leading underscore is a command: the function of the module's own name.

    A package is a group of commands, its docstring what it is about. A command imports what it works with when it
    runs, so that importing them all costs nothing.
    """
    for module in pkgutil.iter_modules([str(folder)]):
        if module.name.startswith("_"):
            continue
        name = module.name.replace("_", "-")
        imported = importlib.import_module(f"{package}.{module.name}")
        if module.ispkg:
            nested = typer.Typer(help=imported.__doc__, no_args_is_help=True, rich_markup_mode=None)
            _register_commands(nested, imported.__name__, folder / module.name)
            group.add_typer(nested, name=name)
        else:
            group.command(name)(getattr(imported, module.name))


_register_commands(app, "atrium.cli", Path(__file__).parent)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns its exit code."""
    try:
        answer = app(list(arguments), prog_name="atrium", standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except _USAGE_ERRORS as error:
        error.show()  # type: ignore[attr-defined]
        return 2
    except Exception as error:
        return _report(error)
    return answer if isinstance(answer, int) else 0


def main() -> None:
    """Run the command line of this process and end it with the exit code."""
    sys.exit(run(sys.argv[1:]))


def _report(error: Exception) -> int:
    """One message for what went wrong on purpose; a defect shows its traceback."""
    if environ.get(DEBUG_VARIABLE) or not _is_expected(error):
        traceback.print_exception(error)
    message = error.message if isinstance(error, PrismstackError) else str(error)
    print(f"atrium: {message}", file=sys.stderr)
    return 1


def _is_expected(error: Exception) -> bool:
    if isinstance(error, PrismstackError | OSError):
        return True
    # Errors of the generated client; it is not imported for the sake of the question.
    return any(base.__module__ == "prisma.errors" for base in type(error).__mro__)
