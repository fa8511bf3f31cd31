"""Who may talk to Studio, and what its answers let the page do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from prismstack.engines import FILES, artifact_path
from tests.integration.studio.databases import library
from tests.integration.studio.running import Running, running

ROUTES = [
    ("GET", "/"), ("HEAD", "/"), ("GET", "/studio.js"), ("GET", "/studio.css"), ("GET", "/favicon.ico"),
    ("POST", "/bff"), ("POST", "/telemetry"), ("GET", "/nothing"),
]  # fmt: skip
QUERY = {"procedure": "query", "query": {"sql": "SELECT 1 AS one", "parameters": []}}


@pytest.fixture(scope="module")
def open_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("access")
    with library("sqlite", folder) as database, running("--url", database.url, "--port", "0") as studio:
        yield studio


@pytest.fixture
def stranger(open_studio: Running) -> Iterator[httpx.Client]:
    """Somebody who was not given the link."""
    with httpx.Client(base_url=open_studio.origin, trust_env=False) as client:
        yield client


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_nothing_is_answered_without_the_token(stranger: httpx.Client, method: str, path: str) -> None:
    assert stranger.request(method, path).status_code == 403


@pytest.mark.parametrize("token", ["", "guess", "é"])
def test_a_wrong_token_opens_nothing(stranger: httpx.Client, token: str) -> None:
    answer = stranger.get("/", params={"token": token})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_a_wrong_cookie_opens_nothing(open_studio: Running, stranger: httpx.Client) -> None:
    [name] = open_studio.client.cookies
    for value in ("", "guess", '"', "a=b; c"):
        assert stranger.get("/", headers={"cookie": f"{name}={value}"}).status_code == 403


def test_the_token_becomes_a_cookie_that_scripts_and_other_sites_cannot_use(
    open_studio: Running, stranger: httpx.Client
) -> None:
    answer = stranger.get(open_studio.link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    attributes = {each.strip().lower() for each in answer.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/"} <= attributes
    assert stranger.get("/").status_code == 200


def test_the_token_is_long_and_new_for_each_start(open_studio: Running, tmp_path: Path) -> None:
    with library("sqlite", tmp_path) as database, running("--url", database.url) as other:
        tokens = [urlsplit(each.link).query for each in (open_studio, other)]
        assert tokens[0] != tokens[1]
        assert min(map(len, tokens)) > 40
        assert other.client.get("/").status_code == 200, "it has the default port, or a free one"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "http://localhost"]
)
def test_a_foreign_origin_is_refused(open_studio: Running, origin: str) -> None:
    headers = {"origin": origin.format(port=urlsplit(open_studio.origin).port)}
    assert open_studio.client.post("/bff", json=QUERY, headers=headers).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", ""])
def test_a_foreign_host_is_refused(open_studio: Running, host: str) -> None:
    headers = {"host": host.format(port=urlsplit(open_studio.origin).port)}
    assert open_studio.client.get("/", headers=headers).status_code == 403


def test_localhost_is_another_name_of_ours(open_studio: Running) -> None:
    name = f"localhost:{urlsplit(open_studio.origin).port}"
    headers = {"host": name, "origin": f"http://{name}"}
    assert open_studio.client.post("/bff", json=QUERY, headers=headers).json() == [None, [{"one": 1}]]


def test_it_listens_on_this_machine_only(open_studio: Running) -> None:
    port = urlsplit(open_studio.origin).port
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in others - {"127.0.0.1"}:
        with pytest.raises(OSError):
            socket.create_connection((str(address), port or 0), timeout=2)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_answer_carries_the_policy(open_studio: Running, method: str, path: str) -> None:
    headers = open_studio.client.request(method, path).headers
    policy = dict(each.split(" ", 1) for each in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "http" not in headers["content-security-policy"], "nobody else is named"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_page_is_the_front_ends(open_studio: Running) -> None:
    page = open_studio.client.get("/").text
    assert 'id="root"' in page
    assert '{"adapter": "sqlite"}' in page
    assert '{"CHECKPOINT_DISABLE": "1"}' in page


@pytest.mark.parametrize(("name", "kind"), [("studio.js", "text/javascript"), ("studio.css", "text/css")])
def test_the_front_end_is_served_as_published(open_studio: Running, name: str, kind: str) -> None:
    answer = open_studio.client.get(f"/{name}")
    assert name in FILES
    assert answer.content == artifact_path(name).read_bytes()
    assert answer.headers["content-type"].startswith(kind)


def test_telemetry_ends_here(open_studio: Running) -> None:
    answer = open_studio.client.post("/telemetry", content='{"name": "studio_launched"}')
    assert (answer.status_code, answer.content) == (204, b"")
    assert open_studio.client.get("/favicon.ico").status_code == 204
    assert open_studio.client.get("/nothing").status_code == 404
