"""What migrations build, found out by running them on an empty database."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from prismstack.drivers.mysql import FAILURES, MysqlOptions
from prismstack.migrate._errors import ShadowReplayFailed
from prismstack.migrate.mysql._connection import Connection
from prismstack.migrate.mysql._describer import describe
from prismstack.migrate.mysql._explained import explained
from prismstack.migrate.mysql._listing import Script
from prismstack.migrate.mysql._model import EMPTY, Structure
from prismstack.migrate.mysql._script import statements
from prismstack.migrate.mysql._server import shadow_database

__all__ = ["Replays"]


class Replays:
    """Replays of an engine's lifetime: each is done once, on a shadow database of its own."""

    def __init__(self, options: MysqlOptions, fixed: MysqlOptions | None) -> None:
        self._options = options
        self._fixed = fixed
        self._known: dict[tuple[Script, ...], Structure] = {(): EMPTY}

    def structure(self, migrations: Sequence[Script]) -> Structure:
        """What the migrations build. Raises ShadowReplayFailed (P3006)."""
        key = tuple(migrations)
        if key not in self._known:
            with ExitStack() as stack:
                connection = self._connected(stack)
                for migration in key:
                    _replay(connection, migration)
                self._known[key] = describe(connection)
        return self._known[key]

    def stages(self, migrations: Sequence[Script], script: str, stops: Sequence[int]) -> list[Structure]:
        """What they build with the first so many statements of another script after them, for each number."""
        with ExitStack() as stack:
            connection = self._connected(stack)
            for migration in migrations:
                _replay(connection, migration)
            found = [describe(connection)] if 0 in stops else []
            for number, statement in enumerate(statements(script)[: max(stops, default=0)], start=1):
                connection.run(statement.text)
                if number in stops:
                    found.append(describe(connection))
            return found

    def _connected(self, stack: ExitStack) -> Connection:
        options = stack.enter_context(shadow_database(self._options, self._fixed))
        connection = Connection(options)
        stack.callback(connection.close)
        return connection


def _replay(connection: Connection, migration: Script) -> None:
    for statement in statements(migration.text):
        try:
            connection.run(statement.text)
        except FAILURES as error:
            raise ShadowReplayFailed(
                f"Migration `{migration.name}` failed to apply cleanly to the shadow database.\nError:\n"
                f"{explained(error)} (line {statement.line})\n"
                "Mend its migration.sql, or delete the directory if it was never applied."
            ) from error
