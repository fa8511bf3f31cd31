"""A unit of work: everything in it happens, or nothing does."""

from __future__ import annotations

import asyncio
import enum
import logging
from contextlib import ExitStack
from contextvars import ContextVar, Token
from datetime import timedelta
from types import TracebackType
from typing import Any, Final, Protocol, Self, TypeVar

from prismstack.client.extensions import JoinedTransaction, current_transaction, joinable
from prismstack.data._errors import DataLayerError, UnitOfWorkError, WriteConflict
from prismstack.data._repository import PrismaAdapter
from prismstack.data._translate import from_prisma, is_prisma_error, translated

__all__ = ["DEFAULT_MAX_WAIT", "DEFAULT_TIMEOUT", "TransactionalClient", "UnitOfWork", "current_unit"]

RepositoryT = TypeVar("RepositoryT", bound=PrismaAdapter[Any])

DEFAULT_MAX_WAIT: Final = timedelta(seconds=5)
DEFAULT_TIMEOUT: Final = timedelta(seconds=30)

_log = logging.getLogger(__name__)


class Transaction(Protocol):
    """An interactive transaction of a generated client."""

    async def start(self) -> Any: ...
    async def commit(self) -> None: ...
    async def rollback(self) -> None: ...


class TransactionalClient(Protocol):
    """What a unit of work needs of a generated (asyncio) client."""

    def tx(self, *, max_wait: Any = ..., timeout: Any = ...) -> Any: ...


class _State(enum.Enum):
    NEW = "has not begun"
    ACTIVE = "is active"
    COMMITTED = "is committed"
    ROLLED_BACK = "is rolled back"


class UnitOfWork:
    """One interactive transaction, rolled back unless :meth:`commit` was awaited.

    ::

        async with UnitOfWork(client) as unit:
            await unit.repository(Vehicles).create({"plate": "AB-123"})
            await unit.commit()

    A unit that begins inside another one of the same client *and task* (or in a transactional
    function of that client) joins it: its commit
    takes effect with the outer one's, and leaving it without a commit dooms the outer one. A
    child task does not join: hand it the unit, or let it have a transaction of its own.

    ``max_wait`` bounds the wait for a transaction (default 5 s), ``timeout`` the transaction
    itself (default 30 s). Prisma errors that leave the block become DataLayerError.
    """

    def __init__(
        self,
        client: TransactionalClient,
        *,
        max_wait: timedelta = DEFAULT_MAX_WAIT,
        timeout: timedelta = DEFAULT_TIMEOUT,
    ) -> None:
        self._base = client
        self._limits = {"max_wait": max_wait, "timeout": timeout}
        self._state = _State.NEW
        self._enclosing: UnitOfWork | None = None
        self._outer: UnitOfWork | None = None
        self._transaction: Transaction | None = None
        self._client: Any = None
        self._task: asyncio.Task[Any] | None = None
        self._token: Token[UnitOfWork | None] | None = None
        #: A transactional function's transaction that this unit is part of; its own, which those may join.
        self._joined: JoinedTransaction | None = None
        self._own: JoinedTransaction | None = None
        self._open_to_others = ExitStack()
        self._doomed = False

    @property
    def client(self) -> Any:
        """The client inside the transaction. Raises UnitOfWorkError when the unit is not active."""
        self._require_active()
        return self._client

    @property
    def is_active(self) -> bool:
        return self._state is _State.ACTIVE

    @property
    def is_joined(self) -> bool:
        """Whether this unit is part of an outer one."""
        return self._outer is not None or self._joined is not None

    @property
    def enclosing(self) -> UnitOfWork | None:
        """The unit in whose block this one began, of whatever client; None outside any."""
        return self._enclosing

    def covers(self, client: TransactionalClient) -> bool:
        """Whether work on ``client`` in the current task would be part of this unit."""
        return self.runs_here and (client is self._base or client is self._client)

    @property
    def runs_here(self) -> bool:
        """Whether this unit is active and belongs to the current task."""
        return self.is_active and self._task is asyncio.current_task()

    def repository(self, kind: type[RepositoryT]) -> RepositoryT:
        """A repository whose reads and writes are part of this unit."""
        return kind(self.client)

    async def commit(self) -> None:
        """Make the changes permanent (for a joined unit: agree that the outer one does).

        Raises UnitOfWorkError when the unit is not active or a joined unit did not agree, and
        DataLayerError when the database refuses.
        """
        self._require_active()
        if self._doomed or (self._own is not None and self._own.is_doomed):
            raise UnitOfWorkError("a unit of work that joined this one was rolled back, so this one cannot commit")
        if self._transaction is not None:
            await self._commit(self._transaction)
        self._end(_State.COMMITTED)

    async def rollback(self) -> None:
        """Undo the changes now; a joined unit dooms the outer one. Raises UnitOfWorkError when not active."""
        self._require_active()
        self._end(_State.ROLLED_BACK)
        if self._outer is not None:
            self._outer._doomed = True
        elif self._joined is not None:
            self._joined.is_doomed = True
        elif self._transaction is not None:
            await _roll_back(self._transaction)

    async def __aenter__(self) -> Self:
        if self._state is not _State.NEW:
            raise UnitOfWorkError(f"this unit of work {self._state.value}; make a new one")
        self._task = asyncio.current_task()
        self._enclosing = _current.get()
        self._outer = current_unit(self._base)
        if self._outer is not None:
            self._client = self._outer.client
        elif (joined := current_transaction(self._base)) is not None:
            self._joined, self._client = joined, joined.client
        else:
            with translated():
                transaction: Transaction = self._base.tx(**self._limits)
                self._client = await transaction.start()
            self._transaction = transaction
            self._own = self._open_to_others.enter_context(joinable(self._client))
        self._state = _State.ACTIVE
        self._token = _current.set(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._token is not None:
            _current.reset(self._token)
        self._open_to_others.close()
        if self.is_active:
            await self.rollback()
        if isinstance(error, Exception) and is_prisma_error(error):
            raise from_prisma(error) from error

    def _end(self, state: _State) -> None:
        self._state = state
        if self._own is not None:
            self._own.is_open = False

    def _require_active(self) -> None:
        if not self.is_active:
            raise UnitOfWorkError(f"this unit of work {self._state.value}; only an active one can be used")

    async def _commit(self, transaction: Transaction) -> None:
        try:
            with translated():
                await transaction.commit()
        except DataLayerError as error:
            # Only a write conflict is certain to have left nothing behind: after a timeout the
            # changes may be there, and to run the unit again could apply them twice.
            error.retryable = isinstance(error, WriteConflict)
            raise


_current: ContextVar[UnitOfWork | None] = ContextVar("prismstack_unit_of_work", default=None)


def current_unit(client: TransactionalClient | None = None) -> UnitOfWork | None:
    """The innermost active unit of this task: of ``client``, or of any client when None."""
    unit = _current.get()
    while unit is not None and not (unit.runs_here if client is None else unit.covers(client)):
        unit = unit.enclosing
    return unit


async def _roll_back(transaction: Transaction) -> None:
    try:
        await transaction.rollback()
    except Exception as error:
        # The transaction is already gone (expired, or its connection broke): the changes are
        # undone, and this must not hide the error that led here.
        _log.warning("rollback failed: %s", error)
