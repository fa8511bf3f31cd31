"""A MySQL or MariaDB database in use."""

from __future__ import annotations

from prismstack.drivers._database import StatementLog
from prismstack.drivers._watching import Watch
from prismstack.drivers.mysql._codec import MysqlCodec
from prismstack.drivers.mysql._connection import MysqlOptions, parse_url
from prismstack.drivers.mysql._connector import MysqlConnector
from prismstack.drivers.mysql._session import MysqlSession
from prismstack.drivers.pooled import Connector, PooledDatabase

__all__ = ["MysqlDatabase"]


class MysqlDatabase(PooledDatabase):
    """Runs programs through asyncmy."""

    session_class = MysqlSession
    # Its usual collations find "A" where "a" was asked for.
    merges_reads = False

    def __init__(self, url: str, statement_log: StatementLog | None = None, watch: Watch | None = None) -> None:
        super().__init__(statement_log, watch)
        self.options: MysqlOptions = parse_url(url)
        self.codec = MysqlCodec()
        self.connection_info = {"supportsRelationJoins": False, "schemaName": self.options.database}
        self.pool_timeout = self.options.pool_timeout or None
        self.connection_limit = self.options.connection_limit

    def connector(self) -> Connector:
        return MysqlConnector(self.options)
