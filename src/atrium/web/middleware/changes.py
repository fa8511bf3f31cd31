"""Tells the live page that something may have been written."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["ChangeNotifier"]

_READING = frozenset(("GET", "HEAD", "OPTIONS"))


class ChangeNotifier:
    """Calls ``notify`` after every successful request that is not just reading."""

    def __init__(self, app: ASGIApp, notify: Callable[[], None]) -> None:
        self._app = app
        self._notify = notify

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _READING:
            await self._app(scope, receive, send)
            return

        async def send_and_notify(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.start" and message["status"] < 400:
                self._notify()

        await self._app(scope, receive, send_and_notify)
