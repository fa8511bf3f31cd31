"""SQLite: a file made once and copied for each test."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import apsw

from prismstack.migrate import db_push
from tests.databases._base import TestDatabase

__all__ = ["SqliteTestDatabase"]


class SqliteTestDatabase(TestDatabase):
    """``template`` is the file that tests get copies of."""

    provider = "sqlite"

    def __init__(self, schema: Path, folder: Path) -> None:
        self.template = folder / "template.db"
        db_push(schema, url=f"file:{self.template}")
        rest = schema.with_suffix(".sqlite.sql")
        if rest.exists():
            with closing(apsw.Connection(str(self.template))) as connection:
                connection.execute(rest.read_text(encoding="utf-8"))

    def fresh(self, folder: Path) -> str:
        path = folder / "test.db"
        shutil.copy(self.template, path)
        return f"file:{path}"

    def drop(self) -> None:
        self.template.unlink()
