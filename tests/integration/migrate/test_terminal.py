"""What a person at a terminal is asked, and what the answers do."""

from __future__ import annotations

import os
import select
import signal
import sys

import pytest

from .conftest import Workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


class Terminal:
    """A command under a pseudo-terminal."""

    def __init__(self, workspace: Workspace, *arguments: str) -> None:
        import pty

        self._screen, inner = pty.openpty()
        self._process = workspace.spawn(
            *arguments, stdin=inner, stdout=inner, stderr=inner, start_new_session=True, close_fds=True
        )
        os.close(inner)
        self.text = ""

    def wait_for(self, text: str) -> None:
        while text not in self.text:
            assert self._read(), f"ended before {text!r}: {self.text}"

    def type(self, text: str) -> None:
        os.write(self._screen, text.encode())

    def interrupt(self) -> None:
        """Send SIGINT, again if need be: one that comes just before Python blocks in read() waits for the next."""
        for _ in range(20):
            self._process.send_signal(signal.SIGINT)
            if select.select([self._screen], [], [], 1)[0]:
                return

    def finish(self) -> int:
        while self._read():
            pass
        code = self._process.wait(timeout=30)
        os.close(self._screen)
        return code

    def _read(self) -> bool:
        """Whether more came, within 30 seconds; kills a command that says nothing for so long."""
        readable, _, _ = select.select([self._screen], [], [], 30)
        if not readable:
            self._process.kill()
            pytest.fail(f"the command waits: {self.text}")
        try:
            data = os.read(self._screen, 4096)
        except OSError:
            return False
        self.text += data.decode()
        return bool(data)


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    workspace.cli("migrate", "dev", "-n", "init", "--skip-generate")
    workspace.sql("INSERT INTO \"Item\" (name) VALUES ('precious')")
    return workspace


def count(workspace: Workspace) -> int:
    return int(workspace.sql('SELECT count(*) FROM "Item"')[0][0])


@pytest.mark.parametrize(("answer", "code", "left"), [("n\n", 130, 1), ("y\n", 0, 0)])
def test_reset(filled: Workspace, answer: str, code: int, left: int) -> None:
    terminal = Terminal(filled, "migrate", "reset", "--skip-generate")
    terminal.wait_for("All data will be lost")
    terminal.type(answer)
    assert terminal.finish() == code
    assert count(filled) == left


def test_ctrl_c_at_the_question(filled: Workspace) -> None:
    terminal = Terminal(filled, "migrate", "reset", "--skip-generate")
    terminal.wait_for("All data will be lost")
    terminal.interrupt()
    assert terminal.finish() == 130
    assert "Traceback" not in terminal.text
    assert count(filled) == 1


def test_data_loss_and_the_name(filled: Workspace) -> None:
    filled.model("age Int?")
    terminal = Terminal(filled, "migrate", "dev", "--skip-generate")
    terminal.wait_for("Data will be lost. Go on?")
    assert "column `name`" in terminal.text
    terminal.type("y\n")
    terminal.wait_for("Enter a name")
    terminal.type("Drop the name\n")
    assert terminal.finish() == 0
    assert any(each.name.endswith("_drop_the_name") for each in filled.migrations.iterdir())
    assert "\x1b[32m" in terminal.text


def test_push_that_needs_a_reset(filled: Workspace) -> None:
    filled.model("name String", "required Int")
    terminal = Terminal(filled, "db", "push", "--skip-generate")
    terminal.wait_for("All data will be lost. Go on?")
    terminal.type("n\n")
    assert terminal.finish() == 130
    assert count(filled) == 1
