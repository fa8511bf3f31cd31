"""A script as the statements that are sent one after the other."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Statement", "controls_transactions", "statements"]

_PIECE = re.compile(
    r"""--(?=\s|\Z)[^\n]*|\#[^\n]*|/\*(?![!M]).*?(?:\*/|\Z)"""
    r"""|'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|`(?:[^`]|``)*`|;""",
    re.DOTALL,
)
# Programs that are stored have semicolons in them, which only the server tells apart.
_PROGRAM = re.compile(
    r"\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:AGGREGATE\s+)?(?:PROCEDURE|FUNCTION|TRIGGER|EVENT)\b"
    r"|\bBEGIN\s+NOT\s+ATOMIC\b",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"(?:BEGIN|START\s+TRANSACTION|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|XA|LOCK|UNLOCK"
    r"|SET\s+(?:(?:@@)?(?:SESSION|GLOBAL|LOCAL)[.\s]+|@@)?(?:autocommit|TRANSACTION))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement and the line of the script that it begins in, from 1."""

    text: str
    line: int


def statements(script: str) -> list[Statement]:
    """The statements of a script; one that defines a stored program stays a single text."""
    bare = _PIECE.sub(_blank, script)
    if _PROGRAM.search(bare):
        return [_statement(script, bare, 0, len(script))]
    found: list[Statement] = []
    start = 0
    for piece in (*re.finditer(";", bare), None):
        end = len(script) if piece is None else piece.start()
        if bare[start:end].strip():
            found.append(_statement(script, bare, start, end))
        start = end + 1
    return found


def controls_transactions(statement: Statement) -> bool:
    """Whether the statement begins or ends a transaction, or locks tables."""
    return _CONTROL.match(_PIECE.sub(_blank, statement.text).strip()) is not None


def _statement(script: str, bare: str, start: int, end: int) -> Statement:
    leading = len(bare[start:end]) - len(bare[start:end].lstrip())
    first = start + leading
    return Statement(script[first:end].strip(), script.count("\n", 0, first) + 1)


def _blank(found: re.Match[str]) -> str:
    """The same length without the text; a semicolon stays."""
    text = found[0]
    if text == ";":
        return text
    comment = text.startswith(("--", "#", "/*"))
    return "".join("\n" if each == "\n" else " " if comment else "x" for each in text)
