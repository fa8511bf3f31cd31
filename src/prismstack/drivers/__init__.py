"""Native drivers, one folder per database, behind one vocabulary of errors, values and programs."""

from prismstack.drivers._codec import Codec, Convert, RareConvert
from prismstack.drivers._database import Database, PoolState, StatementLog, Transaction
from prismstack.drivers._errors import DriverError, ErrorKind
from prismstack.drivers._fair_lock import FairLock
from prismstack.drivers._open import open_database
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

__all__ = [
    "BulkStatement",
    "Codec",
    "Convert",
    "Database",
    "DriverError",
    "ErrorKind",
    "FairLock",
    "PoolState",
    "Program",
    "RareConvert",
    "RawStatement",
    "RowSet",
    "Scope",
    "SingleProgram",
    "Statement",
    "StatementLog",
    "Steps",
    "Transaction",
    "open_database",
]
