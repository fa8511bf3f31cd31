"""What the drivers of database servers share: pools, sessions, transactions, blocking access."""

from prismstack.drivers.pooled._database import PooledDatabase
from prismstack.drivers.pooled._loop_thread import LoopThread
from prismstack.drivers.pooled._pool import ConnectionPool, Connector, connect_timed_out
from prismstack.drivers.pooled._session import AnyStatement, PooledSession
from prismstack.drivers.pooled._transaction import PooledTransaction

__all__ = [
    "AnyStatement",
    "ConnectionPool",
    "Connector",
    "LoopThread",
    "PooledDatabase",
    "PooledSession",
    "PooledTransaction",
    "connect_timed_out",
]
