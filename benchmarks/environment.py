"""What the benchmark needs before it runs: an interpreter with every contestant, and generated clients.

All of it goes to ``benchmarks/out``. Set-up is incremental: a stamp holds the checksum of
what it was made from.

    python -m benchmarks.environment [--prisma-js]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.paths import CLIENT_PACKAGE, HERE, NODE, OUT, ROOT, client_folder

__all__ = ["PYTHON", "enter", "set_up"]

VENV = OUT / "venv"
PYTHON = VENV / "bin" / "python"

_PROVIDERS = ("sqlite", "postgresql")
_PYTHON_GENERATOR = f'''\
  provider             = "prisma-client-py"
  interface            = "asyncio"
  recursive_type_depth = 5
  output               = "./{CLIENT_PACKAGE}"'''
_JS_GENERATOR = '''\
  provider = "prisma-client-js"
  output   = "./{provider}"'''
_PINNED = re.compile(r"^[A-Za-z0-9_.-]+==[^\s\\]+", re.MULTILINE)


def set_up(*, prisma_js: bool = False) -> None:
    """Make what is missing or outdated: virtual environment, prismstack client, Prisma JS."""
    OUT.mkdir(exist_ok=True)
    _virtual_environment()
    for provider in _PROVIDERS:
        _prismstack_client(provider)
    if prisma_js:
        _prisma_js()


def enter() -> None:
    """Continue in the benchmark's own interpreter; returns when this is it already."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    _virtual_environment()
    os.execv(PYTHON, [str(PYTHON), "-m", "benchmarks", *sys.argv[1:]])


def _virtual_environment() -> None:
    sources = [HERE / "requirements.txt", ROOT / "requirements.lock", ROOT / "pyproject.toml"]
    if not _outdated("venv", sources):
        return
    _say("installing the contestants")
    if not PYTHON.exists():
        OUT.mkdir(exist_ok=True)
        _run([sys.executable, "-m", "venv", str(VENV)])
    constraints = OUT / "constraints.txt"
    constraints.write_text("\n".join(_PINNED.findall((ROOT / "requirements.lock").read_text())) + "\n")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", str(constraints)]
    _run([*pip, "-r", str(HERE / "requirements.txt"), "-e", f"{ROOT}[postgresql]"])
    _done("venv", sources)


def _prismstack_client(provider: str) -> None:
    sources = [HERE / "schema.prisma.in", *(ROOT / "src" / "prismstack" / "client").rglob("*.*")]
    sources = [path for path in sources if path.suffix != ".pyc"]
    if not _outdated(f"client-{provider}", sources):
        return
    _say(f"generating the prismstack client for {provider}")
    folder = client_folder(provider)
    folder.mkdir(parents=True, exist_ok=True)
    schema = folder / "schema.prisma"
    schema.write_text(_schema(provider, _PYTHON_GENERATOR))
    code = "import sys; from prismstack.client import generate; generate(sys.argv[1])"
    _run([str(PYTHON), "-c", code, str(schema)])
    _done(f"client-{provider}", sources)


def _prisma_js() -> None:
    sources = [HERE / "schema.prisma.in", HERE / "prisma_js" / "package.json"]
    if not _outdated("node", sources):
        return
    _say("installing Prisma JS")
    generated = NODE / "generated"
    generated.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "prisma_js" / "package.json", NODE)
    environment = os.environ | {"npm_config_loglevel": "error"}
    _run(["npm", "install", "--save-exact"], cwd=NODE, env=environment)
    # Generating needs no engine binary, only something executable where one would be.
    dummy = shutil.which("true") or "/bin/true"
    for engine in ("SCHEMA_ENGINE_BINARY", "QUERY_ENGINE_LIBRARY", "QUERY_ENGINE_BINARY"):
        environment[f"PRISMA_{engine}"] = dummy
    for provider in _PROVIDERS:
        schema = generated / f"{provider}.prisma"
        schema.write_text(_schema(provider, _JS_GENERATOR.format(provider=provider)))
        _run(["node", "node_modules/.bin/prisma", "generate", "--schema", str(schema)], cwd=NODE, env=environment)
    _done("node", sources)


def _schema(provider: str, generator: str) -> str:
    text = (HERE / "schema.prisma.in").read_text()
    datetime_type = "@db.Timestamptz(3)" if provider == "postgresql" else ""
    for name, value in (("PROVIDER", provider), ("GENERATOR", generator), ("PG_DT", datetime_type)):
        text = text.replace(f"@{name}@", value)
    return text


# -- stamps ---------------------------------------------------------------------------------


def _checksum(sources: Iterable[Path]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(sources) if path.is_file())).hexdigest()


def _outdated(name: str, sources: Iterable[Path]) -> bool:
    stamp = OUT / f".{name}"
    return not stamp.is_file() or stamp.read_text() != _checksum(sources)


def _done(name: str, sources: Iterable[Path]) -> None:
    (OUT / f".{name}").write_text(_checksum(sources))


def _run(command: list[str], cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    subprocess.run(command, cwd=cwd, env=env, check=True)


def _say(text: str) -> None:
    print(f"benchmarks: {text} …", file=sys.stderr)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="Prepare the benchmark's environment.")
    arguments.add_argument("--prisma-js", action="store_true", help="Prisma JS too (needs node and npm)")
    set_up(prisma_js=arguments.parse_args().prisma_js)
