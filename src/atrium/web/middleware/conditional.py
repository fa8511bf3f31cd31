"""Entity tags: a client that has the answer already gets 304 instead of it."""

from __future__ import annotations

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["ConditionalGet"]


class ConditionalGet:
    """Tags answers to GET that come in one piece; streams pass untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        known = Headers(scope=scope).get("if-none-match", "")
        await self._app(scope, receive, _Tagging(send, known))


class _Tagging:
    """Holds the start of an answer back until its body shows whether it is new."""

    def __init__(self, send: Send, known: str) -> None:
        self._send = send
        self._known = known
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_taggable(message):
            self._start = message
            return
        start, self._start = self._start, None
        if start is None:
            await self._send(message)
        elif message.get("more_body"):
            await self._send(start)
            await self._send(message)
        else:
            await self._send_tagged(start, message)

    async def _send_tagged(self, start: Message, body: Message) -> None:
        content: bytes = body.get("body", b"")
        digest = hashlib.blake2b(content, digest_size=12).hexdigest()
        tag = f'W/"{len(content):x}-{digest}"'
        headers = MutableHeaders(scope=start)
        headers["ETag"] = tag
        if tag in self._known:
            start["status"] = 304
            del headers["content-length"]
            body = {"type": "http.response.body", "body": b""}
        await self._send(start)
        await self._send(body)


def _is_taggable(start: Message) -> bool:
    names = {name for name, _ in start["headers"]}
    return start["status"] == 200 and b"content-length" in names and b"etag" not in names
