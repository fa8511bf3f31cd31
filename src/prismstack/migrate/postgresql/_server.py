"""Databases on a server as a whole: created, dropped, borrowed as shadow databases."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

from prismstack.drivers.postgresql import FAILURES, PostgresOptions, asyncpg, translate
from prismstack.migrate.postgresql._connection import Connection, quoted

__all__ = ["connected", "create_database", "create_shadow", "drop_database", "empty_schema"]

_MAINTENANCE = ("postgres", "template1")
_BUSY_TRIES = 50
_BUSY_SECONDS = 0.1


@contextmanager
def connected(options: PostgresOptions) -> Generator[Connection]:
    """A connection for a moment; what goes wrong becomes a DriverError."""
    try:
        connection = Connection(options)
    except FAILURES as error:
        raise translate(error) from error
    try:
        yield connection
    except FAILURES as error:
        raise translate(error) from error
    finally:
        connection.close()


def create_database(options: PostgresOptions) -> bool:
    """Create the database; False when another process was quicker."""
    with _maintenance(options) as connection:
        return _create(connection, options.database)


def create_shadow(options: PostgresOptions) -> PostgresOptions:
    """Create an empty database beside the given one, to be dropped by the caller."""
    shadow = replace(options, database=f"prisma_migrate_shadow_db_{uuid4()}")
    with connected(options) as connection:
        _create(connection, shadow.database)
    return shadow


def drop_database(options: PostgresOptions) -> None:
    """Drop a database that nobody is connected to."""
    with _maintenance(options) as connection:
        connection.script(f"DROP DATABASE IF EXISTS {quoted(options.database)}")


def empty_schema(connection: Connection) -> None:
    """Drop everything in the connection's schema, or create the schema."""
    name = quoted(connection.options.schema)
    with connection.transaction():
        connection.script(f"DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}")


def _create(connection: Connection, name: str) -> bool:
    for attempt in range(_BUSY_TRIES):
        try:
            connection.script(f"CREATE DATABASE {quoted(name)}")
        except asyncpg.ObjectInUseError:
            # Another process copies the template at this moment.
            if attempt == _BUSY_TRIES - 1:
                raise
            time.sleep(_BUSY_SECONDS)
        except (asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):
            return False
        else:
            break
    return True


@contextmanager
def _maintenance(options: PostgresOptions) -> Generator[Connection]:
    """A connection to a database that every server has."""
    first, second = (replace(options, database=name, schema="public") for name in _MAINTENANCE)
    try:
        connection = Connection(first)
    except FAILURES:
        with connected(second) as other:
            yield other
        return
    try:
        yield connection
    except FAILURES as error:
        raise translate(error) from error
    finally:
        connection.close()
