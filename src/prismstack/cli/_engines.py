"""``prismstack engines …``: obtain the engine artefacts and show their state."""

from __future__ import annotations

from typing import Annotated

import typer

from prismstack.cli._exit import ExitCode
from prismstack.cli._options import JsonOption
from prismstack.cli._printer import Printer


def install_engines(
    force: Annotated[bool, typer.Option("--force", help="Fetch again even what is in order.")] = False,
) -> None:
    """Fetch the pinned engines with npm, verify and precompile them."""
    from prismstack.engines import VERSION, install

    printer = Printer()
    install(force=force, say=printer.line)
    printer.success(f"The engines of version {VERSION} are installed.")


def engines_status(json: JsonOption = False) -> None:
    """Show version, hashes, cache and licence of the engines; exit code 1 when one is missing or damaged."""
    from prismstack.engines import LICENSE_FILE, PACKAGE, TARBALL_SHA512, VERSION, install_directory, status

    printer, artifacts = Printer(), status()
    licence = next((each.path for each in artifacts if each.name == LICENSE_FILE), None)
    complete = all(each.state == "ok" for each in artifacts)
    facts = {
        "package": PACKAGE,
        "version": VERSION,
        "sha512": TARBALL_SHA512,
        "directory": str(install_directory()),
        "licence": f"Apache-2.0 ({licence or 'file missing'})",
    }
    if json:
        files = [
            {"name": each.name, "sha256": each.sha256, "path": each.path, "state": each.state,
             "precompiled": each.precompiled}
            for each in artifacts
        ]  # fmt: skip
        printer.json({**facts, "complete": complete, "files": files})
    else:
        for name, value in facts.items():
            printer.line(f"{name.ljust(9)} : {value}")
        for each in artifacts:
            compiled = {True: "precompiled", False: "not precompiled", None: ""}[each.precompiled]
            printer.line(f"  {each.state.ljust(8)} {each.sha256[:12]}  {each.name.ljust(42)} {compiled}".rstrip())
        if not complete:
            printer.warning("run `prismstack engines install`")
    raise typer.Exit(ExitCode.OK if complete else ExitCode.ERROR)
