"""``prismstack version``."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from prismstack.cli._options import JsonOption
from prismstack.cli._printer import Printer

_PACKAGES = {"prisma client python": "prisma", "wasmtime": "wasmtime", "apsw": "apsw"}


def show_version(json: JsonOption = False) -> None:
    """Show the versions of prismstack, its engines and what it stands on."""
    facts = version_facts()
    if json:
        Printer().json(facts)
        return
    width = max(len(name) for name in facts)
    for name, value in facts.items():
        Printer().line(f"{name.ljust(width)} : {value}")


def version_facts() -> dict[str, str]:
    """Names and versions of prismstack and what it stands on."""
    from prismstack.engines import PACKAGE, VERSION

    return {
        "prismstack": _installed("prismstack"),
        "engines": f"{PACKAGE} {VERSION}",
        **{name: _installed(package) for name, package in _PACKAGES.items()},
        "python": platform.python_version(),
        "platform": f"{sys.platform} {platform.machine()}",
    }


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
