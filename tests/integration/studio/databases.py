"""A small library of books on each database."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.providers import Place, fresh

_TABLES = {
    "sqlite": """
        CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, active BOOLEAN, balance REAL,
            visits BIGINT, joined DATETIME, settings JSON, photo BLOB);
        CREATE TABLE book (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, pages INTEGER,
            author_id INTEGER NOT NULL REFERENCES author (id))""",
    "postgresql": """
        CREATE TABLE author (id serial PRIMARY KEY, name text NOT NULL, active boolean, balance numeric(12, 2),
            visits bigint, joined timestamp, settings jsonb, photo bytea);
        CREATE TABLE book (id serial PRIMARY KEY, title text NOT NULL, pages integer,
            author_id integer NOT NULL REFERENCES author (id))""",
    "mysql": """
        CREATE TABLE author (id integer PRIMARY KEY AUTO_INCREMENT, name varchar(191) NOT NULL, active boolean,
            balance decimal(12, 2), visits bigint, joined datetime(3), settings json, photo blob);
        CREATE TABLE book (id integer PRIMARY KEY AUTO_INCREMENT, title varchar(191) NOT NULL, pages integer,
            author_id integer NOT NULL, CONSTRAINT book_author FOREIGN KEY (author_id) REFERENCES author (id))""",
}
_BYTES = {"sqlite": "x'00ff'", "postgresql": "'\\x00ff'", "mysql": "x'00ff'"}
_ROWS = """
    INSERT INTO author (name, active, balance, visits, joined, settings, photo) VALUES
        ('Ada', true, 12.5, 9007199254740993, '2026-01-31 12:00:00.5', '{{"a": [1]}}', {photo}),
        ('Brontë', false, NULL, 7, NULL, NULL, NULL);
    INSERT INTO book (title, pages, author_id) VALUES
        ('Notes', 300, 1), ('Jane Eyre', 500, 2), ('Villette', 400, 2)"""


_EMPTY = {
    "sqlite": "DELETE FROM book; DELETE FROM author; DELETE FROM sqlite_sequence",
    "postgresql": "TRUNCATE author, book RESTART IDENTITY;",
    "mysql": "DELETE FROM book; DELETE FROM author; ALTER TABLE book AUTO_INCREMENT = 1;"
    "ALTER TABLE author AUTO_INCREMENT = 1",
}


class Library(Place):
    """The database of the library."""

    def fill(self) -> None:
        """Empty the tables, and begin again with the same rows."""
        self.sql(f"{_EMPTY[self.provider]};{_ROWS.format(photo=_BYTES[self.provider])}")


@contextmanager
def library(provider: str, folder: Path) -> Generator[Library]:
    """The library, still empty, on one database; dropped afterwards. Skips when the database's server is not there."""
    with fresh(provider, folder) as place:
        place.create()
        database = Library(provider, place.url)
        database.sql(_TABLES[provider])
        yield database
