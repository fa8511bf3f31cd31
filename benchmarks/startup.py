"""Cold start: process start to first row, what is imported for how long, and what connect() takes.

    python -m benchmarks.startup [--repeat 9]

"upstream's client" is the same schema generated without our templates: what Prisma Client
Python costs to import before any engine starts. Every figure is the median over fresh
processes.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from benchmarks import data as seed
from benchmarks.paths import CLIENT_PACKAGE, OUT, ROOT, client_folder

_UPSTREAM = "upstream_client"
_GROUPS = (
    ("prismstack", ("prismstack",)),
    ("wasmtime", ("wasmtime",)),
    ("apsw", ("apsw",)),
    ("generated client", (CLIENT_PACKAGE, _UPSTREAM, "prisma")),
    ("pydantic", ("pydantic", "pydantic_core", "annotated_types", "typing_inspection", "typing_extensions")),
    ("httpx and below", ("httpx", "httpcore", "anyio", "h11", "certifi", "idna", "sniffio")),
)

_STAGES = """
import json, sys, time
sys.path[:0] = sys.argv[1:3]
clock, stages = time.perf_counter, []
def rss():
    for line in open("/proc/self/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
def stage(name, began):
    stages.append((name, (clock() - began) * 1e3, rss()))
began = clock(); import asyncio; stage("import asyncio", began)
began = clock(); package = __import__(sys.argv[3]); stage("import the client", began)
async def main():
    client = package.Prisma(datasource={"url": sys.argv[4]})
    began = clock(); await client.connect(); stage("connect()", began)
    for name in ("first query", "the same shape again", "first query of another shape"):
        order = {} if name[-5:] != "shape" else {"order": {"id": "asc"}}
        began = clock(); assert await client.vehicle.find_first(**order); stage(name, began)
    await client.disconnect()
if len(sys.argv) == 5:
    asyncio.run(main())
print(json.dumps(stages))
"""

_GENERATE_UPSTREAM = """
import sys
from pathlib import Path
from prismstack.client import _generate, _run_generator
from prismstack.schema import load_schema
schema = load_schema(sys.argv[1])
_run_generator.TEMPLATES = Path(sys.argv[2]) / "none"
_run_generator._generate(_generate._parameters(schema, _generate._python_generator(schema), Path(sys.argv[2])))
"""


def _python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        [sys.executable, *arguments],
        env={**inherited, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
    )


def _upstream_client() -> Path:
    """The folder of the same schema's client as upstream generates it."""
    folder = OUT / "upstream"
    output = folder / _UPSTREAM
    if not output.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        schema = client_folder("sqlite") / "schema.prisma"
        _python("-c", _GENERATE_UPSTREAM, str(schema), str(output), PRISMA_GENERATOR_INVOCATION="true")
    return folder


def _stages(repeat: int, package: str, url: str | None) -> list[tuple[str, float, float]]:
    """(stage, milliseconds, resident MB after it), medians."""
    arguments = [str(client_folder("sqlite")), str(_upstream_client()), package, *([url] if url else [])]
    runs = [json.loads(_python("-c", _STAGES, *arguments).stdout) for _ in range(repeat)]
    return [
        (
            stage[0][0],
            statistics.median(each[1] for each in stage),
            statistics.median(each[2] for each in stage),
        )
        for stage in zip(*runs, strict=True)
    ]


def _first_row(repeat: int, url: str) -> tuple[float, float]:
    """Milliseconds from process start to the end, for a bare interpreter and for one query."""
    code = (
        "import asyncio, sys; sys.path.insert(0, sys.argv[1])\n"
        f"from {CLIENT_PACKAGE} import Prisma\n"
        "async def main():\n"
        " async with Prisma(datasource={'url': sys.argv[2]}) as client: print(await client.vehicle.find_first())\n"
        "asyncio.run(main())"
    )
    return (
        _elapsed(repeat, ["-c", "pass"]),
        _elapsed(repeat, ["-c", code, str(client_folder("sqlite")), url]),
    )


def _elapsed(repeat: int, arguments: list[str]) -> float:
    times: list[float] = []
    for _ in range(repeat):
        began = time.perf_counter()
        _python(*arguments)
        times.append((time.perf_counter() - began) * 1e3)
    return statistics.median(times)


def _imports(package: str) -> dict[str, float]:
    """Milliseconds of own time by group of modules."""
    arguments = ["-X", "importtime", "-c", f"import sys; sys.path[:0] = sys.argv[1:]; import asyncio, {package}"]
    text = _python(*arguments, str(client_folder("sqlite")), str(_upstream_client())).stderr
    groups: dict[str, float] = defaultdict(float)
    for own, module in re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", text):
        top = module.partition(".")[0]
        name = next((group for group, members in _GROUPS if top in members), "standard library and others")
        groups[name] += int(own) / 1000
    return groups


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=9)
    repeat = parser.parse_args().repeat
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        path = Path(folder) / "startup.db"
        seed.write_sqlite(path, seed.generate(), "DATETIME")
        url = f"file:{path}"
        bare, whole = _first_row(repeat, url)
        print(f"bare interpreter {bare:.0f} ms; one query, process start to exit {whole:.0f} ms\n")
        print("| stage | time | RSS after it |\n|---|---|---|")
        upstream = _stages(repeat, _UPSTREAM, None)[-1]
        print(f"| import upstream's client, for comparison | {upstream[1]:.1f} ms | {upstream[2]:.1f} MB |")
        for name, milliseconds, resident in _stages(repeat, CLIENT_PACKAGE, url):
            print(f"| {name} | {milliseconds:.1f} ms | {resident:.1f} MB |")
    ours, theirs = _imports(CLIENT_PACKAGE), _imports(_UPSTREAM)
    print("\n| own import time (-X importtime inflates it) | prismstack's client | upstream's |\n|---|---|---|")
    for name in sorted(ours.keys() | theirs.keys(), key=lambda group: -ours.get(group, 0)):
        print(f"| {name} | {ours.get(name, 0):.1f} ms | {theirs.get(name, 0):.1f} ms |")


if __name__ == "__main__":
    main()
