"""``prismstack studio`` at the command line."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from prismstack.cli import run
from prismstack.errors import ConfigurationError
from prismstack.studio import DEFAULT_PORT, loopback
from tests.integration.studio.databases import Library, library
from tests.integration.studio.running import running, started

SCHEMA = """
datasource db {
  provider = "sqlite"
  url      = env("DATABASE_URL")
}

model book {
  id Int @id
}
"""


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Library]:
    with library("sqlite", tmp_path) as database:
        yield database


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken


def test_it_says_whose_it_is_and_what_the_link_is_worth(books: Library) -> None:
    with running("--url", books.url, "--port", "0") as studio:
        pass
    assert "made and licensed by Prisma" in studio.output
    licence = next(line.rpartition(": ")[2] for line in studio.output.splitlines() if "licensed" in line)
    assert "Apache License" in Path(licence).read_text(encoding="utf-8")
    assert "do not pass it on" in studio.output


def test_the_database_is_the_schemas(books: Library, tmp_path: Path) -> None:
    schema = tmp_path / "schema.prisma"
    schema.write_text(SCHEMA, encoding="utf-8")
    name = Path(books.url.removeprefix("file:")).name
    with started("--no-open", "--schema", str(schema), "--port", "0", DATABASE_URL=f"file:./{name}") as studio:
        assert studio.query("SELECT count(*) AS n FROM book") == [{"n": 0}]


def test_the_browser_is_opened_with_the_link(books: Library, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}.part && mv {opened}.part {opened}\n', encoding="utf-8")
    program.chmod(0o700)
    with started("--url", books.url, "--port", "0", "--browser", f"{program} %s") as studio:
        deadline = time.monotonic() + 20
        while not opened.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert opened.read_text(encoding="utf-8") == studio.link


def test_a_browser_that_is_not_there_is_told(books: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["studio", "--url", books.url, "--browser", "nosuchbrowser"]) == 1
    assert "there is no browser 'nosuchbrowser'" in capsys.readouterr().err


def test_without_any_browser_only_the_link_is_printed(books: Library, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    with started("--url", books.url, "--port", "0", PATH=str(tmp_path / "bin")) as studio:
        assert studio.query("SELECT 1 AS one") == [{"one": 1}]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2"])
def test_other_loopback_addresses_serve_too(books: Library, host: str) -> None:
    with running("--url", books.url, "--port", "0", "--hostname", host, "--browser", "none") as studio:
        assert urlsplit(studio.link).hostname == host.replace("localhost", "127.0.0.1")
        assert studio.client.get("/").status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.org", "", "127.0.0.1.example.org", "*"])
def test_other_addresses_are_refused(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ConfigurationError, match="this machine only"):
        loopback(host)
    assert run(["studio", "--hostname", host, "--url", "file:x.db"]) == 1
    assert "ssh -L" in capsys.readouterr().err


def test_the_loopback_address_of_ipv6_is_one_too() -> None:
    assert loopback("::1") == "::1"


def test_a_port_that_is_taken_is_an_error(
    books: Library, listener: socket.socket, capsys: pytest.CaptureFixture[str]
) -> None:
    port = listener.getsockname()[1]
    assert run(["studio", "--url", books.url, "--port", str(port), "--no-open"]) == 1
    assert f"port {port}" in capsys.readouterr().err


def test_when_the_usual_port_is_taken_another_serves(books: Library) -> None:
    with running("--url", books.url) as first, running("--url", books.url) as second:
        ports = [urlsplit(each.link).port for each in (first, second)]
        assert ports[0] != ports[1]
        assert DEFAULT_PORT not in ports[1:]
        # Cookies know no ports: each Studio has a cookie of its own.
        assert set(first.client.cookies).isdisjoint(second.client.cookies)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:missing.db", "no SQLite database"),
        ("file::memory:", "no SQLite database"),
        ("file:folder", "no SQLite database"),
        ("file:text.db", "not a database"),
        ("postgresql://nobody@127.0.0.1:1/nothing", "refused|Connect call failed"),
        ("mysql://nobody@127.0.0.1:1/nothing", "connect"),
        ("mysql://nobody@127.0.0.1:1", "names no database"),
        ("mongodb://localhost/x", "unknown scheme"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told(
    url: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.db").write_text("not a database\n" * 100)
    assert run(["studio", "--url", url, "--port", "0", "--no-open"]) == 1
    assert re.search(reason, capsys.readouterr().err)
    assert not (tmp_path / "missing.db").exists(), "nothing is made"


def test_without_the_front_end_it_says_how_to_get_it(
    books: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRISMSTACK_CACHE_DIR", str(tmp_path / "empty"))
    assert run(["studio", "--url", books.url]) == 1
    assert "prismstack engines install" in capsys.readouterr().err


def test_a_front_end_that_was_changed_is_not_served(
    books: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from prismstack.engines import VERSION

    monkeypatch.setenv("PRISMSTACK_CACHE_DIR", str(tmp_path))
    folder = tmp_path / "engines" / VERSION
    folder.mkdir(parents=True)
    (folder / "studio.js").write_text("alert('mine')")
    assert run(["studio", "--url", books.url]) == 1
    assert "ENGINE_DAMAGED" in capsys.readouterr().err


def test_without_the_web_server_it_says_what_to_install(
    books: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("prismstack.studio._server.find_spec", lambda name: None if name == "uvicorn" else name)
    assert run(["studio", "--url", books.url]) == 1
    assert "pip install 'prismstack[studio]'" in capsys.readouterr().err
