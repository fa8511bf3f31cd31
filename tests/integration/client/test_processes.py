"""Processes, threads and event loops: what a client may be carried through, and what it never does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import textwrap
from pathlib import Path
from typing import Any

import pytest

import prismstack

PREAMBLE = """
import asyncio, json, os, sys, threading
sys.path.insert(0, {folder!r})
url = {url!r}
"""


def program(folder: Path, url: str, body: str) -> str:
    return PREAMBLE.format(folder=str(folder), url=url) + textwrap.dedent(body)


def run(code: str, interpreter: str = sys.executable, **options: Any) -> Any:
    """Run a program; what it prints last is its answer, in JSON."""
    done = subprocess.run(
        [interpreter, "-c", code], capture_output=True, text=True, timeout=120, check=False, **options
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_one_client_in_several_event_loops(suite: Any, url: str) -> None:
    code = """
    from schema_client import Prisma
    db = Prisma(datasource={"url": url})

    async def work(name):
        await db.user.create({"email": name})
        async with db.tx() as tx:
            await asyncio.gather(*[tx.user.count() for _ in range(5)])
        return len(await asyncio.gather(*[db.user.find_unique({"email": name}) for _ in range(20)]))

    answers = []
    asyncio.run(db.connect())
    for number in range(3):  # one after the other
        answers.append(asyncio.run(work(f"loop{number}")))
    threads = [threading.Thread(target=lambda n=n: answers.append(asyncio.run(work(f"thread{n}")))) for n in range(4)]
    for thread in threads: thread.start()  # and at once
    for thread in threads: thread.join()
    answers.append(asyncio.run(db.user.count()))
    asyncio.run(db.disconnect())
    print(json.dumps(answers))
    """
    assert run(program(suite.folder, url, code)) == [20] * 7 + [7]


def test_one_blocking_client_in_several_threads(suite: Any, url: str) -> None:
    code = """
    from schema_client_sync import Prisma
    db = Prisma(datasource={"url": url})
    db.connect()
    db.scalars.create({"id": 1, "whole": 0})

    def work():
        for _ in range(25):
            with db.tx(max_wait=20000, timeout=20000) as tx:
                tx.scalars.update({"whole": {"increment": 1}}, {"id": 1})

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    print(db.scalars.find_unique({"id": 1}).whole)
    db.disconnect()
    """
    assert run(program(suite.folder, url, code)) == 100


def test_after_fork(suite: Any, url: str) -> None:
    code = """
    from schema_client_sync import Prisma
    with Prisma(datasource={"url": url}) as db:
        db.user.create({"email": "parent"})
        children = []
        for number in range(3):
            child = os.fork()
            if child == 0:
                with Prisma(datasource={"url": url}) as own:
                    own.user.create({"email": f"child{number}"})
                    assert own.user.find_unique({"email": "parent"}) is not None
                os._exit(0)
            children.append(child)
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        db.user.create({"email": "parent again"})
        print(json.dumps([codes, db.user.count()]))
    """
    assert run(program(suite.folder, url, code)) == [[0, 0, 0], 5]


FORBIDDEN = """
allowed = tuple(os.path.realpath(each) for each in {allowed!r})
seen = []

def watch(event, arguments):
    if event in ("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "os.exec", "os.spawn"):
        seen.append(event)
    elif event == "socket.bind":
        seen.append(f"{{event}} {{arguments[1]}}")
    elif event == "open" and isinstance(arguments[0], str) and isinstance(arguments[2], int):
        path = os.path.realpath(arguments[0])
        writes = arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if writes and not path.startswith(allowed):
            seen.append(f"write {{path}}")

sys.addaudithook(watch)
"""


def test_no_process_no_port_no_file_of_its_own(suite: Any, url: str, provider: str, tmp_path: Path) -> None:
    cache = os.environ.get("PRISMSTACK_CACHE_DIR", str(Path.home() / ".cache" / "prismstack"))
    work = """
    sys.dont_write_bytecode = True
    from schema_client import Prisma

    async def main():
        async with Prisma(datasource={"url": url}) as db:
            await db.user.create({"email": "a"})
            async with db.tx() as tx:
                await tx.user.update({"name": "b"}, {"email": "a"})
            await db.user.find_many(include={"posts": True})
            await db.get_metrics()

    asyncio.run(main())
    print(json.dumps(seen))
    """
    watching = FORBIDDEN.format(allowed=[cache, str(tmp_path), "/dev/null"])
    assert run(program(suite.folder, url, watching + textwrap.dedent(work))) == []
    if provider == "sqlite":  # the watch sees what it is there for
        breach = "\nopen(os.path.join(sys.path[0], 'breach'), 'w').close()\nprint(json.dumps(seen))"
        assert run(program(suite.folder, url, watching + breach)) != []


NOBODY: dict[str, Any] = {"user": 65534, "group": 65534, "extra_groups": []}


def interpreter_for_others(environment: dict[str, str]) -> str:
    """An interpreter that another user may run with our packages; skips where there is none."""
    candidates = [sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"]
    for candidate in filter(os.path.exists, candidates):
        command = [candidate, "-c", "import prismstack.client"]
        try:
            subprocess.run(command, check=True, capture_output=True, env=environment, **NOBODY)
        except (PermissionError, subprocess.CalledProcessError):
            continue
        return candidate
    pytest.skip("no interpreter here that other users may run")


@pytest.mark.providers("sqlite")
def test_without_rights_on_its_environment(suite: Any, url: str, tmp_path: Path) -> None:
    """Another user than the one who installed it, who may write to the database's folder only."""
    if os.geteuid() != 0:
        pytest.skip("only root may become another user")
    cache = tmp_path / "cache"
    shutil.copytree(os.environ.get("PRISMSTACK_CACHE_DIR", Path.home() / ".cache" / "prismstack"), cache)
    for folder in [*tmp_path.parents[:3], suite.folder]:
        folder.chmod(folder.stat().st_mode | 0o055)
    for path in [cache, *cache.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    tmp_path.chmod(0o777)
    Path(url.removeprefix("file:")).chmod(0o666)
    code = """
    from schema_client_sync import Prisma
    for path in (sys.path[0], os.environ["PRISMSTACK_CACHE_DIR"]):
        try:
            open(os.path.join(path, "breach"), "w")
        except PermissionError:
            continue
        raise SystemExit("this user may write")
    with Prisma(datasource={"url": url}) as db:
        db.user.create({"email": "a"})
        print(json.dumps([os.geteuid() != 0, db.user.count()]))
    """
    paths = [str(Path(prismstack.__file__).parents[1]), sysconfig.get_path("purelib")]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": "/nonexistent",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join(paths),
        "PRISMSTACK_CACHE_DIR": str(cache),
    }
    interpreter = interpreter_for_others(environment)
    assert run(program(suite.folder, url, code), interpreter, env=environment, **NOBODY) == [True, 1]
