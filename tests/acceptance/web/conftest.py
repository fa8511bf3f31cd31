"""The real command on a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[3]

#: Long enough for a machine that is busy with other things; what is measured is asserted apart.
PATIENCE = 60.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def environment(**variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ATRIUM_", "DATABASE_"))}
    return {**kept, **variables}


class Server:
    """One run of ``atrium serve``."""

    def __init__(self, database_url: str, port: int | None = None, **variables: str) -> None:
        self.port = port or free_port()
        self.started = time.monotonic()
        defaults = {"ATRIUM_SEED": "none", "ATRIUM_RATE_LIMIT_MAX": "0"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "atrium.cli", "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=environment(DATABASE_URL=database_url, **defaults | variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait(self) -> float:
        """Seconds from the start of the process to its first answer."""
        while time.monotonic() - self.started < PATIENCE:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended: {self.output()}")
            try:
                httpx.get(f"{self.url}/health")
            except httpx.TransportError:
                time.sleep(0.02)
            else:
                return time.monotonic() - self.started
        raise AssertionError("the server did not answer")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def output(self) -> str:
        self.stop(signal.SIGKILL)
        assert self.process.stdout is not None
        return self.process.stdout.read()


Serve = Callable[..., Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers; whatever still runs at the end of the test is killed."""
    started: list[Server] = []

    def start(database_url: str, **options: str) -> Server:
        started.append(Server(database_url, **options))
        return started[-1]

    yield start
    for server in started:
        server.stop(signal.SIGKILL)
        if server.process.stdout is not None:
            server.process.stdout.close()
