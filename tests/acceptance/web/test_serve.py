"""``atrium serve`` as an operator uses it: start, work, stop, start again."""

from __future__ import annotations

import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.acceptance.web.conftest import ROOT, Serve, environment

CAR = {"licensePlate": "AB 123", "vehicleType": "standard"}
GARAGE = {"name": "Central", "floors": [{"number": 1, "bays": 2, "spotsPerBay": 10}]}


def test_a_day_at_the_garage_survives_a_restart(serve: Serve, tmp_path: Path) -> None:
    url = f"file:{tmp_path / 'garage.db'}"
    first = serve(url)
    first.wait()
    with httpx.Client(base_url=first.url) as http:
        assert http.post("/api/garage/initialize", json=GARAGE).status_code == 201
        assert http.post("/api/checkin", json=CAR).status_code == 201
        paid = http.post(
            "/api/payments", json={"licensePlate": "AB 123", "method": "cash", "idempotencyKey": "k", "checkOut": True}
        )
        assert paid.status_code == 201
        assert http.post("/api/checkin", json={**CAR, "licensePlate": "STAYS"}).status_code == 201
    assert first.stop() == 0

    second = serve(url)
    second.wait()
    with httpx.Client(base_url=second.url) as http:
        assert http.get("/api/checkout/ready").json()["vehicles"][0]["licensePlate"] == "STAYS"
        assert http.get("/api/payments").json()["data"][0]["id"] == paid.json()["data"]["paymentId"]
        assert http.post("/api/checkout", json={"licensePlate": "STAYS"}).status_code == 200
        page = http.get("/")
        assert page.status_code == 200
        assert "Central" in page.text
    assert second.stop(signal.SIGINT) == 0


def test_an_empty_database_is_seeded_once(serve: Serve, tmp_path: Path) -> None:
    url = f"file:{tmp_path / 'garage.db'}"
    first = serve(url, ATRIUM_SEED="small")
    first.wait()
    spots = httpx.get(f"{first.url}/api/garage/capacity").json()["data"]["totalCapacity"]
    assert spots == 150
    page = httpx.get(first.url).text
    assert page.count("data-spot=") == spots
    first.stop()
    assert "Seeded" in first.output()

    second = serve(url, ATRIUM_SEED="small")
    second.wait()
    second.stop()
    assert "Seeded" not in second.output()


def test_pages_hear_of_changes_and_stop_is_not_delayed_by_them(serve: Serve, tmp_path: Path) -> None:
    server = serve(f"file:{tmp_path / 'garage.db'}")
    server.wait()
    httpx.post(f"{server.url}/api/garage/initialize", json=GARAGE)
    heard: list[str] = []

    def watch() -> None:
        with httpx.stream("GET", f"{server.url}/events?version=", timeout=20) as stream:
            heard.extend(stream.iter_lines())

    viewer = threading.Thread(target=watch)
    viewer.start()
    deadline = time.monotonic() + 10
    while not any(line.startswith("data:") for line in heard) and time.monotonic() < deadline:
        time.sleep(0.05)
    httpx.post(f"{server.url}/api/checkin", json=CAR)
    while not any("AB 123" in line for line in heard) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert any("AB 123" in line for line in heard)
    before = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - before < 3
    viewer.join(5)
    assert not viewer.is_alive()


def test_fifty_concurrent_paid_check_outs(serve: Serve, tmp_path: Path) -> None:
    server = serve(f"file:{tmp_path / 'garage.db'}")
    server.wait()
    with httpx.Client(base_url=server.url, limits=httpx.Limits(max_connections=50)) as http:
        http.post("/api/garage/initialize", json=GARAGE)
        http.post("/api/checkin", json=CAR)

        def leave(number: int) -> int:
            body = {"licensePlate": "AB 123", "method": "cash", "checkOut": True, "idempotencyKey": f"k{number}"}
            return http.post("/api/payments", json=body).status_code

        with ThreadPoolExecutor(50) as pool:
            codes = list(pool.map(leave, range(50)))
        assert sorted(codes) == [201] + [409] * 49
        assert len(http.get("/api/payments").json()["data"]) == 1


def _run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "atrium.cli", *arguments],
        cwd=ROOT,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _refused(*arguments: str, **variables: str) -> str:
    """The one message of a start that must fail."""
    done = _run("serve", *arguments, **variables)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        ({"DATABASE_URL": "oracle://host/db"}, "oracle"),
        ({"DATABASE_URL": "file:x.db", "ATRIUM_RATE_LIMIT_MAX": "many"}, "ATRIUM_RATE_LIMIT_MAX"),
        ({"DATABASE_URL": "file:x.db", "ATRIUM_SEED": "huge"}, "ATRIUM_SEED"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, ""),
    ],
)
def test_bad_settings(variables: dict[str, str], words: str) -> None:
    assert words in _refused(**variables)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "junk.db"
    path.write_bytes(b"this is no database, whatever its name says" * 100)
    assert str(path) in _refused(DATABASE_URL=f"file:{path}")
    assert path.read_bytes().startswith(b"this is no database")


def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    assert str(tmp_path) in _refused(DATABASE_URL=f"file:{tmp_path}")


def test_a_locked_database(tmp_path: Path) -> None:
    path = tmp_path / "locked.db"
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        assert "locked" in _refused(DATABASE_URL=f"file:{path}")
    finally:
        connection.close()


@pytest.mark.slow
def test_a_database_locked_while_serving(serve: Serve, tmp_path: Path) -> None:
    path = tmp_path / "garage.db"
    server = serve(f"file:{path}")
    server.wait()
    with httpx.Client(base_url=server.url, timeout=60) as http:
        http.post("/api/garage/initialize", json=GARAGE)
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        refused = http.post("/api/checkin", json=CAR)
        assert (refused.status_code, refused.json()["errorCode"]) == (503, "TIMEOUT")
        assert http.get("/api/spots/occupied").json()["data"] == []
        connection.close()
        assert http.post("/api/checkin", json=CAR).status_code == 201


def test_a_taken_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        message = _refused("--port", port, DATABASE_URL=f"file:{tmp_path / 'a.db'}", ATRIUM_SEED="none")
    assert port in message


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    script = "import sys; from atrium.cli import app; print(sorted({'prisma', 'fastapi', 'apsw'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
    shown = _run("--help")
    assert shown.returncode == 0
    assert "serve" in shown.stdout
