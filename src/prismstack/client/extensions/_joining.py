"""The transaction that is open in this task (or thread), so that what is called inside it can join it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from prismstack.client.extensions._layer import bare

__all__ = ["JoinedTransaction", "current_transaction", "joinable"]


class JoinedTransaction:
    """A transaction that others may join: its client, and whether one of them failed."""

    __slots__ = ("client", "enclosing", "engine", "is_doomed", "is_open", "owner")

    def __init__(self, client: Any, engine: Any, enclosing: JoinedTransaction | None) -> None:
        self.client = client
        self.engine = engine
        self.enclosing = enclosing
        self.owner = _owner()
        self.is_open = True
        #: Set when something that joined it was undone: then it may not commit.
        self.is_doomed = False

    def serves(self, owner: object, engine: Any) -> bool:
        """Whether calls of a task or thread on an engine (None: on any) would be part of it."""
        return self.is_open and self.owner == owner and (engine is None or self.engine is engine)


_current: ContextVar[JoinedTransaction | None] = ContextVar("prismstack_transaction", default=None)


def current_transaction(client: Any = None) -> JoinedTransaction | None:
    """The innermost joinable transaction of a client (None: of any) that this very task (or thread) has open."""
    found = _current.get()
    if found is None:
        return None
    engine, owner = _engine(client), _owner()
    while found is not None and not found.serves(owner, None if client is None else engine):
        found = found.enclosing
    return found


@contextmanager
def joinable(transaction: Any) -> Generator[JoinedTransaction]:
    """Let what runs inside join a transaction, given as its client."""
    joined = JoinedTransaction(transaction, _engine(transaction), _current.get())
    token = _current.set(joined)
    try:
        yield joined
    finally:
        _current.reset(token)


def _engine(client: Any) -> Any:
    """What all clients of one connection share; what is no generated client shares nothing."""
    return bare(getattr(client, "_internal_engine", client))


def _owner() -> object:
    """A child task or another thread inherits the context, but a transaction serves one at a time."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        task = None
    return task or threading.get_ident()
