"""The conformance suite's clients and databases: the same cases on every provider, with both interfaces.

A test that uses ``db`` (or ``connect``) runs on each provider; ``@pytest.mark.providers(…)``
names those it is for. One with ``@pytest.mark.feature(…)`` runs with the blocking client as
well; ``@pytest.mark.interfaces(…)`` names those it is for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from prismstack.client import generate
from tests.databases import PROVIDERS, TestDatabase, Unavailable, make_database, translator
from tests.integration.client.awaited import Awaited

INTERFACES = ("asyncio", "sync")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "provider" in metafunc.fixturenames:
        files = "database" in metafunc.fixturenames  # a test that handles the file itself
        metafunc.parametrize("provider", _chosen(metafunc, "providers", ("sqlite",) if files else PROVIDERS))
    own = [str(mark.args[0]) for mark in metafunc.definition.iter_markers("parametrize")]
    if "interface" in metafunc.fixturenames and not any("interface" in names for names in own):
        has_feature = metafunc.definition.get_closest_marker("feature") is not None
        metafunc.parametrize("interface", _chosen(metafunc, "interfaces", INTERFACES if has_feature else ("asyncio",)))


def _chosen(metafunc: pytest.Metafunc, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    marker = metafunc.definition.get_closest_marker(name)
    return default if marker is None else marker.args


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

    def own(self, provider: str) -> TestDatabase:
        """One more database, for a test that breaks it; whoever asked drops it."""
        self.get(provider)
        folder = self._folder / "own"
        folder.mkdir(exist_ok=True)
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
    text = schema.read_text(encoding="utf-8").replace("./conformance_client", f"./{name}")
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
        self._made: dict[str, tuple[Suite, Databases]] = {}

    def get(self, name: str) -> tuple[Suite, Databases]:
        """Those of the schema file ``name`` beside this module."""
        if name not in self._made:
            schema = Path(__file__).parent / name
            folder = self._folders(schema.stem)
            self._made[name] = generate_clients(schema, folder), Databases(schema, folder)
        return self._made[name]

    def drop(self) -> None:
        for _, databases in self._made.values():
            databases.drop()


@pytest.fixture(scope="session")
def suites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suites]:
    made = Suites(tmp_path_factory.mktemp)
    yield made
    made.drop()


def _schema_of(request: pytest.FixtureRequest) -> str:
    """A test module may name its schema in ``SCHEMA``."""
    return getattr(request.module, "SCHEMA", "schema.prisma")


@pytest.fixture
def suite(request: pytest.FixtureRequest, suites: Suites) -> Suite:
    return suites.get(_schema_of(request))[0]


@pytest.fixture
def databases(request: pytest.FixtureRequest, suites: Suites) -> Databases:
    return suites.get(_schema_of(request))[1]


@pytest.fixture
def generated(suite: Suite, interface: str) -> ModuleType:
    """The generated client package."""
    return suite.package(interface)


@pytest.fixture
def errors(generated: ModuleType) -> ModuleType:
    """The generated client's exception classes."""
    return generated.errors


@pytest.fixture
def url(request: pytest.FixtureRequest, databases: Databases, provider: str, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database; with ``@pytest.mark.breaks_tables`` it is the test's alone."""
    if request.node.get_closest_marker("breaks_tables") is None:
        yield databases.get(provider).fresh(tmp_path)
        return
    own = databases.own(provider)
    yield own.fresh(tmp_path)
    own.drop()


@pytest.fixture
def sql(provider: str) -> Callable[[str], str]:
    """Writes a statement with ``"identifiers"`` and ``?`` the way the provider wants it."""
    return translator(provider)


@pytest.fixture
def database(url: str) -> Path:
    """The file of the test's SQLite database."""
    return Path(url.removeprefix("file:"))


Connect = Callable[..., Awaitable[Any]]


@pytest.fixture
async def connect(generated: ModuleType, interface: str, url: str) -> AsyncIterator[Connect]:
    """Connect a client to the test's database; keyword arguments become options of its URL."""
    clients: list[Any] = []

    async def connected(**options: Any) -> Any:
        query = "&".join(f"{name}={value}" for name, value in options.items())
        client: Any = generated.Prisma(datasource={"url": f"{url}?{query}"})
        client = client if interface == "asyncio" else Awaited(client)
        await client.connect()
        clients.append(client)
        return client

    yield connected
    for client in clients:
        if client.is_connected():
            await client.disconnect()


@pytest.fixture
async def db(connect: Connect) -> Any:
    """A connected client."""
    return await connect()


@pytest.fixture
def blocking(suite: Suite, url: str) -> Iterator[Any]:
    """A connected sync client on the same database."""
    client = suite.generated_sync.Prisma(datasource={"url": url})
    client.connect()
    yield client
    if client.is_connected():
        client.disconnect()
