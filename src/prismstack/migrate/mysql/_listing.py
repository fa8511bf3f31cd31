"""The migrations of a request, as the engine's methods get them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from prismstack.migrate._errors import MigrationFileMissing, MigrationNotFound

__all__ = ["Script", "before_replay", "named", "scripts"]


@dataclass(frozen=True, slots=True)
class Script:
    """One migration: its directory's name and its text."""

    name: str
    text: str

    @property
    def checksum(self) -> str:
        return _checksum(self.text)

    def matches(self, checksum: str) -> bool:
        """Whether the text had this checksum when it was applied, perhaps with other ends of lines."""
        unix = self.text.replace("\r\n", "\n")
        return checksum in (self.checksum, _checksum(unix), _checksum(unix.replace("\n", "\r\n")))


def scripts(listing: dict[str, Any]) -> tuple[Script, ...]:
    """All migrations in order. Raises MigrationFileMissing (P3015)."""
    return tuple([_script(each) for each in listing["migrationDirectories"]])


def before_replay(listing: dict[str, Any], migrations: Sequence[Script] | None = None) -> tuple[Script, ...]:
    """Migrations (default: all) as they are replayed: after the script that a project runs on its shadow database."""
    initial = str(listing.get("shadowDbInitScript") or "")
    chosen = scripts(listing) if migrations is None else tuple(migrations)
    return (Script("shadowDbInitScript", initial), *chosen) if initial else chosen


def named(listing: dict[str, Any], name: str) -> Script:
    """The migration of that name. Raises MigrationNotFound (P3017), MigrationFileMissing (P3015)."""
    for each in scripts(listing):
        if each.name == name:
            return each
    raise MigrationNotFound(
        f"The migration {name} could not be found. Please make sure that the migration exists, and that you "
        "included the whole name of the directory."
    )


def _script(directory: dict[str, Any]) -> Script:
    file = directory["migrationFile"]
    content = file["content"]
    if content["tag"] != "ok":
        raise MigrationFileMissing(
            f"Could not find the migration file at {file['path']}. "
            "Please delete the directory or restore the migration file."
        )
    return Script(str(directory["path"]), str(content["value"]))


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
