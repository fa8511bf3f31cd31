"""Databases on a server as a whole: created, dropped, emptied, borrowed as shadow databases."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

from prismstack.drivers import DriverError, ErrorKind
from prismstack.drivers.mysql import FAILURES, MysqlOptions, translate
from prismstack.migrate.mysql._connection import Connection, connected, quoted

__all__ = ["create_database", "drop_database", "empty", "exists", "maintenance", "shadow_database"]

# Every server has it, and every user may connect to it.
_MAINTENANCE = "information_schema"
_CHARACTERS = "CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"
_TABLES = "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = DATABASE()"
_ROUTINES = "SELECT routine_type, routine_name FROM information_schema.routines WHERE routine_schema = DATABASE()"
_EVENTS = "SELECT event_name FROM information_schema.events WHERE event_schema = DATABASE()"


def maintenance(options: MysqlOptions) -> MysqlOptions:
    """A database of the same server that is always there."""
    return replace(options, database=_MAINTENANCE)


def exists(options: MysqlOptions) -> bool:
    try:
        with connected(options):
            return True
    except DriverError as error:
        if error.kind is not ErrorKind.DATABASE_DOES_NOT_EXIST:
            raise
    return False


def create_database(options: MysqlOptions) -> bool:
    """Create the database; False when another process was quicker."""
    with connected(maintenance(options)) as connection:
        try:
            connection.run(f"CREATE DATABASE {quoted(options.database)} {_CHARACTERS}")
        except FAILURES as error:
            if translate(error).kind is not ErrorKind.DATABASE_ALREADY_EXISTS:
                raise
            return False
    return True


def drop_database(options: MysqlOptions) -> None:
    """Drop the database; nothing happens when there is none."""
    with connected(maintenance(options)) as connection:
        connection.run(f"DROP DATABASE IF EXISTS {quoted(options.database)}")


def empty(connection: Connection) -> None:
    """Drop everything in the connection's database."""
    statements = ["SET FOREIGN_KEY_CHECKS = 0"]
    for name, kind in connection.rows(_TABLES):
        statements.append(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} {quoted(name)}")
    statements += [f"DROP {kind} {quoted(name)}" for kind, name in connection.rows(_ROUTINES)]
    statements += [f"DROP EVENT {quoted(name)}" for (name,) in connection.rows(_EVENTS)]
    try:
        for statement in statements:
            connection.run(statement)
    finally:
        connection.run("SET FOREIGN_KEY_CHECKS = 1")


@contextmanager
def shadow_database(options: MysqlOptions, fixed: MysqlOptions | None) -> Generator[MysqlOptions]:
    """An empty database beside the given one, dropped afterwards; or the ``fixed`` one, emptied."""
    shadow = fixed or replace(options, database=f"prisma_migrate_shadow_db_{uuid4()}")
    if fixed is None:
        create_database(shadow)
    else:
        with connected(fixed) as connection:
            empty(connection)
    try:
        yield shadow
    finally:
        if fixed is None:
            drop_database(shadow)
