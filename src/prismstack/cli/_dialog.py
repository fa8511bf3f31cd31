"""Who answers before data is lost: the flags, else a person at the terminal, else nobody."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from prismstack.cli._printer import Printer

__all__ = ["FlagsThenTerminal", "confirm_reset", "has_terminal"]


def has_terminal() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


class FlagsThenTerminal:
    """Implements :class:`prismstack.migrate.Dialog`. A person who declines ends the command."""

    def __init__(self, printer: Printer, *, reset: bool = False, data_loss: bool = False) -> None:
        self._printer = printer
        self._reset = reset
        self._data_loss = data_loss

    def may_reset(self, reason: str) -> bool:
        if self._reset or not has_terminal():
            return self._reset
        self._printer.line(reason)
        return _confirmed("The database has to be reset. All data will be lost. Go on?")

    def may_lose_data(self, warnings: Sequence[str]) -> bool:
        if self._data_loss or not has_terminal():
            return self._data_loss
        for each in warnings:
            self._printer.warning(each)
        return _confirmed("Data will be lost. Go on?")

    def migration_name(self) -> str:
        if not has_terminal():
            return "migration"
        answer: str = typer.prompt("Enter a name for the new migration", default="migration")
        return answer


def confirm_reset(printer: Printer, *, agreed: bool) -> None:
    """Ask before everything is lost, unless somebody agreed already. Raises ResetRequired without a terminal."""
    from prismstack.migrate import ResetRequired

    if not FlagsThenTerminal(printer, reset=agreed).may_reset("This empties the database."):
        raise ResetRequired("a reset loses all data and there is no terminal to ask on; pass --force")


def _confirmed(question: str) -> bool:
    return typer.confirm(question, abort=True)
