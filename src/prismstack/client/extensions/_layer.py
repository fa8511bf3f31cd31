"""Layers around an engine: objects with its methods, of which they change some.

A client without extensions has no layer, so what is not used costs nothing.
"""

from __future__ import annotations

from typing import Any

__all__ = ["EngineLayer", "bare"]


class EngineLayer:
    """Hands everything on to the engine (or layer) inside."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        if name == "inner":  # a layer that is half made
            raise AttributeError(name)
        return getattr(self.inner, name)


def bare(engine: Any) -> Any:
    """The engine under all layers."""
    while isinstance(engine, EngineLayer):
        engine = engine.inner
    return engine
