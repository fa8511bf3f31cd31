"""MySQL and MariaDB: tables by translated statements, emptied table by table."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from prismstack.drivers.mysql import parse_url
from prismstack.drivers.mysql._connection import open_connection
from prismstack.drivers.mysql._errors import FAILURES
from tests.databases._ddl import mysql_script
from tests.databases._server import ServerTestDatabase

__all__ = ["MysqlTestDatabase"]

_TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = '{}' AND table_type = 'BASE TABLE'"
_COUNTERS = "SELECT table_name FROM information_schema.tables WHERE table_schema = '{}' AND auto_increment > 1"


class MysqlTestDatabase(ServerTestDatabase):
    provider = "mysql"
    server_url = os.environ.get("TEST_MYSQL_URL", "mysql://root@127.0.0.1:3306")
    maintenance = "mysql"
    failures = FAILURES

    async def connect(self, url: str) -> Any:
        return await open_connection(parse_url(url))

    async def close(self, connection: Any) -> None:
        await connection.ensure_closed()

    async def execute(self, connection: Any, sql: str) -> None:
        await connection.query(sql)

    async def _create(self) -> None:
        await self._maintain(f"CREATE DATABASE {self.name} CHARACTER SET utf8mb4")

    def make_tables(self, schema: Path) -> None:
        """Whole scripts beside the schema, where there are any; else the translated ones."""
        tables, rest = schema.with_suffix(".mysql-tables.sql"), schema.with_suffix(".mysql.sql")
        script = tables.read_text(encoding="utf-8") if tables.exists() else mysql_script(schema)
        script += rest.read_text(encoding="utf-8") if rest.exists() else ""
        statements = [part.strip() for part in script.split(";\n")]
        connection = self._thread.run(self.connect(self.url))
        for statement in filter(None, statements):
            self._thread.run(self.execute(connection, statement))
        self._thread.run(self.close(connection))

    async def prepare(self, connection: Any) -> None:
        await connection.query("SET FOREIGN_KEY_CHECKS = 0")
        self._tables = await self._names(connection, _TABLES)
        looks = [f"SELECT '{table}' FROM (SELECT 1) o WHERE EXISTS (SELECT 1 FROM `{table}`)" for table in self._tables]
        self._used = " UNION ALL ".join(looks)

    async def empty(self, connection: Any) -> None:
        # DELETE would leave locks on the ghosts of rows.
        used = {*await self._names(connection, self._used), *await self._names(connection, _COUNTERS)}
        for table in used:
            await connection.query(f"TRUNCATE `{table}`")

    async def _names(self, connection: Any, sql: str) -> list[str]:
        done = await (await connection.prepare(sql.format(self.name))).execute(())
        return [str(row[0]) for row in done.rows]

    @property
    def drop_sql(self) -> str:
        return f"DROP DATABASE {self.name}"
