"""The documented repositories over every place that keeps records."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from atrium.garage.moving import DualStore
from atrium.garage.records import (
    GarageRepository,
    MemoryStore,
    RecordRepositories,
    SessionsRepository,
    SpotRepository,
    VehicleRepository,
    create_repositories,
)
from atrium.platform.clock import ManualClock

from ..conftest import STORES

#: The live objects of the process, and every ``GarageStore``.
PLACES = ("live", *STORES)


@pytest.fixture(params=PLACES)
def store_kind(request: pytest.FixtureRequest) -> str:
    """Where the records are."""
    return str(request.param)


@pytest.fixture
async def repositories(store_kind: str, store_url: str, clock: ManualClock) -> AsyncIterator[RecordRepositories]:
    """Empty repositories."""
    if store_kind == "live":
        MemoryStore.reset_instance()
        yield create_repositories(clock=clock)
        return
    async with STORES[store_kind](clock, store_url) as store:
        yield create_repositories(store, clock)
        if isinstance(store, DualStore):
            assert store.shadow.counts.diverged == 0
            assert (await store.reconcile()).agrees


@pytest.fixture
def garages(repositories: RecordRepositories) -> GarageRepository:
    return repositories.garage_repository


@pytest.fixture
def spots(repositories: RecordRepositories) -> SpotRepository:
    return repositories.spot_repository


@pytest.fixture
def vehicles(repositories: RecordRepositories) -> VehicleRepository:
    return repositories.vehicle_repository


@pytest.fixture
def sessions(repositories: RecordRepositories) -> SessionsRepository:
    return repositories.sessions_repository
