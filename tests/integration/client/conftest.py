"""The conformance suite's clients and databases: the same cases on every provider, with both interfaces.

A test that uses ``db`` (or ``connect``) runs on each provider; ``@pytest.mark.providers(…)``
names those it is for. One with ``@pytest.mark.feature(…)`` runs with the blocking client as
well; ``@pytest.mark.interfaces(…)`` names those it is for.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.clients import INTERFACES, Databases, Suite, Suites
from tests.databases import PROVIDERS, translator
from tests.integration.client.awaited import Awaited


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


@pytest.fixture(scope="session")
def suites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suites]:
    made = Suites(tmp_path_factory.mktemp)
    yield made
    made.drop()


def _schema_of(request: pytest.FixtureRequest) -> Path:
    """A test module may name its schema in ``SCHEMA``."""
    return Path(__file__).with_name(getattr(request.module, "SCHEMA", "schema.prisma"))


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
    (tmp_path / "own").mkdir()
    own = databases.own(provider, tmp_path / "own")
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
