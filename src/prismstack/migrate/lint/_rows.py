"""What the rows that are there say: of the database that a migration is about to change, if it can be reached."""

from __future__ import annotations

from typing import Final

from prismstack.migrate._database import Database

__all__ = ["BIG", "Rows"]

#: A table with this many rows takes long to write anew.
BIG: Final = 100_000


class Rows:
    """Counts rows; without a database every answer is None, which means unknown."""

    def __init__(self, database: Database | None) -> None:
        self._database = database
        # SQLite takes a column between double quotes that does not exist for a text.
        self._quote = '"' if database is not None and database.provider == "postgresql" else "`"

    def count(self, table: str) -> int | None:
        """How many rows a table has, up to :data:`BIG`."""
        return self._ask(f"SELECT 1 FROM {self._name(table)}")

    def filled(self, table: str, column: str) -> int | None:
        """In how many rows a column is not NULL, up to :data:`BIG`."""
        return self._ask(f"SELECT 1 FROM {self._name(table)} WHERE {self._name(column)} IS NOT NULL")

    def missing(self, table: str, column: str) -> int | None:
        """In how many rows a column is NULL, up to :data:`BIG`."""
        return self._ask(f"SELECT 1 FROM {self._name(table)} WHERE {self._name(column)} IS NULL")

    def _ask(self, rows: str) -> int | None:
        if self._database is None:
            return None
        return self._database.number(f"SELECT count(*) FROM ({rows} LIMIT {BIG}) AS counted")

    def _name(self, name: str) -> str:
        return self._quote + name.replace(self._quote, self._quote * 2) + self._quote
