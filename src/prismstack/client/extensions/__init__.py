"""What a client can do beyond upstream's: extensions to give it, and what its new methods return."""

from prismstack.client.extensions._additions import Extension, new_additions
from prismstack.client.extensions._async_client import AsyncAdditions
from prismstack.client.extensions._comments import SqlComments
from prismstack.client.extensions._explain import ExplainedStatement, Explanation, FromResult
from prismstack.client.extensions._hooks import Hook
from prismstack.client.extensions._instrument import Instrument
from prismstack.client.extensions._isolated import IsolationLevelLike
from prismstack.client.extensions._joining import JoinedTransaction, current_transaction, joinable
from prismstack.client.extensions._operation import Answer, CallSite, Operation, Outcome, RunningCall
from prismstack.client.extensions._sql_log import SqlLog, hide_parameters
from prismstack.client.extensions._sync_client import SyncAdditions
from prismstack.client.extensions._tracing import Tracing, traceparent
from prismstack.client.extensions._transactional import TransactionDoomed
from prismstack.drivers import IsolationLevel, PoolStats, StatementEvent

__all__ = [
    "Answer",
    "AsyncAdditions",
    "CallSite",
    "ExplainedStatement",
    "Explanation",
    "Extension",
    "FromResult",
    "Hook",
    "Instrument",
    "IsolationLevel",
    "IsolationLevelLike",
    "JoinedTransaction",
    "Operation",
    "Outcome",
    "PoolStats",
    "RunningCall",
    "SqlComments",
    "SqlLog",
    "StatementEvent",
    "SyncAdditions",
    "Tracing",
    "TransactionDoomed",
    "current_transaction",
    "hide_parameters",
    "joinable",
    "new_additions",
    "traceparent",
]
