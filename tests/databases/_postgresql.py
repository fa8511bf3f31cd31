"""PostgreSQL: tables by ``db push``, emptied by one function call."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from prismstack.drivers.postgresql import FAILURES, asyncpg
from prismstack.migrate import db_push
from tests.databases._server import ServerTestDatabase

__all__ = ["PostgresTestDatabase"]

# TRUNCATE makes a file for each table and index; deleting a test's few rows is far quicker.
_EMPTY = """
DO $do$ DECLARE each record; has_rows boolean; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR each IN SELECT schemaname, tablename FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.%I)', each.schemaname, each.tablename) INTO has_rows;
    IF has_rows THEN EXECUTE format('DELETE FROM %I.%I', each.schemaname, each.tablename); END IF;
  END LOOP;
  FOR each IN SELECT schemaname, sequencename, start_value FROM pg_sequences WHERE last_value IS NOT NULL LOOP
    PERFORM setval(format('%I.%I', each.schemaname, each.sequencename)::regclass, each.start_value, false);
  END LOOP;
END $do$
"""


class PostgresTestDatabase(ServerTestDatabase):
    provider = "postgresql"
    server_url = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432")
    maintenance = "postgres"
    failures = FAILURES

    async def connect(self, url: str) -> Any:
        return await asyncpg.connect(url)

    async def close(self, connection: Any) -> None:
        await connection.close()

    async def execute(self, connection: Any, sql: str) -> None:
        await connection.execute(sql)

    def make_tables(self, schema: Path) -> None:
        """Extensions before, views and the like after, from files beside the schema."""
        self._run_file(schema.with_suffix(".before.sql"))
        db_push(schema, url=self.url)
        self._run_file(schema.with_suffix(".postgresql.sql"))

    def _run_file(self, path: Path) -> None:
        if path.exists():
            connection = self._thread.run(self.connect(self.url))
            self._thread.run(self.execute(connection, path.read_text(encoding="utf-8")))
            self._thread.run(self.close(connection))

    async def prepare(self, connection: Any) -> None:
        await connection.execute("SET synchronous_commit = off")
        await connection.execute(f"ALTER DATABASE {self.name} SET synchronous_commit = off")

    async def empty(self, connection: Any) -> None:
        await connection.execute(_EMPTY)

    @property
    def drop_sql(self) -> str:
        return f"DROP DATABASE {self.name} WITH (FORCE)"
