"""Isolation levels of interactive transactions, by Prisma's names, and which database has which.

Source of the table: Prisma's documentation of transactions ("Transaction isolation level").
"""

from __future__ import annotations

from enum import StrEnum

from prismstack.drivers._errors import DriverError, ErrorKind

__all__ = ["IsolationLevel", "isolation_level", "isolation_sql"]


class IsolationLevel(StrEnum):
    """How much a transaction sees of others; ``SNAPSHOT`` exists on no database that we drive."""

    READ_UNCOMMITTED = "ReadUncommitted"
    READ_COMMITTED = "ReadCommitted"
    REPEATABLE_READ = "RepeatableRead"
    SNAPSHOT = "Snapshot"
    SERIALIZABLE = "Serializable"


_SQL = {
    IsolationLevel.READ_UNCOMMITTED: "READ UNCOMMITTED",
    IsolationLevel.READ_COMMITTED: "READ COMMITTED",
    IsolationLevel.REPEATABLE_READ: "REPEATABLE READ",
    IsolationLevel.SERIALIZABLE: "SERIALIZABLE",
}
_SUPPORTED = {
    "sqlite": (IsolationLevel.SERIALIZABLE,),
    "cockroachdb": (IsolationLevel.SERIALIZABLE,),
    "postgresql": tuple(_SQL),
    "mysql": tuple(_SQL),
}


def isolation_level(name: str) -> IsolationLevel:
    """The level of a name; raises DriverError InvalidIsolationLevel (P2023) for an unknown one."""
    try:
        return IsolationLevel(name)
    except ValueError:
        raise _invalid(name, "the levels are " + ", ".join(IsolationLevel)) from None


def isolation_sql(level: IsolationLevel, provider: str) -> str:
    """The level in SQL; raises DriverError InvalidIsolationLevel (P2023) when the database lacks it."""
    supported = _SUPPORTED[provider]
    if level not in supported:
        raise _invalid(level, f"{provider} has " + ", ".join(supported))
    return _SQL[level]


def _invalid(name: str, known: str) -> DriverError:
    message = f"Invalid isolation level `{name}`: {known}"
    return DriverError(ErrorKind.INVALID_ISOLATION_LEVEL, message, level=str(name))
