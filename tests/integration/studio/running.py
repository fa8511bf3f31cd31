"""A Studio started from the command line, and its front end's requests."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

COMMAND = [sys.executable, "-c", "from prismstack.cli import main; main()", "studio"]
_LINK = re.compile(r"http://\S+")


@dataclass
class Running:
    """A Studio that listens at ``link``, of whose origin ``client`` is, with the cookie that the link gives."""

    link: str
    process: subprocess.Popen[str]
    client: httpx.Client = field(init=False)
    #: What it printed after the link, once it has ended.
    output: str = ""

    def __post_init__(self) -> None:
        parts = urlsplit(self.link)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.client = httpx.Client(base_url=self.origin, headers={"origin": self.origin}, trust_env=False)
        self.client.get(self.link)

    def ask(self, procedure: str, **payload: Any) -> Any:
        """The answer to one of the front end's procedures."""
        answer = self.client.post("/bff", json={"procedure": procedure, **payload}, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def query(self, sql: str, *parameters: Any, **more: Any) -> list[dict[str, Any]]:
        """The rows of a statement that works."""
        error, *rows = self.ask("query", query={"sql": sql, "parameters": list(parameters)}, **more)
        assert error is None, error
        return rows[0]

    def refusal(self, sql: str, *parameters: Any) -> str:
        """The message of a statement that fails."""
        [error] = self.ask("query", query={"sql": sql, "parameters": list(parameters)})
        return error["message"]


def running(*arguments: str) -> AbstractContextManager[Running]:
    """``prismstack studio`` with these arguments, which ends cleanly at Ctrl-C afterwards."""
    return started("--no-open", *arguments)


@contextmanager
def started(*arguments: str, **environment: str) -> Iterator[Running]:
    """Like ``running``, but it may open a browser."""
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Whoever runs the tests in the background has Ctrl-C switched off for all that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        found = _LINK.search(first)
        assert found, first + process.stdout.read()
        studio = Running(found[0], process)
        yield studio
        studio.client.close()
        process.send_signal(signal.SIGINT)
        studio.output = process.stdout.read()
        process.wait(30)
        assert (process.returncode, studio.output.splitlines()[-1]) == (0, "Prisma Studio has ended."), studio.output
    finally:
        process.kill()
        process.wait()
