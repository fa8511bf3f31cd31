"""Serves one Studio on a loopback address until it is told to stop."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from prismstack.engines import LICENSE_FILE, artifact_path, verify
from prismstack.errors import ConfigurationError
from prismstack.schema import provider_of
from prismstack.studio._open import ADAPTERS, open_source
from prismstack.studio._session import Session

__all__ = ["DEFAULT_PORT", "Studio", "loopback", "prepare", "serve"]

#: As Prisma's CLI has it.
DEFAULT_PORT: Final = 51212
_FILES: Final = ("studio.js", "studio.css")
_GRACE_SECONDS: Final = 2


@dataclass(frozen=True, slots=True)
class Studio:
    """What to serve: a database, where, and whether it may be changed.

    ``port`` None means the default one, or any free one when that is taken; 0 means any.
    """

    url: str
    read_only: bool = False
    host: str = "127.0.0.1"
    port: int | None = None


def prepare() -> Path:
    """Check that everything needed is installed; returns the front end's licence.

    Raises ArtifactMissing or ArtifactDamaged for the front end's files, ConfigurationError
    when the web server is not installed.
    """
    for name in _FILES:
        verify(artifact_path(name), name)
    for module in ("starlette", "uvicorn"):
        if find_spec(module) is None:
            raise ConfigurationError(f"Studio needs {module}; pip install 'prismstack[studio]'")
    return artifact_path(LICENSE_FILE)


def loopback(host: str) -> str:
    """The loopback address of a host. Raises ConfigurationError for any other: Studio runs any SQL it is sent."""
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        raise ConfigurationError(
            f"Studio is served on this machine only, not on {host!r}; leave --hostname out, or use 127.0.0.1. "
            "From elsewhere, use a tunnel (ssh -L)"
        )
    return str(address)


def serve(studio: Studio, opened: Callable[[str], object]) -> None:
    """Serve until SIGINT or SIGTERM; ``opened`` is told the link once the server listens.

    Raises ConfigurationError or DriverError when the database or the port cannot be had,
    KeyboardInterrupt at SIGINT.
    """
    listening = _listen(loopback(studio.host), studio.port)
    try:
        asyncio.run(_serve(studio, listening, opened))
    finally:
        listening.close()


async def _serve(studio: Studio, listening: socket.socket, opened: Callable[[str], object]) -> None:
    import uvicorn

    from prismstack.studio._app import application
    from prismstack.studio._guard import Address

    provider = provider_of(studio.url)
    source = await open_source(provider, studio.url, read_only=studio.read_only)
    session = Session(source, read_only=studio.read_only)
    host, port = listening.getsockname()[:2]
    address = Address(host, port, secrets.token_urlsafe(32))
    config = uvicorn.Config(
        application(session, ADAPTERS[provider], address),
        http="h11",
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    try:
        opened(address.link)
        await uvicorn.Server(config).serve(sockets=[listening])
    finally:
        await session.aclose()


def _listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens; browsers wait in its queue until the server runs."""
    if port is not None:
        return _bound(host, port)
    try:
        return _bound(host, DEFAULT_PORT)
    except ConfigurationError:
        return _bound(host, 0)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ConfigurationError(f"cannot listen on {host}, port {port}: {error.strerror}") from error
