"""Cross-origin requests: an allow-list with credentials; an unknown origin simply gets no permission."""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Cors"]

_METHODS = "GET,HEAD,PUT,PATCH,POST,DELETE"
_EXPOSED = "X-RateLimit-Limit,X-RateLimit-Remaining,X-RateLimit-Reset,Retry-After"


class Cors:
    """Answers every OPTIONS request itself, with 204."""

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self._app = app
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_headers = Headers(scope=scope)
        permission = self._permission(request_headers.get("origin"))
        if scope["method"] == "OPTIONS":
            answer = Response(status_code=204, headers=permission | _preflight(request_headers))
            await answer(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in permission.items():
                    headers.append(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _permission(self, origin: str | None) -> dict[str, str]:
        if origin not in self._origins:
            return {"Vary": "Origin"}
        return {
            "Access-Control-Allow-Origin": str(origin),
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Expose-Headers": _EXPOSED,
            "Vary": "Origin",
        }


def _preflight(headers: Headers) -> dict[str, str]:
    asked = headers.get("access-control-request-headers")
    allowed = {"Access-Control-Allow-Headers": asked} if asked else {}
    return {"Access-Control-Allow-Methods": _METHODS, "Content-Length": "0", **allowed}
