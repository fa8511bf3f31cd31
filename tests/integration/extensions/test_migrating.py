"""Migrations from a program that runs an event loop."""

from __future__ import annotations

import asyncio
from pathlib import Path

import apsw
import pytest

from prismstack.migrate import State, aio, deploy, status
from prismstack.migrate._errors import DatabaseMissing, DestructiveChange
from tests.conftest import Write

SCHEMA = """
datasource db {
  provider = "sqlite"
  url      = env("DATABASE_URL")
}

model Note {
  id   Int    @id @default(autoincrement())
  text String
}
"""


@pytest.fixture
def project(write: Write) -> Path:
    write("prisma/migrations/migration_lock.toml", 'provider = "sqlite"\n')
    write(
        "prisma/migrations/20260101000000_first/migration.sql",
        """CREATE TABLE "Note" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "text" TEXT NOT NULL);\n""",
    )
    return write("prisma/schema.prisma", SCHEMA)


async def test_deploy_and_status_leave_the_loop_free(project: Path, tmp_path: Path) -> None:
    url, turns = f"file:{tmp_path}/a.db", 0

    async def tick() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    ticking = asyncio.create_task(tick())
    with pytest.raises(DatabaseMissing):
        await aio.status(project, url)
    assert (await aio.deploy(project, url)).applied == ("20260101000000_first",)
    report = await aio.status(project, url)
    ticking.cancel()
    assert report.up_to_date
    assert report.named(State.APPLIED) == ("20260101000000_first",)
    assert turns > 10, "other tasks had their turns meanwhile"


async def test_the_plain_functions_work_inside_a_running_loop_too(project: Path, tmp_path: Path) -> None:
    url = f"file:{tmp_path}/b.db"
    assert deploy(project, url).applied
    assert status(project, url).up_to_date


async def test_several_deploy_at_once(project: Path, tmp_path: Path) -> None:
    url = f"file:{tmp_path}/c.db"
    results = await asyncio.gather(*[aio.deploy(project, url) for _ in range(4)])
    assert sorted(len(each.applied) for each in results) == [0, 0, 0, 1]


async def test_push(project: Path, tmp_path: Path) -> None:
    url = f"file:{tmp_path}/d.db"
    assert (await aio.push(project, url)).created_database
    assert (await aio.push(project, url)).steps == 0
    apsw.Connection(f"{tmp_path}/d.db").execute("INSERT INTO Note (text) VALUES ('a')")
    project.write_text(SCHEMA.replace("  text String\n", ""), encoding="utf-8")
    with pytest.raises(DestructiveChange):
        await aio.push(project, url)
    assert (await aio.push(project, url, accept_data_loss=True)).warnings
    assert (await aio.push(project, url, force_reset=True)).was_reset
