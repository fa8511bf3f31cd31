"""Paths match whatever their case and with or without a final slash; ids and plates in them stay as sent."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["PathNormaliser"]


class PathNormaliser:
    """Lowers the segments that are words of a route; ``raw_path`` keeps what the client sent."""

    def __init__(self, app: ASGIApp, route_paths: Iterable[str]) -> None:
        self._app = app
        self._words = frozenset(
            word for path in route_paths for word in path.split("/") if word and not word.startswith("{")
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path: str = scope["path"]
            scope.setdefault("raw_path", path.encode())
            scope["path"] = self._normalise(path)
        await self._app(scope, receive, send)

    def _normalise(self, path: str) -> str:
        trimmed = path[:-1] if path.endswith("/") and path != "/" else path
        if trimmed.islower():
            return trimmed
        words = (segment.lower() for segment in trimmed.split("/"))
        return "/".join(
            word if word in self._words else segment for word, segment in zip(words, trimmed.split("/"), strict=True)
        )
