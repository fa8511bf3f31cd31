"""What a client was given beyond upstream's options, and the layers that this puts around its engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from prismstack.client.extensions._hooked import AsyncHooked, SyncHooked
from prismstack.client.extensions._hooks import Hook
from prismstack.client.extensions._instrument import AsyncInstrumented, Instrument, SyncInstrumented, watch_of
from prismstack.client.extensions._layer import EngineLayer
from prismstack.client.extensions._replicas import Replica, ReplicaSet
from prismstack.client.extensions._replicated import AsyncReplicated, Replicated, SyncReplicated
from prismstack.errors import ConfigurationError

__all__ = ["Additions", "Extension", "new_additions"]

Extension = Hook | Instrument


@dataclass(frozen=True, slots=True)
class Additions:
    """Hooks, instruments and replicas of a client."""

    hooks: tuple[Hook, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    replicas: tuple[str, ...] = ()

    def plus(self, extensions: Sequence[Extension]) -> Additions:
        """These and more. Raises ConfigurationError for what is no extension."""
        wrong = [each for each in extensions if not isinstance(each, (Hook, Instrument))]  # pyright: ignore[reportUnnecessaryIsInstance]
        if wrong:
            raise ConfigurationError(f"{wrong[0]!r} is no extension; use a Hook, SqlLog, SqlComments or Tracing")
        return replace(
            self,
            hooks=(*self.hooks, *[each for each in extensions if isinstance(each, Hook)]),
            instruments=(*self.instruments, *[each for each in extensions if isinstance(each, Instrument)]),
        )

    def engine(self, create: Callable[[], Any], *, is_async: bool) -> Any:
        """A new engine with everything around it."""
        watch = watch_of(self.instruments)

        def created() -> Any:
            engine = create()
            engine.watch = watch
            return engine

        engine = created()
        if self.replicas:
            replicas = ReplicaSet([Replica(created(), url) for url in self.replicas])
            engine = (AsyncReplicated if is_async else SyncReplicated)(engine, replicas)
        return self.around(engine, is_async=is_async)

    def around(self, engine: Any, *, is_async: bool) -> Any:
        """An engine with the hooks and instruments around it."""
        if self.hooks:
            engine = (AsyncHooked if is_async else SyncHooked)(engine, self.hooks)
        if self.instruments:
            layer = AsyncInstrumented if is_async else SyncInstrumented
            engine = layer(engine, self.instruments, engine.package)
        return engine


def new_additions(extensions: Sequence[Extension], replicas: Sequence[str]) -> Additions:
    """The additions of a client's options. Raises ConfigurationError for what is neither extensions nor URLs."""
    if isinstance(replicas, str):
        raise ConfigurationError("replicas= takes a list of URLs")
    return Additions(replicas=tuple(replicas)).plus(extensions)


def core_engine(engine: Any, *, primary: bool = False) -> Any:
    """An engine without hooks and instruments; with ``primary`` without replicas too."""
    while isinstance(engine, EngineLayer) and (primary or not isinstance(engine, Replicated)):
        engine = engine.inner
    return engine
