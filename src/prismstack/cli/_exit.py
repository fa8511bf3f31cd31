"""Exit codes, equal to those of Prisma's CLI."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["ExitCode"]


class ExitCode(IntEnum):
    """What the process answers to its caller."""

    OK = 0
    #: Something is wrong; standard error says what.
    ERROR = 1
    #: ``migrate diff --exit-code`` found differences.
    DIFFERENT = 2
    #: A person has to decide and there is no terminal, or the person declined, or pressed Ctrl-C.
    NOT_CONFIRMED = 130
