"""Native drivers, one folder per database, behind one vocabulary of errors, values and programs."""

from prismstack.drivers._codec import Codec, Convert, RareConvert
from prismstack.drivers._database import Database, PoolState, StatementLog, Transaction
from prismstack.drivers._errors import DriverError, ErrorKind
from prismstack.drivers._fair_lock import FairLock
from prismstack.drivers._histogram import BUCKETS, Histogram
from prismstack.drivers._isolation import IsolationLevel, isolation_level
from prismstack.drivers._open import open_database
from prismstack.drivers._pool_stats import PoolStats, WaitClock
from prismstack.drivers._program import (
    BulkStatement,
    Program,
    RawStatement,
    RowSet,
    Scope,
    SingleProgram,
    Statement,
    Steps,
)
from prismstack.drivers._watching import StatementEvent, Watch

__all__ = [
    "BUCKETS",
    "BulkStatement",
    "Codec",
    "Convert",
    "Database",
    "DriverError",
    "ErrorKind",
    "FairLock",
    "Histogram",
    "IsolationLevel",
    "PoolState",
    "PoolStats",
    "Program",
    "RareConvert",
    "RawStatement",
    "RowSet",
    "Scope",
    "SingleProgram",
    "Statement",
    "StatementEvent",
    "StatementLog",
    "Steps",
    "Transaction",
    "WaitClock",
    "Watch",
    "isolation_level",
    "open_database",
]
