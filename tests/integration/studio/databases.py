"""A small library on each database, and a way past Studio to look at it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import apsw
import pytest

from prismstack.drivers.mysql import FAILURES as MYSQL_FAILURES
from prismstack.drivers.mysql import open_connection as open_mysql
from prismstack.drivers.mysql import parse_url as parse_mysql
from prismstack.drivers.postgresql import FAILURES as POSTGRESQL_FAILURES
from prismstack.drivers.postgresql import asyncpg

POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432")
MYSQL = os.environ.get("TEST_MYSQL_URL", "mysql://root@127.0.0.1:3306")
PROVIDERS = ["sqlite", "postgresql", "mysql"]

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


@dataclass(frozen=True)
class Database:
    """A database of the test's own."""

    provider: str
    url: str

    def execute(self, script: str) -> None:
        """Run statements, separated by semicolons."""
        for statement in filter(str.strip, script.split(";")):
            self.rows(statement)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a statement answers, as the driver's library has it."""
        if self.provider == "sqlite":
            connection = apsw.Connection(self.url.removeprefix("file:"))
        connection.set_busy_timeout(10_000)
            try:
                return list(connection.execute(sql))
            finally:
                connection.close()
        return asyncio.run(_postgresql(self.url, sql) if self.provider == "postgresql" else _mysql(self.url, sql))

    def fill(self) -> None:
        """Empty the tables, and begin again with the same rows."""
        if self.provider == "postgresql":
            self.execute("TRUNCATE author, book RESTART IDENTITY")
        elif self.provider == "sqlite":
            self.execute("DELETE FROM book; DELETE FROM author; DELETE FROM sqlite_sequence")
        else:
            self.execute("DELETE FROM book; DELETE FROM author; ALTER TABLE book AUTO_INCREMENT = 1")
            self.execute("ALTER TABLE author AUTO_INCREMENT = 1")
        self.execute(_ROWS.format(photo=_BYTES[self.provider]))


@contextmanager
def library(provider: str, folder: Path) -> Iterator[Database]:
    """The library on one database, dropped afterwards; skips when the database's server is not there."""
    if provider == "sqlite":
        database = Database(provider, f"file:{folder / 'library.db'}")
        database.execute(_TABLES[provider])
        yield database
        return
    name = f"prismstack_studio_{uuid4().hex[:12]}"
    server = Database(provider, f"{POSTGRESQL}/postgres" if provider == "postgresql" else f"{MYSQL}/mysql")
    try:
        server.rows(f"CREATE DATABASE {name}")
    except (*POSTGRESQL_FAILURES, *MYSQL_FAILURES) as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no {provider} server: {error}")
    try:
        database = Database(provider, f"{server.url.rpartition('/')[0]}/{name}")
        database.execute(_TABLES[provider])
        yield database
    finally:
        server.rows(f"DROP DATABASE {name}{' WITH (FORCE)' if provider == 'postgresql' else ''}")


async def _postgresql(url: str, sql: str) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(url)
    try:
        return [tuple(record) for record in await connection.fetch(sql)]
    finally:
        await connection.close()


async def _mysql(url: str, sql: str) -> list[tuple[Any, ...]]:
    connection = await open_mysql(parse_mysql(url))
    try:
        async with connection.cursor() as cursor:
            await cursor.execute(sql)
            return list(await cursor.fetchall() or ())
    finally:
        await connection.ensure_closed()
