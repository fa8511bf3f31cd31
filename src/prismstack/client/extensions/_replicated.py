"""The layers that send reads to replicas."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from prismstack.client.extensions._layer import EngineLayer
from prismstack.client.extensions._replicas import Replica, ReplicaSet, is_gone, may_read_elsewhere
from prismstack.drivers import DriverError

__all__ = ["AsyncReplicated", "Replicated", "SyncReplicated"]


class Replicated(EngineLayer):
    """An engine with replicas beside it; ``inner`` is the primary's."""

    def __init__(self, inner: Any, replicas: ReplicaSet) -> None:
        super().__init__(inner)
        self.replicas = replicas

    def close(self, *, timeout: timedelta | None = None) -> None:
        for replica in self.replicas.all:
            replica.engine.close(timeout=timeout)
        self.inner.close(timeout=timeout)

    def stop(self, *, timeout: timedelta | None = None) -> None:
        for replica in self.replicas.all:
            replica.engine.stop(timeout=timeout)
        self.inner.stop(timeout=timeout)


class AsyncReplicated(Replicated):
    """Sends the reads of an asyncio client to replicas; to the primary when none is there."""

    async def connect(self, timeout: timedelta | None = None, datasources: Any = None) -> None:
        await self.inner.connect(timeout=timeout, datasources=datasources)
        for replica in self.replicas.all:
            await self._open(replica)

    async def aclose(self, *, timeout: timedelta | None = None) -> None:
        for replica in self.replicas.all:
            await replica.engine.aclose(timeout=timeout)
        await self.inner.aclose(timeout=timeout)

    async def execute(
        self, method: str, arguments: dict[str, Any], model: Any, root_selection: list[str] | None, tx_id: str | None
    ) -> Any:
        if may_read_elsewhere(method, arguments, tx_id):
            for replica in self.replicas.candidates():
                if not (replica.is_open or await self._open(replica)):
                    continue
                try:
                    return await replica.engine.execute(method, arguments, model, root_selection, None)
                except Exception as error:
                    if not is_gone(error):
                        raise
                    replica.lost(error, self.replicas.rest)
        return await self.inner.execute(method, arguments, model, root_selection, tx_id)

    async def _open(self, replica: Replica) -> bool:
        try:
            if not replica.engine.is_connected:
                await replica.engine.connect(datasources=replica.datasources)
        except DriverError as error:
            replica.lost(error, self.replicas.rest)
            return False
        replica.is_open = True
        return True


class SyncReplicated(Replicated):
    """Sends the reads of a sync client to replicas; to the primary when none is there."""

    def connect(self, timeout: timedelta | None = None, datasources: Any = None) -> None:
        self.inner.connect(timeout=timeout, datasources=datasources)
        for replica in self.replicas.all:
            self._open(replica)

    def execute(
        self, method: str, arguments: dict[str, Any], model: Any, root_selection: list[str] | None, tx_id: str | None
    ) -> Any:
        if may_read_elsewhere(method, arguments, tx_id):
            for replica in self.replicas.candidates():
                if not (replica.is_open or self._open(replica)):
                    continue
                try:
                    return replica.engine.execute(method, arguments, model, root_selection, None)
                except Exception as error:
                    if not is_gone(error):
                        raise
                    replica.lost(error, self.replicas.rest)
        return self.inner.execute(method, arguments, model, root_selection, tx_id)

    def _open(self, replica: Replica) -> bool:
        try:
            if not replica.engine.is_connected:
                replica.engine.connect(datasources=replica.datasources)
        except DriverError as error:
            replica.lost(error, self.replicas.rest)
            return False
        replica.is_open = True
        return True
