"""The garage moves from memory into the database and back while vehicles come and go over HTTP."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import httpx
import pytest

from atrium.cli._app import run

from .conftest import Serve

FLOORS = [{"number": number, "bays": 10, "spotsPerBay": 10} for number in (1, 2, 3)]
WORKERS = 3

#: Between two visits of a worker; the point is that there is always somebody at the gate.
PAUSE = 0.05


class Traffic:
    """Clients that check in, pay and check out until they are told to stop; every answer is looked at."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(number,)) for number in range(WORKERS)]
        self.requests = 0
        self.failures: list[str] = []
        self.parked: set[str] = set()
        self.payments: set[str] = set()

    def __enter__(self) -> Traffic:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self, worker: int) -> None:
        with httpx.Client(base_url=self._url, timeout=60) as http:
            turn = 0
            while not self._stop.wait(PAUSE):
                turn += 1
                self._visit(http, f"W{worker}-{turn}", leaves=turn % 15 != 0)

    def _visit(self, http: httpx.Client, plate: str, *, leaves: bool) -> None:
        if self._post(http, "/api/checkin", 201, {"licensePlate": plate, "vehicleType": "compact"}) is None:
            return
        if not leaves:
            self.parked.add(plate)
            return
        body = {"licensePlate": plate, "method": "cash", "checkOut": True, "idempotencyKey": plate}
        receipt = self._post(http, "/api/payments", 201, body)
        if receipt is not None:
            self.payments.add(plate)

    def _post(self, http: httpx.Client, path: str, status: int, body: dict[str, object]) -> object:
        self.requests += 1
        try:
            answer = http.post(path, json=body)
        except httpx.HTTPError as error:
            self.failures.append(f"{path}: {error!r}")
            return None
        if answer.status_code not in (200, status):
            self.failures.append(f"{path}: {answer.status_code} {answer.text}")
            return None
        return answer.json()


class Commands:
    """``atrium garage …`` beside the running server."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def set_up(self, database_url: str, **variables: str) -> None:
        """Use these settings from now on."""
        for name, value in {"DATABASE_URL": database_url, **variables}.items():
            self._monkeypatch.setenv(name, value)

    def __call__(self, *arguments: str, code: int = 0) -> str:
        self._capsys.readouterr()
        found = run(["garage", *arguments])
        output = self._capsys.readouterr()
        assert found == code, output.out + output.err
        return output.out + output.err


@pytest.fixture
def garage(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Commands:
    """The commands."""
    return Commands(monkeypatch, capsys)


def mode_of(url: str) -> str:
    return str(httpx.get(f"{url}/api/health").json()["store"]["mode"])


def kept(snapshot: Path) -> tuple[set[str], set[str]]:
    """Plates that are parked, and keys of payments, in a snapshot."""
    parked: set[str] = set()
    keys: set[str] = set()
    for line in snapshot.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry.get("kind") == "session" and entry["value"]["status"] == "active":
            parked.add(entry["value"]["license_plate"])
        if entry.get("kind") == "payment":
            keys.add(entry["value"]["idempotency_key"])
    return parked, keys


@pytest.mark.slow
def test_there_and_back_over_http(serve: Serve, garage: Commands, tmp_path: Path) -> None:
    database_url = f"file:{tmp_path / 'garage.db'}"
    server = serve(database_url, ATRIUM_GARAGE_MODE="memory", ATRIUM_SEED="small")
    server.wait()
    garage.set_up(database_url)
    assert mode_of(server.url) == "memory"
    assert httpx.post(f"{server.url}/api/garage/initialize", json={"name": "Central", "floors": FLOORS}).is_success
    with Traffic(server.url) as traffic:
        seen = traffic.requests
        for wanted in ("dual-memory-primary", "dual-database-primary", "database", "memory", "database"):
            assert garage("mode", "--set", wanted).splitlines()[-1] == wanted
            assert mode_of(server.url) == wanted
            if wanted.startswith("dual"):
                assert "0 differed" in garage("reconcile", "--server", server.url)
        assert garage("rollback").splitlines()[-1] == "dual-database-primary"
        assert "Store" in httpx.get(server.url).text
        assert traffic.requests > seen
    assert traffic.failures == []
    status = json.loads(garage("status", "--json"))
    assert (status["mode"], status["servers"], status["openDivergences"]) == ("dual-database-primary", 1, 0)
    assert status["diverged"] == 0
    exports = [tmp_path / "memory.jsonl", tmp_path / "database.jsonl"]
    garage("mode", "--set", "memory")
    garage("export", "--server", server.url, "--output", str(exports[0]))
    garage("export", "--output", str(exports[1]))
    for export in exports:
        parked, keys = kept(export)
        assert parked == traffic.parked
        assert keys == traffic.payments
    assert server.stop() == 0
    print(f"{traffic.requests} requests, {len(traffic.payments)} payments")
    assert "database holds exactly" in garage("migrate-data", str(exports[0]), "--validate-only")


@pytest.mark.slow
def test_a_memory_that_is_kept_between_runs(serve: Serve, tmp_path: Path) -> None:
    database_url = f"file:{tmp_path / 'garage.db'}"
    variables = {"ATRIUM_GARAGE_MODE": "memory", "ATRIUM_GARAGE_SNAPSHOT": str(tmp_path / "garage.jsonl")}
    first = serve(database_url, **variables)
    first.wait()
    assert httpx.post(f"{first.url}/api/garage/initialize", json={"name": "Central", "floors": FLOORS}).is_success
    assert first.stop() == 0
    second = serve(database_url, **variables)
    second.wait()
    assert httpx.get(f"{second.url}/api/garage").json()["data"]["name"] == "Central"
    refused = serve(database_url, **variables)
    assert refused.process.wait(60) != 0
    assert "Another server is running" in refused.output()
    assert second.stop() == 0
    third = serve(database_url, ATRIUM_GARAGE_MODE="memory")
    third.wait()
    assert httpx.get(f"{third.url}/api/garage").status_code == 404


@pytest.mark.slow
def test_back_to_a_backup(serve: Serve, garage: Commands, tmp_path: Path) -> None:
    database_url = f"file:{tmp_path / 'garage.db'}"
    garage.set_up(database_url)
    server = serve(database_url)
    server.wait()
    assert httpx.post(f"{server.url}/api/garage/initialize", json={"name": "Central", "floors": FLOORS}).is_success
    snapshot = tmp_path / "before.jsonl"
    garage("export", "--output", str(snapshot))
    assert httpx.delete(f"{server.url}/api/garage/reset").is_success
    assert "A server is running" in garage("rollback", "--to-backup", str(snapshot), code=1)
    assert server.stop() == 0
    backups = tmp_path / "backups"
    assert "restored" in garage("rollback", "--to-backup", str(snapshot), "--backups", str(backups))
    assert "holds exactly" in garage("migrate-data", str(snapshot), "--validate-only")
    [kept_before] = backups.iterdir()
    assert "Restored" in garage("rollback", "--to-backup", str(kept_before))
    garage("migrate-data", str(snapshot), "--validate-only", code=1)
    assert "never moved" in garage("rollback", code=1)
    assert "next one" in garage("mode", "--set", "dual-database-primary")
    assert garage("mode").strip() == "database"
