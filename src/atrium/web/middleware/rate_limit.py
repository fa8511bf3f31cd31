"""A fixed number of requests for each client and window, over everything but the page's own assets."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["RateLimiter"]

_MESSAGE = {"error": "Too many requests from this IP, please try again later."}
_EXEMPT = "/assets/"

#: So many clients are remembered at once; beyond it the finished windows are forgotten, then the oldest.
_MAX_CLIENTS = 50_000


@dataclass(slots=True)
class _Window:
    ends_at: float
    used: int = 0


class RateLimiter:
    """``limit`` requests per client address and window; 0 switches it off."""

    def __init__(self, app: ASGIApp, limit: int, window_seconds: int, clock: Callable[[], float] = time.time) -> None:
        self._app = app
        self._limit = limit
        self._window_seconds = window_seconds
        self._clock = clock
        self._windows: dict[str, _Window] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._limit or scope["type"] != "http" or scope["path"].startswith(_EXEMPT):
            await self._app(scope, receive, send)
            return
        now = self._clock()
        window = self._count(_client(scope), now)
        figures = self._headers(window)
        if window.used > self._limit:
            retry_after = str(max(1, math.ceil(window.ends_at - now)))
            refusal = JSONResponse(_MESSAGE, status_code=429, headers=figures | {"Retry-After": retry_after})
            await refusal(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(figures)
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _count(self, client: str, now: float) -> _Window:
        window = self._windows.get(client)
        if window is None or window.ends_at <= now:
            self._windows.pop(client, None)
            self._make_room(now)
            window = self._windows[client] = _Window(now + self._window_seconds)
        window.used += 1
        return window

    def _make_room(self, now: float) -> None:
        if len(self._windows) < _MAX_CLIENTS:
            return
        self._windows = {client: window for client, window in self._windows.items() if window.ends_at > now}
        # Windows are kept in the order of their beginning, so the first is the oldest.
        while len(self._windows) >= _MAX_CLIENTS:
            del self._windows[next(iter(self._windows))]

    def _headers(self, window: _Window) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self._limit),
            "X-RateLimit-Remaining": str(max(0, self._limit - window.used)),
            "X-RateLimit-Reset": str(math.ceil(window.ends_at)),
        }


def _client(scope: Scope) -> str:
    """The peer's address; forwarding headers are not believed, because anybody can send them."""
    client: tuple[str, int] | None = scope.get("client")
    return client[0] if client else ""
