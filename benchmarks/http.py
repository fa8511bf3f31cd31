"""The garage over HTTP: requests per second and latency at a fixed number of connections.

    .venv/bin/python -m benchmarks.http [--connections 32] [--rounds 4] [--size medium] [--json FILE]

Starts ``atrium serve`` on a fresh, seeded SQLite database and a client in this process, so both share the
machine's cores. Vehicles check in, the garage is looked at, the same vehicles check out; each operation is timed
by itself. "server CPU" is the server's processor time per request: on a busy machine it says more than latency.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_HOST = "127.0.0.1"
_START_SECONDS = 120
_TARGET_MS = 50

Request = tuple[str, str, object]


@dataclass(slots=True)
class Figures:
    """What was measured of one operation, over all rounds."""

    latencies: list[float] = field(default_factory=list[float])
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    failures: dict[int, int] = field(default_factory=dict[int, int])

    def percentile(self, percent: int) -> float:
        return statistics.quantiles(self.latencies, n=100, method="inclusive")[percent - 1] * 1000

    def summary(self) -> dict[str, float]:
        count = len(self.latencies)
        return {
            "requests": count,
            "per_second": round(count / self.seconds, 1),
            **{f"p{each}_ms": round(self.percentile(each), 1) for each in (50, 95, 99)},
            "server_cpu_ms": round(self.cpu_seconds * 1000 / count, 2),
        }


class Connection:
    """One keep-alive connection; just enough HTTP for a server that sends Content-Length."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, port: int) -> Connection:
        return cls(*await asyncio.open_connection(_HOST, port))

    async def send(self, request: Request) -> int:
        """The status of the answer."""
        method, path, body = request
        content = b"" if body is None else json.dumps(body).encode()
        kind = "Content-Type: application/json\r\n" if content else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: {_HOST}\r\n{kind}Content-Length: {len(content)}\r\n\r\n"
        self._writer.write(head.encode() + content)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        lower = answer.lower()
        at = lower.index(b"content-length:") + len(b"content-length:")
        await self._reader.readexactly(int(lower[at : lower.index(b"\r\n", at)]))
        return int(answer[9:12])

    def close(self) -> None:
        self._writer.close()


async def run_phase(
    connections: Sequence[Connection], requests: Sequence[Request], expected: int, server: int, figures: Figures
) -> None:
    """Every connection takes the next request as soon as it has its answer."""
    pending: Iterator[Request] = iter(requests)

    async def work(connection: Connection) -> None:
        for request in pending:
            began = time.perf_counter()
            status = await connection.send(request)
            figures.latencies.append(time.perf_counter() - began)
            if status != expected:
                figures.failures[status] = figures.failures.get(status, 0) + 1

    cpu, began = cpu_seconds(server), time.perf_counter()
    await asyncio.gather(*(work(each) for each in connections))
    figures.seconds += time.perf_counter() - began
    figures.cpu_seconds += cpu_seconds(server) - cpu


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def requests_of_round(number: int, vehicles: int) -> dict[str, tuple[list[Request], int]]:
    """The requests of one round by operation, in order, with the status they must get."""
    plates = [f"L{number:02d}{index:05d}" for index in range(vehicles)]
    kinds = ("standard", "compact")
    statuses = ("", "&status=available", "&type=standard", "&floor=2", "&sort=floor&order=desc")
    return {
        "check-in": (
            [
                ("POST", "/api/checkin", {"licensePlate": plate, "vehicleType": kinds[index % 2]})
                for index, plate in enumerate(plates)
            ],
            201,
        ),
        "list": (
            [
                ("GET", f"/api/spots?limit=20&offset={index % 5 * 20}{statuses[index % 5]}", None)
                for index in range(vehicles * 2)
            ],
            200,
        ),
        "availability": ([("GET", "/api/checkin/availability", None)] * (vehicles * 2), 200),
        "check-out": ([("POST", "/api/checkout", {"licensePlate": plate}) for plate in plates], 200),
    }


async def measure(port: int, server: int, connections: int, rounds: int, vehicles: int) -> dict[str, Figures]:
    """All rounds; a first, shorter one warms up and is not counted."""
    opened = [await Connection.open(port) for _ in range(connections)]
    measured: dict[str, Figures] = {}
    try:
        for number in range(rounds + 1):
            counted = number > 0
            for name, (requests, expected) in requests_of_round(number, vehicles if counted else connections).items():
                figures = measured.setdefault(name, Figures()) if counted else Figures()
                await run_phase(opened, requests, expected, server, figures)
    finally:
        for each in opened:
            each.close()
    return measured


def start_server(folder: Path, size: str) -> tuple[subprocess.Popen[bytes], int]:
    """A server on a fresh database, seeded and ready; its port."""
    port = _free_port()
    environment = os.environ | {
        "DATABASE_URL": f"file:{folder / 'http.db'}",
        "ATRIUM_SEED": size,
        "ATRIUM_RATE_LIMIT_MAX": "0",
    }
    command = [sys.executable, "-m", "atrium.cli", "serve", "--host", _HOST, "--port", str(port)]
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((_HOST, port), timeout=1).close()
            return process, port
        except OSError:
            time.sleep(0.2)
    process.kill()
    raise SystemExit(f"the server did not start:\n{(folder / 'server.log').read_text(encoding='utf-8')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def print_table(measured: dict[str, Figures]) -> None:
    print("| operation | requests | per second | p50 ms | p95 ms | p99 ms | server CPU ms |")
    print("|---|---|---|---|---|---|---|")
    for name, figures in measured.items():
        print(f"| {name} | " + " | ".join(str(each) for each in figures.summary().values()) + " |")
        if figures.failures:
            print(f"  failures by status: {figures.failures}")
    slow = [name for name, figures in measured.items() if figures.percentile(95) >= _TARGET_MS]
    print(f"\np95 under {_TARGET_MS} ms: {'all' if not slow else 'not ' + ', '.join(slow)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--vehicles", type=int, default=250, help="check-ins in a round; they must fit into the garage")
    parser.add_argument("--size", choices=("small", "medium", "large"), default="medium")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        process, port = start_server(Path(folder), options.size)
        try:
            measured = asyncio.run(measure(port, process.pid, options.connections, options.rounds, options.vehicles))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    print(f"{options.connections} connections, {options.size} database, {os.cpu_count()} cores\n")
    print_table(measured)
    if options.json:
        figures = {name: each.summary() for name, each in measured.items()}
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if any(each.failures for each in measured.values()):
        raise SystemExit("some requests got another answer than they should")


if __name__ == "__main__":
    main()
