"""A browser, and in it a Studio on each database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.studio import chromium
from tests.acceptance.studio.front_end import FrontEnd
from tests.integration.studio.databases import Library, library
from tests.integration.studio.running import running
from tests.providers import PROVIDERS


@pytest.fixture(scope="session")
def browser_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    if chromium.program() is None:
        reason = f"no browser: none of {', '.join(chromium.PROGRAMS)} is installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with chromium.browser(tmp_path_factory.mktemp("profile")) as port:
        yield port


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
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("screenshots")


@pytest.fixture(scope="session")
def shared_page(browser_port: int, screenshots: Path, shared_database: Library) -> Iterator[FrontEnd]:
    shared_database.fill()
    with (
        running("--url", shared_database.url, "--port", "0") as studio,
        chromium.page(browser_port, screenshots) as page,
    ):
        yield FrontEnd(page, studio.link)


@pytest.fixture
def front_end(database: Library, shared_page: FrontEnd) -> FrontEnd:
    """Studio in a tab, on the library."""
    return shared_page
