"""A Studio per database, and a read-only one; started once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.studio.databases import Library, library
from tests.integration.studio.running import Running, running
from tests.providers import PROVIDERS


@pytest.fixture(scope="session", params=PROVIDERS)
def shared_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library(request.param, tmp_path_factory.mktemp(request.param)) as database:
        yield database


@pytest.fixture
def database(shared_database: Library) -> Library:
    """The library with its first rows and no others."""
    shared_database.fill()
    return shared_database


@pytest.fixture(scope="session")
def shared_studio(shared_database: Library) -> Iterator[Running]:
    with running("--url", shared_database.url, "--port", "0") as studio:
        yield studio


@pytest.fixture
def studio(database: Library, shared_studio: Running) -> Running:
    """A Studio on the library."""
    return shared_studio


@pytest.fixture(scope="session")
def shared_reader(shared_database: Library) -> Iterator[Running]:
    with running("--url", shared_database.url, "--port", "0", "--read-only") as studio:
        yield studio


@pytest.fixture
def reader(database: Library, shared_reader: Running) -> Running:
    """A read-only Studio on the library."""
    return shared_reader
