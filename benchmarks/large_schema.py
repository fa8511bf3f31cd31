"""Large schemas: what a client of 64 models costs to generate and to import, beside the one that upstream generates.

    python -m benchmarks.large_schema [--repeat 5]

"gateway" is the conformance suite's schema of 64 models, with upstream's default depth of recursive
types (5) and with -1; "dense" has 64 models with eight relations each. Every figure is the median
over fresh processes with byte code written before; time is CPU time, which other work disturbs least.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.paths import ROOT

_GATEWAY = ROOT / "tests" / "integration" / "client" / "gateway.prisma"
_GENERATE = {
    "prismstack": "import sys; from prismstack.client import generate; generate(sys.argv[1])",
    "upstream": """
import sys
from prismstack.client import _generate, _run_generator
from prismstack.schema import load_schema
schema = load_schema(sys.argv[1])
generator = _generate._python_generator(schema)
_run_generator.TEMPLATES = schema.folder / "none"
_run_generator._generate(_generate._parameters(schema, generator, _generate._output(generator, schema)))
""",
}
_IMPORT = """
import asyncio, json, resource, sys, time
from importlib.machinery import SourceFileLoader
own, below = {}, [0.0]
execute = SourceFileLoader.exec_module
def timed(self, module):
    began = time.process_time()
    below.append(0.0)
    try:
        execute(self, module)
    finally:
        taken = time.process_time() - began
        own[module.__name__] = taken - below.pop()
        below[-1] += taken
SourceFileLoader.exec_module = timed
began = time.process_time()
import client
taken = time.process_time() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([taken, peak, *(own[f"client.{name}"] * 1e3 for name in ("types", "models", "actions"))]))
"""
_HEAD = """datasource db {
  provider = "sqlite"
  url      = env("DATABASE_URL")
}

generator client {
  provider             = "prisma-client-py"
  interface            = "asyncio"
  recursive_type_depth = %s
  output               = "./client"
}
"""


class Cost(NamedTuple):
    """CPU seconds to generate and to import; peak MB of the import, and CPU milliseconds of three of its modules."""

    generate: float
    seconds: float
    peak: float
    types: float
    models: float
    actions: float


def _gateway(depth: int) -> str:
    return _HEAD % depth + _GATEWAY.read_text(encoding="utf-8").split("}\n", 2)[2]


def _dense(models: int, relations: int) -> str:
    """Models whose relations lead everywhere: each has ``relations`` of its own and as many back."""
    targets = {(at, n): (at * 7 + n * 11) % models for at in range(models) for n in range(relations)}
    parts: list[str] = []
    for at in range(models):
        lines = ["id Int @id", *(f"c{n} String?" for n in range(10))]
        for n in range(relations):
            lines += [
                f"r{n}_id Int",
                f'r{n} M{targets[at, n]} @relation("r{at}_{n}", fields: [r{n}_id], references: [id])',
            ]
        lines += [f'b{a}_{n} M{a}[] @relation("r{a}_{n}")' for (a, n), target in targets.items() if target == at]
        parts.append(f"model M{at} {{\n  " + "\n  ".join(lines) + "\n}\n")
    return _HEAD % -1 + "\n".join(parts)


def _python(folder: Path, *arguments: str, **environment: str) -> tuple[str, float]:
    """Standard output and the CPU seconds of a fresh interpreter in a folder."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = os.times()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**inherited, "DATABASE_URL": "file:none.db", **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    after = os.times()
    return done.stdout, after.children_user + after.children_system - sum(before[2:4])


def _cost(schema: str, whose: str, folder: Path, repeat: int) -> Cost:
    folder.mkdir(parents=True)
    (folder / "schema.prisma").write_text(schema, encoding="utf-8")
    environment = {"PRISMA_GENERATOR_INVOCATION": "true"} if whose == "upstream" else {}
    generate = _python(folder, "-c", _GENERATE[whose], "schema.prisma", **environment)[1]
    _python(folder, "-c", "import client")  # writes the byte code
    runs = [json.loads(_python(folder, "-c", _IMPORT)[0]) for _ in range(repeat)]
    return Cost(generate, *(statistics.median(column) for column in zip(*runs, strict=True)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5)
    repeat = parser.parse_args().repeat
    schemas = {"gateway, depth 5": _gateway(5), "gateway, depth -1": _gateway(-1), "dense, depth -1": _dense(64, 4)}
    print(f"| schema | client | generate | import | peak RSS | types | models | actions |\n|---{'|---' * 7}|")
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        for number, (name, schema) in enumerate(schemas.items()):
            for whose in _GENERATE:
                cost = _cost(schema, whose, Path(folder) / f"{number}-{whose}", repeat)
                print(
                    f"| {name} | {whose} | {cost.generate:.1f} s | {cost.seconds:.2f} s | {cost.peak:.0f} MB | "
                    f"{cost.types:.0f} ms | {cost.models:.0f} ms | {cost.actions:.0f} ms |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
