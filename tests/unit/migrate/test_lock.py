"""The migration lock: exclusive, let go of on death, leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from prismstack.errors import ConfigurationError
from prismstack.migrate._errors import MigrationLocked
from prismstack.migrate.sqlite._lock import migration_lock

HOLD = """
import sys, time
from pathlib import Path
from prismstack.migrate.sqlite._lock import migration_lock
with migration_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    with migration_lock(tmp_path / "dev.db"):
        assert [each.name for each in tmp_path.iterdir()] == ["dev.db-migrate.lock"]
    assert list(tmp_path.iterdir()) == []


def test_only_one_at_a_time(tmp_path: Path) -> None:
    inside, most = 0, 0
    guard = threading.Lock()

    def work() -> None:
        nonlocal inside, most
        for _ in range(5):
            with migration_lock(tmp_path / "dev.db"):
                with guard:
                    inside += 1
                    most = max(most, inside)
                time.sleep(0.001)
                with guard:
                    inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == 1


def test_the_wait_is_bounded_and_a_killed_holder_lets_go(tmp_path: Path) -> None:
    database = tmp_path / "dev.db"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(database)], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(MigrationLocked, match="another process"), migration_lock(database, wait=0.1):
            pass
    finally:
        holder.kill()
        holder.communicate()
    with migration_lock(database, wait=1):
        pass


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot write beside"), migration_lock(tmp_path / "no" / "dev.db"):
        pass
