"""The additions are typed: pyright and mypy accept the client, infer what it returns and find what is wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from tests.clients import Databases, Suite

PROGRAM = """
    from datetime import timedelta

    from prismstack.client import relation_counts
    from prismstack.client.extensions import Hook, Operation, SqlLog
    from typed_client import Prisma


    class Mine(Hook):
        def before(self, operation: Operation) -> Operation:
            return operation.where({"a": 1})


    db = Prisma(extensions=[Mine(), SqlLog(slow=timedelta(seconds=1))], replicas=["file:a.db"])


    @db.transactional(isolation_level="Serializable", retries=3)
    async def add(tx: Prisma, name: str, *, price: int = 0) -> int:
        await tx.item.create({"name": name})
        return await tx.item.count()


    async def main() -> None:
        reveal_type(await add("a", price=1))  # int
        reveal_type(db.primary)  # Prisma
        reveal_type(db.current)  # Prisma
        reveal_type(db.use(Mine()))  # Prisma
        reveal_type(db.pool_stats())  # PoolStats
        reveal_type(await db.raw.query("SELECT 1"))  # list[dict[str, Any]]
        reveal_type(await db.explain(lambda d: d.item.find_many(where={"name": "a"})))  # list[Explanation]
        reveal_type(await db.in_transaction(lambda tx: tx.item.count()))  # int
        async with db.tx(isolation_level="RepeatableRead") as tx:
            reveal_type(tx)  # Prisma
        found = await db.item.find_many(where={"name": {"contains": "a"}}, include={"owner": True}, order={"id": "asc"})
        reveal_type(found)  # LIST[Item]
        reveal_type(found[0].owner)  # Owner | None
        await add(5)  # error
        db.tx(isolation_level="Sometimes")  # error
        Prisma(extensions=["x"])  # error
        await db.item.create({"nam": "a"})  # error


    async def choices() -> None:
        reveal_type(await db.item.create_many_and_return([{"name": "a"}], select={"id": True}))  # LIST[Item]
        reveal_type(await db.item.update_many_and_return({"name": "b"}, {"id": 1}))  # LIST[Item]
        owner = await db.owner.find_unique({"id": 1}, include={"items": True, "_count": {"items": True}})
        reveal_type(owner)  # Owner | None
        if owner:
            reveal_type(relation_counts(owner))  # dict[str, int]
        owners = await db.owner.find_many(
            select={"email": True, "items": {"select": {"name": True}, "take": 3, "where": {"id": 1}}, "_count": True}
        )
        reveal_type(owners)  # LIST[Owner]
        await db.owner.find_first(omit={"email": True}, where={"id": 1})
        await db.owner.find_first(select={"emial": True})  # error
        await db.owner.find_first(omit={"items": True})  # error
        await db.owner.find_first(include={"_count": {"owner": True}})  # error
        await db.item.create_many_and_return([{"nam": "a"}])  # error
"""
_QUALIFIED = re.compile(r"\b(?:\w+\.)+(\w+)")
_MYPY = re.compile(r"^([^:]+):(\d+): (error|note): (.*)$", re.M)

Answers = dict[tuple[str, int], str]


@pytest.fixture(scope="module")
def programs(made: tuple[Suite, Databases]) -> tuple[Path, dict[str, str]]:
    """A folder with both clients and a program of each; the programs by name."""
    folder = made[0].folder
    text = dedent(PROGRAM)
    texts = {
        "asyncio_program.py": text.replace("typed_client", made[0].generated.__name__),
        "sync_program.py": _blocking(text).replace("typed_client", made[0].generated_sync.__name__),
    }
    for name, program in texts.items():
        (folder / name).write_text(program, encoding="utf-8")
    return folder, texts


def _blocking(program: str) -> str:
    return program.replace("async ", "").replace("await ", "")


def pyright(folder: Path, files: list[str]) -> Answers:
    """What pyright says, by file and line: the revealed type, or ``error``."""
    command = [_beside("pyright"), "--outputjson", "--pythonpath", sys.executable, *files]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    answers: Answers = {}
    for each in json.loads(done.stdout)["generalDiagnostics"]:
        place = (Path(each["file"]).name, each["range"]["start"]["line"] + 1)
        revealed = each["message"].rpartition(' is "')[2].removesuffix('"')
        answers[place] = "error" if each["severity"] == "error" else revealed
    return answers


def mypy(folder: Path, files: list[str]) -> Answers:
    """The same of mypy; upstream's helper modules are followed without being judged."""
    command = [_beside("mypy"), "--config-file=", "--follow-imports=silent", "--hide-error-context", *files]
    done = subprocess.run(
        [*command, "--cache-dir", str(folder / ".mypy"), "--python-executable", sys.executable],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    answers: Answers = {}
    for file, line, kind, message in _MYPY.findall(done.stdout):
        revealed = message.removeprefix("Revealed type is ")
        if kind == "error":
            answers[Path(file).name, int(line)] = "error"
        elif revealed != message:
            answers[Path(file).name, int(line)] = _QUALIFIED.sub(r"\1", revealed.strip('"'))
    return answers


def _beside(tool: str) -> str:
    return str(Path(sys.executable).with_name(tool))


@pytest.mark.slow
@pytest.mark.parametrize(("check", "list_name"), [(pyright, "List"), (mypy, "list")])
def test_the_clients_and_programs_that_use_them(
    programs: tuple[Path, dict[str, str]], check: Callable[[Path, list[str]], Answers], list_name: str
) -> None:
    folder, texts = programs
    clients = [each for each in folder.iterdir() if (each / "client.py").exists()]
    assert len(clients) == 2
    modules = [f"{each.name}/{name}.py" for each in clients for name in ("client", "actions")]
    found = check(folder, [*texts, *modules])
    expected = {
        (name, number): line.partition("  # ")[2].replace("LIST", list_name)
        for name, program in texts.items()
        for number, line in enumerate(program.splitlines(), 1)
        if "  # " in line
    }
    assert found == expected
