"""Who may talk to Studio: a browser of this machine, by the link that was printed. Studio runs any SQL it is sent."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from prismstack.studio._page import CONTENT_SECURITY_POLICY

__all__ = ["Address", "Guard"]

_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where Studio is served, and the secret in its link."""

    host: str
    port: int
    token: str

    @property
    def link(self) -> str:
        """What to open in the browser."""
        return f"http://{self._in_url(self.host)}:{self.port}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """The cookie's name: cookies know hosts but no ports, and several Studios may run."""
        return f"prismstack_studio_{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """The values of ``Host`` that are ours; a name that an attacker made lead here is not among them."""
        names = {self._in_url(self.host), "127.0.0.1", "localhost"}
        return frozenset(f"{name}:{self.port}" for name in names)

    @staticmethod
    def _in_url(host: str) -> str:
        return f"[{host}]" if ":" in host else host


class Guard:
    """Middleware: checks ``Host``, ``Origin`` and the token, and sends the headers that keep the page in."""

    def __init__(self, app: ASGIApp, address: Address) -> None:
        self._app = app
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        refused = self._answer(Request(scope))
        await (refused or self._app)(scope, receive, send_guarded)

    def _answer(self, request: Request) -> Response | None:
        """The answer to a request that goes no further; None for one that may."""
        headers = request.headers
        if headers.get("host", "").lower() not in self._address.hosts:
            return _refused("this is not an address of Prisma Studio")
        origin = headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self._address.hosts:
            return _refused("only the page of this Prisma Studio may ask")
        if "token" in request.query_params and request.url.path == "/":
            return self._enter(request.query_params["token"])
        if not self._is_ours(_cookie(headers, self._address.cookie)):
            return _refused("open the link that `prismstack studio` printed; it carries the key")
        return None

    def _enter(self, token: str) -> Response:
        """The token becomes a cookie that scripts cannot read and other sites cannot send."""
        if not self._is_ours(token):
            return _refused("this link is not, or no longer, valid; open the one that `prismstack studio` printed last")
        response = RedirectResponse("/", status_code=303)
        response.set_cookie(self._address.cookie, token, httponly=True, samesite="strict")
        return response

    def _is_ours(self, token: str) -> bool:
        return secrets.compare_digest(token.encode(), self._address.token.encode())


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found is not None else ""


def _refused(reason: str) -> Response:
    return PlainTextResponse(f"Forbidden: {reason}.\n", status_code=403)
