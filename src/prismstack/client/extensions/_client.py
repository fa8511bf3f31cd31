"""What both generated clients get beyond upstream's: the bases that the templates put in front of upstream's own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from prismstack.client.extensions._additions import Additions, Extension, core_engine
from prismstack.client.extensions._isolated import Isolated, IsolationLevelLike
from prismstack.client.extensions._joining import current_transaction
from prismstack.client.extensions._layer import bare
from prismstack.drivers import PoolStats
from prismstack.errors import ConfigurationError

__all__ = ["MAX_WAIT", "TIMEOUT", "ClientAdditions"]

#: Upstream's defaults of a transaction.
MAX_WAIT: Final = timedelta(milliseconds=2000)
TIMEOUT: Final = timedelta(milliseconds=5000)

if TYPE_CHECKING:

    class _Upstream:
        """What upstream's base class of clients brings."""

        _additions: Additions | None
        _internal_engine: Any
        _tx_id: Any

        @property
        def _engine(self) -> Any: ...
        @_engine.setter
        def _engine(self, engine: Any) -> None: ...

        def _copy(self) -> Self: ...
        def _create_engine(self, dml_path: Any = None) -> Any: ...
        def is_transaction(self) -> bool: ...

else:
    _Upstream = object


class ClientAdditions(_Upstream):
    """What the clients of both interfaces have in common."""

    __slots__ = ()

    _is_async: ClassVar[bool]

    def use(self, *extensions: Extension) -> Self:
        """Add hooks, a SQL log, comments or tracing; returns the client itself.

        Hooks may be added at any time, the others before ``connect()``, because the driver has
        to know of them: else raises ConfigurationError.
        """
        additions = (self._additions or Additions()).plus(extensions)
        engine = self._internal_engine
        if engine is not None:
            if additions.instruments != (self._additions or Additions()).instruments:
                raise ConfigurationError("logs, comments and tracing are added before connect()")
            self._internal_engine = additions.around(core_engine(engine), is_async=self._is_async)
        self._additions = additions
        return self

    @property
    def primary(self) -> Self:
        """The same client without its replicas: every call goes to the primary database."""
        return self._with_engine(self._around(core_engine(self._engine, primary=True)))

    @property
    def current(self) -> Self:
        """The client of the transaction that this task (or thread) has open by ``transactional``; else this one."""
        joined = current_transaction(self)
        return self if joined is None else joined.client

    def pool_stats(self) -> PoolStats:
        """How the connections are used now (the primary's, when there are replicas)."""
        return bare(self._engine).core.database.pool_stats()

    def _isolated(self, level: IsolationLevelLike) -> Self:
        """A copy whose transactions begin at an isolation level."""
        return self._with_engine(Isolated(self._engine, level))

    def _around(self, engine: Any) -> Any:
        return engine if self._additions is None else self._additions.around(engine, is_async=self._is_async)

    def _with_engine(self, engine: Any) -> Self:
        new = self._copy()
        new._internal_engine = engine
        new._tx_id = self._tx_id
        return new

    def _copy(self) -> Self:
        new = super()._copy()
        new._additions = self._additions
        engine = new._internal_engine
        if engine.__class__ is Isolated:  # it was for one transaction
            new._internal_engine = engine.inner
        return new

    def _create_engine(self, dml_path: Any = None) -> Any:
        if self._additions is None:
            return super()._create_engine(dml_path)
        create = super()._create_engine
        return self._additions.engine(lambda: create(dml_path), is_async=self._is_async)
