"""A PostgreSQL (or CockroachDB) database in use."""

from __future__ import annotations

from prismstack.drivers._database import StatementLog
from prismstack.drivers._watching import Watch
from prismstack.drivers.pooled import Connector, PooledDatabase
from prismstack.drivers.postgresql._codec import PostgresCodec
from prismstack.drivers.postgresql._connection import PostgresOptions, parse_url
from prismstack.drivers.postgresql._connector import PostgresConnector
from prismstack.drivers.postgresql._session import PostgresSession

__all__ = ["PostgresDatabase"]


class PostgresDatabase(PooledDatabase):
    """Runs programs through asyncpg."""

    session_class = PostgresSession
    merges_reads = True

    def __init__(
        self, provider: str, url: str, statement_log: StatementLog | None = None, watch: Watch | None = None
    ) -> None:
        super().__init__(statement_log, watch)
        self.options: PostgresOptions = parse_url(url)
        self.codec = PostgresCodec(provider)
        self.connection_info = {"supportsRelationJoins": False, "schemaName": self.options.schema}
        self.pool_timeout = self.options.pool_timeout or None
        self.connection_limit = self.options.connection_limit

    def connector(self) -> Connector:
        return PostgresConnector(self.options)
