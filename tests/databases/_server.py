"""What databases on servers share: a unique name, and a connection kept for emptying."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any
from uuid import uuid4

from prismstack.drivers.pooled import LoopThread
from tests.databases._base import TestDatabase, Unavailable

__all__ = ["ServerTestDatabase"]


class ServerTestDatabase(TestDatabase):
    """A database of a unique name on the server of ``server_url``."""

    server_url: str
    #: The database that is always there.
    maintenance: str
    failures: tuple[type[BaseException], ...]

    def __init__(self, schema: Path) -> None:
        self.name = f"prismstack_{uuid4().hex[:12]}"
        self.url = f"{self.server_url}/{self.name}"
        self._thread = LoopThread(f"tests-{self.provider}")
        try:
            self._thread.run(self._create())
        except self.failures as error:
            self._thread.stop()
            raise Unavailable(f"no {self.provider} server: {error}") from error
        self.make_tables(schema)
        self._connection: Any = self._thread.run(self.connect(self.url))
        self._thread.run(self.prepare(self._connection))

    @abstractmethod
    async def connect(self, url: str) -> Any: ...

    @abstractmethod
    async def close(self, connection: Any) -> None: ...

    @abstractmethod
    async def execute(self, connection: Any, sql: str) -> None: ...

    @abstractmethod
    def make_tables(self, schema: Path) -> None: ...

    @abstractmethod
    async def prepare(self, connection: Any) -> None:
        """Make ready to empty the database again and again."""

    @abstractmethod
    async def empty(self, connection: Any) -> None:
        """Leave no row in any table, and every counter at its start."""

    @property
    @abstractmethod
    def drop_sql(self) -> str: ...

    def fresh(self, folder: Path) -> str:
        self._thread.run(self.empty(self._connection))
        return self.url

    def run(self, *statements: str) -> None:
        """Run statements on the database."""
        for statement in statements:
            self._thread.run(self.execute(self._connection, statement))

    def drop(self) -> None:
        self._thread.run(self.close(self._connection))
        self._thread.run(self._maintain(self.drop_sql))
        self._thread.stop()

    async def _create(self) -> None:
        await self._maintain(f"CREATE DATABASE {self.name}")

    async def _maintain(self, sql: str) -> None:
        connection = await self.connect(f"{self.server_url}/{self.maintenance}")
        try:
            await self.execute(connection, sql)
        finally:
            await self.close(connection)
