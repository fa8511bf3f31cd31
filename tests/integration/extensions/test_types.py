"""The additions are typed: pyright infers what they return and finds what is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from prismstack.client import generate

from .conftest import SCHEMA

PROGRAM = """
    from datetime import timedelta

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
        await add(5)  # error
        db.tx(isolation_level="Sometimes")  # error
        Prisma(extensions=["x"])  # error
"""


@pytest.mark.slow
def test_types(tmp_path: Path) -> None:
    programs: dict[str, str] = {}
    for interface in ("asyncio", "sync"):
        client = f"{interface}_client"
        text = SCHEMA.read_text(encoding="utf-8").replace("./client", f"./{client}")
        (tmp_path / f"{interface}.prisma").write_text(text.replace('"asyncio"', f'"{interface}"'), encoding="utf-8")
        generate(tmp_path / f"{interface}.prisma")
        program = dedent(PROGRAM).replace("typed_client", client)
        programs[f"{interface}_program.py"] = program if interface == "asyncio" else _blocking(program)
    for name, program in programs.items():
        (tmp_path / name).write_text(program, encoding="utf-8")
    found = _checked(tmp_path, [*programs, "asyncio_client/client.py", "sync_client/client.py"])
    expected = {
        (name, number): line.partition("  # ")[2]
        for name, program in programs.items()
        for number, line in enumerate(program.splitlines())
        if "  # " in line
    }
    assert found == expected


def _blocking(program: str) -> str:
    return program.replace("async ", "").replace("await ", "")


def _checked(folder: Path, files: list[str]) -> dict[tuple[str, int], str]:
    """What pyright says, by file and line: the revealed type, or ``error``."""
    pyright = Path(sys.executable).with_name("pyright")
    command = [str(pyright), "--outputjson", "--pythonpath", sys.executable, *files]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    answers: dict[tuple[str, int], str] = {}
    for each in json.loads(done.stdout)["generalDiagnostics"]:
        place = (Path(each["file"]).name, each["range"]["start"]["line"])
        revealed = each["message"].rpartition(' is "')[2].removesuffix('"')
        answers[place] = "error" if each["severity"] == "error" else revealed
    return answers
