"""The layer that begins transactions at an isolation level."""

from __future__ import annotations

import json
from typing import Any, Literal

from prismstack.client.extensions._layer import EngineLayer
from prismstack.drivers import IsolationLevel

__all__ = ["Isolated", "IsolationLevelLike"]

IsolationLevelLike = (
    IsolationLevel | Literal["ReadUncommitted", "ReadCommitted", "RepeatableRead", "Snapshot", "Serializable"]
)


class Isolated(EngineLayer):
    """Begins transactions at ``level``."""

    def __init__(self, inner: Any, level: IsolationLevelLike) -> None:
        super().__init__(inner)
        self._level = level

    def start_transaction(self, *, content: str) -> Any:
        """What the engine inside returns: a transaction's id, or an awaitable of it."""
        options = json.loads(content)
        return self.inner.start_transaction(content=json.dumps({**options, "isolation_level": str(self._level)}))
