"""SQLite: a file made once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

from prismstack.migrate import db_push
from tests.databases._base import TestDatabase

__all__ = ["SqliteTestDatabase"]


class SqliteTestDatabase(TestDatabase):
    """``template`` is the file that tests get copies of."""

    provider = "sqlite"

    def __init__(self, schema: Path, folder: Path) -> None:
        self.template = folder / "template.db"
        db_push(schema, url=f"file:{self.template}")

    def fresh(self, folder: Path) -> str:
        path = folder / "test.db"
        shutil.copy(self.template, path)
        return f"file:{path}"

    def drop(self) -> None:
        self.template.unlink()
