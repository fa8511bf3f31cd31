"""Read replicas: which calls may go to one, which one is next, and what to do about one that is gone."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from prismstack.drivers import DriverError, ErrorKind
from prismstack.query import sql_reads_only

__all__ = ["Replica", "ReplicaSet", "is_gone", "may_read_elsewhere"]

_log = logging.getLogger(__name__)

_READS = frozenset(
    {"find_unique", "find_unique_or_raise", "find_first", "find_first_or_raise", "find_many", "count", "group_by"}
)
_RAW_READS = frozenset({"query_raw", "query_first"})
#: SELECTs that do more than read.
_LOCKS_OR_WRITES = re.compile(
    r"\bFOR\s+(?:NO\s+KEY\s+|KEY\s+)?(?:UPDATE|SHARE)\b|\bLOCK\s+IN\b|\bINTO\b|^\W*EXPLAIN", re.I
)
_GONE = frozenset(
    {
        ErrorKind.AUTHENTICATION_FAILED,
        ErrorKind.CONNECTION_CLOSED,
        ErrorKind.DATABASE_ACCESS_DENIED,
        ErrorKind.DATABASE_DOES_NOT_EXIST,
        ErrorKind.DATABASE_NOT_REACHABLE,
        ErrorKind.POOL_TIMEOUT,
        ErrorKind.TLS_ERROR,
        ErrorKind.TOO_MANY_CONNECTIONS,
    }
)
#: Seconds after which a replica that was gone is asked again.
_REST = 10.0


class Replica:
    """One replica: its engine, and until when it is left alone."""

    def __init__(self, engine: Any, url: str) -> None:
        self.engine = engine
        self.url = url
        self.is_open = False
        self._rests_until = 0.0

    @property
    def is_healthy(self) -> bool:
        """Whether it may be asked (again)."""
        return time.monotonic() >= self._rests_until

    @property
    def datasources(self) -> list[dict[str, str]]:
        return [{"name": "replica", "url": self.url}]

    def lost(self, error: BaseException, rest: float) -> None:
        """Leave it alone for ``rest`` seconds."""
        self._rests_until = time.monotonic() + rest
        _log.warning("a replica is left out for %g s: %s", rest, error)


class ReplicaSet:
    """The replicas of a client, asked in turn; one that is gone rests for ``rest`` seconds (default 10)."""

    def __init__(self, replicas: Sequence[Replica], rest: float = _REST) -> None:
        self.all = tuple(replicas)
        self.rest = rest
        self._turns = count()

    def candidates(self) -> Iterator[Replica]:
        """The healthy ones, beginning with the one whose turn it is."""
        first = next(self._turns)
        for offset in range(len(self.all)):
            replica = self.all[(first + offset) % len(self.all)]
            if replica.is_healthy:
                yield replica


def may_read_elsewhere(method: str, arguments: dict[str, Any], tx_id: str | None) -> bool:
    """Whether a call only reads, outside any transaction."""
    if tx_id is not None:
        return False
    if method in _RAW_READS:
        sql = arguments["query"]
        return sql_reads_only(sql) and not _LOCKS_OR_WRITES.search(sql)
    return method in _READS


def is_gone(error: BaseException) -> bool:
    """Whether an error of the client, or of the driver under it, says that the database cannot be asked."""
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, DriverError):
            return found.kind in _GONE
        found = found.__cause__ or found.__context__
    return False
