"""The one place that prints: plain text, colour only on a terminal, errors to standard error."""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO

__all__ = ["Printer"]

_GREEN, _YELLOW, _RED, _BOLD, _DIM = "32", "33", "31", "1", "2"


class Printer:
    """Writes to the process's standard streams; ``NO_COLOR`` in the environment turns colour off."""

    def line(self, text: str = "") -> None:
        """A plain line of output."""
        self._write(sys.stdout, text)

    def quiet(self, text: str) -> None:
        """A line of lesser importance."""
        self._write(sys.stdout, _painted(sys.stdout, text, _DIM))

    def success(self, text: str) -> None:
        """A line that says the command did its work."""
        self._write(sys.stdout, _painted(sys.stdout, text, _GREEN))

    def warning(self, text: str) -> None:
        """A line on standard error about something that deserves attention."""
        self._write(sys.stderr, _painted(sys.stderr, f"warning: {text}", _YELLOW))

    def error(self, code: str, message: str) -> None:
        """An error on standard error: its code, then its message."""
        self._write(sys.stderr, f"{_painted(sys.stderr, f'error {code}:', _RED, _BOLD)} {message}")

    def json(self, document: Any) -> None:
        """A document for programs."""
        self._write(sys.stdout, json.dumps(document, indent=2, ensure_ascii=False, default=str))

    def _write(self, stream: TextIO, text: str) -> None:
        try:
            stream.write(f"{text}\n")
        except UnicodeEncodeError:
            encoding = stream.encoding or "ascii"
            stream.write(f"{text}\n".encode(encoding, errors="replace").decode(encoding))
        stream.flush()


def _painted(stream: TextIO, text: str, *styles: str) -> str:
    if not stream.isatty() or "NO_COLOR" in os.environ:
        return text
    return f"\x1b[{';'.join(styles)}m{text}\x1b[0m"
