"""Reader connections: read-only, so that nothing that runs on them can ever wait for the writer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

from prismstack.drivers._database import StatementLog
from prismstack.drivers._pool_stats import WaitClock
from prismstack.drivers.sqlite._connection import SqliteOptions, open_connection
from prismstack.drivers.sqlite._errors import disconnected
from prismstack.drivers.sqlite._session import Session

__all__ = ["ReaderPool"]


class ReaderPool:
    """Up to ``connection_limit`` sessions and one more, opened when first needed; thread-safe."""

    def __init__(
        self,
        options: SqliteOptions,
        statement_log: StatementLog | None = None,
        session_class: Callable[..., Session] = Session,
        waits: WaitClock | None = None,
    ) -> None:
        self._options = options
        self._log = statement_log
        self._session_class = session_class
        self._waits = waits or WaitClock()
        self._idle: list[Session] = []
        self._all: list[Session] = []
        self._changed = threading.Condition()
        self._closed = False

    @property
    def open(self) -> int:
        """How many connections are open."""
        return len(self._all)

    @property
    def idle(self) -> int:
        """How many of them nobody uses."""
        return len(self._idle)

    def try_take(self) -> Session | None:
        """A session without waiting, or None when all are in use."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._open_another()

    def give_back(self, session: Session) -> None:
        with self._changed:
            self._idle.append(session)
            self._changed.notify()

    @contextmanager
    def borrowed(self) -> Generator[Session]:
        """A patient session, waiting for one if need be."""
        session = self._take()
        try:
            yield session.patient()
        finally:
            self.give_back(session)

    def close(self) -> None:
        with self._changed:
            self._closed = True
            for session in self._all:
                session.close()
            self._idle.clear()
            self._all.clear()

    def _take(self) -> Session:
        session = self.try_take()
        if session is not None:
            return session
        asked = time.perf_counter()
        while session is None:
            with self._changed:
                self._changed.wait(timeout=0.1)
            session = self.try_take()
        self._waits.note(asked)
        return session

    def _open_another(self) -> Session | None:
        with self._changed:
            if self._closed:
                raise disconnected()
            if self._idle:
                return self._idle.pop()
            # One more than there are workers: short reads on the event loop do not queue behind long ones.
            if len(self._all) > self._options.connection_limit:
                return None
            connection = open_connection(self._options, read_only=True)
            session = self._session_class(connection, self._options.busy_timeout, self._log)
            session.watch()
            self._all.append(session)
            return session
