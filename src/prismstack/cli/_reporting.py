"""Turns what a command raises into one clear message and an exit code."""

from __future__ import annotations

import os
import traceback
from typing import Any, Final

import typer

from prismstack.cli._exit import ExitCode
from prismstack.cli._printer import Printer
from prismstack.errors import PrismstackError

__all__ = ["DEBUG_VARIABLE", "USAGE_ERRORS", "report", "report_usage"]

DEBUG_VARIABLE: Final = "PRISMSTACK_DEBUG"

#: The class of all errors in the arguments (click's, of which newer releases of typer have a copy of their own).
USAGE_ERRORS: Final[type[Exception]] = typer.BadParameter.__mro__[2]

# Errors that a person at a terminal could have answered.
_NOT_CONFIRMED = frozenset({"RESET_REQUIRED"})


def report(error: PrismstackError) -> ExitCode:
    """Print an error (``PRISMSTACK_DEBUG=1``: its traceback too); returns the exit code that it asks for."""
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error)
    Printer().error(error.code, error.message)
    return ExitCode.NOT_CONFIRMED if error.code in _NOT_CONFIRMED else ExitCode.ERROR


def report_usage(error: Any) -> ExitCode:
    """Print what is wrong with the arguments, with the command's usage."""
    error.show()
    return ExitCode.ERROR
