"""Clients of a schema on databases of each provider, made when a test first asks for them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from prismstack.client import generate
from tests.databases import TestDatabase, Unavailable, make_database

__all__ = ["INTERFACES", "Databases", "Suite", "Suites", "generate_clients"]

INTERFACES = ("asyncio", "sync")
_OUTPUT = re.compile(r'(output\s*=\s*)"[^"]*"')


@dataclass(frozen=True)
class Suite:
    """The clients (asyncio and sync) generated from a schema, in the schema's folder."""

    folder: Path
    generated: ModuleType
    generated_sync: ModuleType

    def package(self, interface: str) -> ModuleType:
        return self.generated if interface == "asyncio" else self.generated_sync


class Databases:
    """The databases of one schema: each is made when first asked for."""

    def __init__(self, schema: Path, folder: Path) -> None:
        self._schema = schema
        self._folder = folder
        self._made: dict[str, TestDatabase | Unavailable] = {}

    def get(self, provider: str) -> TestDatabase:
        """The provider's database; skips the test when its server is not there (never under CI)."""
        if provider not in self._made:
            self._made[provider] = self._make(provider)
        found = self._made[provider]
        if isinstance(found, TestDatabase):
            return found
        if os.environ.get("CI"):
            pytest.fail(str(found))
        pytest.skip(str(found))

    def own(self, provider: str, folder: Path) -> TestDatabase:
        """One more database, with its files in ``folder``; whoever asked drops it."""
        self.get(provider)
        return make_database(provider, self._schema, folder)

    def drop(self) -> None:
        for each in self._made.values():
            if isinstance(each, TestDatabase):
                each.drop()

    def _make(self, provider: str) -> TestDatabase | Unavailable:
        try:
            return make_database(provider, self._schema, self._folder)
        except Unavailable as error:
            return error


def generate_clients(schema: Path, folder: Path) -> Suite:
    """Generate both clients of a schema, as packages named after it, in the folder."""
    name = f"{schema.stem}_client"
    text = _OUTPUT.sub(rf'\1"./{name}"', schema.read_text(encoding="utf-8"))
    blocking = text.replace('"asyncio"', '"sync"').replace(f"./{name}", f"./{name}_sync")
    sources = [folder / "schema.prisma", folder / "sync.prisma"]
    for path, content in zip(sources, (text, blocking), strict=True):
        path.write_text(content, encoding="utf-8")
    with ThreadPoolExecutor() as threads:
        list(threads.map(generate, sources))
    sys.path.insert(0, str(folder))
    return Suite(folder, import_module(name), import_module(f"{name}_sync"))


class Suites:
    """The clients and databases of each schema, made when first asked for."""

    def __init__(self, folders: Callable[[str], Path]) -> None:
        self._folders = folders
        self._made: dict[Path, tuple[Suite, Databases]] = {}

    def get(self, schema: Path) -> tuple[Suite, Databases]:
        if schema not in self._made:
            folder = self._folders(schema.stem)
            self._made[schema] = generate_clients(schema, folder), Databases(schema, folder)
        return self._made[schema]

    def drop(self) -> None:
        for _, databases in self._made.values():
            databases.drop()
