"""Who takes part. To add a contestant: one module in ``contestants`` and one line here."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["BASELINE", "BY_NAME", "ENTRIES", "OURS", "Entry"]


@dataclass(frozen=True)
class Entry:
    """A contestant and what the runner has to know of it.

    ``sqlite_datetime`` is the declared type of datetime columns it expects on SQLite;
    ``packages`` are reported with their versions; ``quick`` ones run in the quick mode,
    those without ``default`` only when named.
    """

    name: str
    module: str = ""
    databases: tuple[str, ...] = ("sqlite", "postgresql")
    runner: str = "python"
    packages: tuple[str, ...] = ()
    sqlite_datetime: str = "DATETIME"
    environment: dict[str, str] = field(default_factory=dict[str, str])
    raw: bool = False
    default: bool = True
    quick: bool = False
    note: str = ""


OURS = "prismstack"
#: What ratios are relative to.
BASELINE = {"sqlite": "sqlite3", "postgresql": "asyncpg"}

_SQLITE = ("sqlite",)

ENTRIES: tuple[Entry, ...] = (
    Entry("sqlite3", "raw_sqlite3", _SQLITE, raw=True, quick=True, note="raw, sync"),
    Entry("apsw", "raw_apsw", _SQLITE, raw=True, quick=True, packages=("apsw",), note="raw, sync"),
    Entry("aiosqlite", "raw_aiosqlite", _SQLITE, raw=True, packages=("aiosqlite",), note="raw"),
    Entry("asyncpg", "raw_asyncpg", ("postgresql",), raw=True, quick=True, packages=("asyncpg",), note="raw"),
    Entry(OURS, "prismstack_client", quick=True, packages=("prismstack", "prisma", "pydantic", "wasmtime")),
    Entry("sqlalchemy", "sqlalchemy_orm", quick=True, packages=("SQLAlchemy", "greenlet")),
    Entry("tortoise", "tortoise_orm", quick=True, packages=("tortoise-orm", "pypika-tortoise")),
    Entry("piccolo", "piccolo_orm", packages=("piccolo",), sqlite_datetime="TIMESTAMPTZ"),
    Entry("peewee", "peewee_orm", _SQLITE, packages=("peewee",), note="sync"),
    Entry(
        "prisma-js",
        runner="node",
        default=False,
        packages=(
            "@prisma/client",
            "@prisma/adapter-better-sqlite3",
            "better-sqlite3",
            "@prisma/adapter-pg",
            "pg",
        ),
    ),
)

BY_NAME = {entry.name: entry for entry in ENTRIES}
