"""What a migration script does with transactions, read from its text."""

from __future__ import annotations

import re

__all__ = ["in_one_transaction", "says_nothing"]

_COMMENT_OR_QUOTED = re.compile(
    r"""--[^\n]*|/\*.*?(?:\*/|\Z)|\b[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|"""
    r"""\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z)""",
    re.DOTALL,
)
# Statements that begin or end transactions, or that PostgreSQL refuses inside one.
_CONTROL = re.compile(
    r"(?:BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT|PREPARE\s+TRANSACTION|VACUUM)\b"
    r"|(?:CREATE|DROP|ALTER)\s+(?:DATABASE|TABLESPACE|SYSTEM)\b"
    r"|(?:CREATE\s+(?:UNIQUE\s+)?|DROP\s+)INDEX\s+CONCURRENTLY\b"
    r"|(?:REINDEX|CLUSTER|ALTER\s+TABLE)\b.*\bCONCURRENTLY\b|REINDEX\s+(?:DATABASE|SYSTEM)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAIR = re.compile(r"(?:BEGIN|COMMIT)(?:\s+(?:WORK|TRANSACTION))?", re.IGNORECASE)
_NEW_ENUM_VALUE = re.compile(r"ALTER\s+TYPE\b.*\bADD\s+VALUE\b", re.IGNORECASE | re.DOTALL)
_BODY = re.compile(r"\bBEGIN\s+ATOMIC\b", re.IGNORECASE)


def in_one_transaction(script: str) -> str | None:
    """The script as part of a transaction of ours; None when it has to run as written.

    Plain ``BEGIN`` and ``COMMIT``, as Prisma puts them around the change of an enum, are left
    out, unless an enum gets a new value: that can be used only after its transaction.
    """
    statements = _statements(script)
    control = [each for each in statements if _CONTROL.match(each[1])]
    if not control:
        return script
    may_merge = all(_PAIR.fullmatch(text) for _, text in control)
    if not may_merge or any(_NEW_ENUM_VALUE.match(text) for _, text in statements):
        return None
    for start, text in control:
        # As long as before, so that the positions in the database's messages stay true.
        script = script[:start] + " " * len(text) + script[start + len(text) :]
    return script


def says_nothing(script: str) -> bool:
    """Whether there is no statement in the script."""
    return not any(text for _, text in _statements(script))


def _statements(script: str) -> list[tuple[int, str]]:
    """Where each statement starts, and its text with comments and quoted text blanked at equal length."""
    bare = _COMMENT_OR_QUOTED.sub(_blank, script)
    statements: list[tuple[int, str]] = []
    position, in_body = 0, False
    for piece in bare.split(";"):
        text = piece.strip()
        if not in_body:
            statements.append((position + len(piece) - len(piece.lstrip()), text))
            in_body = bool(_BODY.search(text))
        elif re.fullmatch(r"END", text, re.IGNORECASE):
            in_body = False
        position += len(piece) + 1
    return statements


def _blank(found: re.Match[str]) -> str:
    comment = found[0].startswith(("--", "/*"))
    return (" " if comment else "x") * len(found[0])
