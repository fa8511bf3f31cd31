"""Statements in a migration that say more than a schema can: no differ writes them again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from prismstack.migrate._directories import Migration
from prismstack.migrate.lint._changes import CopyRows, CreateTable
from prismstack.migrate.lint._parse import changes
from prismstack.migrate.lint._tokens import Statement, statements

__all__ = ["by_hand"]

_STRUCTURE: Final = re.compile(
    r"CREATE (?:UNLOGGED )?TABLE\b|CREATE (?:UNIQUE |FULLTEXT |SPATIAL )?INDEX\b"
    r"|CREATE TYPE \S+ AS ENUM\b|CREATE SCHEMA\b"
    r"|ALTER (?:TABLE|TYPE|INDEX)\b|DROP (?:TABLE|INDEX|TYPE)\b|RENAME TABLE\b|PRAGMA\b|BEGIN\b|COMMIT\b|SET\b|RESET\b"
)
# What the engine has no word for, inside of what it has.
_BEYOND: Final = re.compile(r"\b(?:CHECK|WHERE|EXCLUDE|GENERATED|PARTITION|INHERITS|TRIGGER|POLICY)\b")
_COLLATION: Final = re.compile(r"\bCOLLATE\b")
_EXPRESSION: Final = re.compile(r"CREATE (?:UNIQUE )?INDEX\b[^(]*\([^)]*\(")
# What stands at the end of every table that Prisma makes on MySQL.
_CHARACTERS: Final = " DEFAULT CHARACTER SET UTF8MB4 COLLATE UTF8MB4_UNICODE_CI"
_SHOWN: Final = 80


def by_hand(migrations: Sequence[Migration], provider: str) -> tuple[str, ...]:
    """Such statements as ``<migration>:<line>: <beginning>``."""
    return tuple(text for migration in migrations for text in _in_one(migration, provider))


def _in_one(migration: Migration, provider: str) -> Iterator[str]:
    script = migration.script or ""
    created: set[str] = set()
    for statement in statements(script, provider):
        found = changes(statement)
        created |= {each.table for each in found if isinstance(each, CreateTable)}
        # A table that is written anew is filled from the former one.
        refilled = any(isinstance(each, CopyRows) and each.table in created for each in found)
        if not refilled and not _is_structure(statement, provider):
            line = script.count("\n", 0, statement.start) + 1
            text = " ".join(script[statement.start : statement.end].split())
            yield f"{migration.name}:{line}: {text[:_SHOWN]}"


def _is_structure(statement: Statement, provider: str) -> bool:
    # Names and texts may look like words.
    text = " ".join("x" if each.kind in ("name", "string") else each.text for each in statement.tokens)
    text = text.removesuffix(_CHARACTERS)
    if not _STRUCTURE.match(text) or _BEYOND.search(text):
        return False
    # On MySQL every table states its collation, and an index of a prefix looks like one of an expression.
    return provider == "mysql" or not (_COLLATION.search(text) or _EXPRESSION.match(text))
