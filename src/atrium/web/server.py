"""Runs the application under uvicorn and stops it without leaving anybody hanging."""

from __future__ import annotations

import os
import signal
import socket
import sys
from types import FrameType

import uvicorn
from fastapi import FastAPI

from atrium.platform.settings import Settings

from .app import create_app
from .dashboard import LiveFeed

__all__ = ["run_server"]

#: How long a request in flight may take once the server was told to stop.
_GRACE_SECONDS = 10


class _Server(uvicorn.Server):
    """Stops on the first signal and ends with exit code 0; a second Ctrl-C does not wait for anybody.

    The streams of open pages never end by themselves, so they are ended first.
    """

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        feed: LiveFeed | None = getattr(self._app.state, "feed", None)
        if feed is not None:
            feed.close()
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


def run_server(settings: Settings, *, access_log: bool = False) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises:
        OSError: the address is in use or not ours.
    """
    listener = _listen(settings)
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        log_level="info",
        access_log=access_log,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    server = _Server(config, app)
    server.run(sockets=[listener])
    if not server.started:
        sys.exit(1)


def _listen(settings: Settings) -> socket.socket:
    """Bind before anything else starts, so that a taken port is one clear message."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise OSError(f"cannot listen on {settings.host}:{settings.port}: {reason}") from None
    # Head and body of an answer are two writes; without this the second waits 40 ms for the client's ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
