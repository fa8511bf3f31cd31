"""What a migration script does with transactions and foreign keys, read from its text."""

from __future__ import annotations

import re

__all__ = ["controls_transactions", "disables_foreign_keys"]

_COMMENT = re.compile(r"--[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_COMMENT_OR_QUOTED = re.compile(
    r"""--[^\n]*|/\*.*?(?:\*/|\Z)|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]""", re.DOTALL
)
# Statements that begin or end transactions, or that SQLite refuses inside one.
_CONTROL = re.compile(r"(?:BEGIN|COMMIT|END|ROLLBACK|VACUUM|DETACH|ATTACH)\b|PRAGMA\s+(?:\w+\.)?journal_mode\b", re.I)
_TRIGGER = re.compile(r"CREATE\s+(?:TEMP\s+|TEMPORARY\s+)?TRIGGER\b", re.I)
_FOREIGN_KEYS_OFF = re.compile(r"PRAGMA\s+(?:\w+\.)?foreign_keys\s*[=(]\s*(?:OFF|0|NO|FALSE)\b", re.I)


def controls_transactions(script: str) -> bool:
    """Whether the script cannot run inside a transaction of ours: it has its own, or says VACUUM."""
    return any(_CONTROL.match(statement) for statement in _statements(script))


def disables_foreign_keys(script: str) -> bool:
    """Whether the script says ``PRAGMA foreign_keys=OFF`` (which has no effect inside a transaction)."""
    return any(_FOREIGN_KEYS_OFF.match(statement) for statement in _statements(script))


def _statements(script: str) -> list[str]:
    """The statements without comments and quoted text; a trigger's body belongs to its statement."""
    bare = _COMMENT_OR_QUOTED.sub(_blank, script)
    statements: list[str] = []
    in_trigger = False
    for piece in (part.strip() for part in bare.split(";")):
        # A trigger's body ends with a lone END, which is not COMMIT's synonym.
        if not in_trigger:
            statements.append(piece)
            in_trigger = bool(_TRIGGER.match(piece))
        elif re.fullmatch(r"END", piece, re.I):
            in_trigger = False
    return statements


def _blank(found: re.Match[str]) -> str:
    return " " if _COMMENT.fullmatch(found[0]) else "x"
