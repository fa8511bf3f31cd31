"""Foreign keys while tables are rebuilt: off, because a table is dropped and renamed, but accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager

import apsw

from prismstack.migrate.sqlite._sql import foreign_keys, run, set_foreign_keys

__all__ = ["foreign_keys_off", "refuse_new_violations"]


@contextmanager
def foreign_keys_off(connection: apsw.Connection) -> Generator[None]:
    """Suspend enforcement (outside of a transaction only: inside, SQLite ignores the pragma)."""
    enforced = foreign_keys(connection)
    set_foreign_keys(connection, False)
    try:
        yield
    finally:
        set_foreign_keys(connection, enforced)


@contextmanager
def refuse_new_violations(connection: apsw.Connection) -> Generator[None]:
    """Raise apsw.ConstraintError when there are more rows without their parent after than before.

    Does nothing while foreign keys are enforced, because SQLite then sees to it.
    """
    if foreign_keys(connection):
        yield
        return
    before = _violations(connection)
    yield
    new = _violations(connection) - before
    if new:
        tables = ", ".join(f"{count} in {table}" for table, count in sorted(new.items()))
        raise apsw.ConstraintError(f"FOREIGN KEY constraint failed: rows would reference nothing ({tables})")


def _violations(connection: apsw.Connection) -> Counter[str]:
    try:
        return Counter(str(row[0]) for row in run(connection, "PRAGMA foreign_key_check"))
    except apsw.SQLError:
        # A key whose parent columns are not unique cannot be checked, nor was it before.
        return Counter()
