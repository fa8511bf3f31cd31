"""How the cases' statements are written on each database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType

__all__ = ["DIALECTS", "Dialect"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """The spelling of one database.

    ``text`` and ``blob`` are column types, ``sleep`` a query that takes ``{}`` seconds (None
    where nothing sleeps), ``placeholder`` the n-th parameter.
    """

    text: str
    blob: str
    sleep: str | None
    placeholder: Callable[[int], str]

    def sql(self, statement: str) -> str:
        """A statement with ``?`` for its parameters, as the database wants it."""
        numbers = count(1)
        return "".join(self.placeholder(next(numbers)) if letter == "?" else letter for letter in statement)

    @property
    def tables(self) -> tuple[str, ...]:
        """The statements that make the cases' tables, and those of an earlier run go."""
        return (
            "DROP TABLE IF EXISTS conformance_child",
            "DROP TABLE IF EXISTS conformance_parent",
            f"CREATE TABLE conformance_parent (id INTEGER PRIMARY KEY, name {self.text} NOT NULL, "
            f"note {self.text}, amount BIGINT, rate DOUBLE PRECISION, data {self.blob}, "
            "CONSTRAINT one_name UNIQUE (name))",
            "CREATE TABLE conformance_child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL, "
            "CONSTRAINT has_parent FOREIGN KEY (parent_id) REFERENCES conformance_parent (id))",
        )


_POSTGRESQL = Dialect("TEXT", "BYTEA", "SELECT pg_sleep({})", lambda number: f"${number}")

#: The dialects of the databases that have drivers here.
DIALECTS: Mapping[str, Dialect] = MappingProxyType(
    {
        "sqlite": Dialect("TEXT", "BLOB", None, lambda _number: "?"),
        "postgresql": _POSTGRESQL,
        "cockroachdb": _POSTGRESQL,
        "mysql": Dialect("VARCHAR(191)", "LONGBLOB", "SELECT SLEEP({})", lambda _number: "?"),
    }
)
