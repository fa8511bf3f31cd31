"""Pages and counts that the store makes, over every store, against the same worked out from all spots."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from atrium.garage.interfaces import GarageStore, Repositories, SpotFilter, SpotRange, SpotSort
from atrium.garage.models import Feature, Floor, Spot, SpotStatus, SpotType
from atrium.garage.services import GarageServices, bootstrap
from atrium.platform.clock import ManualClock

from .conftest import EVERY_STORE

pytestmark = EVERY_STORE

FILTERS = [
    SpotFilter(),
    SpotFilter(status=SpotStatus.AVAILABLE),
    SpotFilter(type=SpotType.STANDARD, floor=2),
    SpotFilter(bay=10),
    SpotFilter(feature=Feature.EV_CHARGING),
    SpotFilter(floor=99),
]


@pytest.fixture
async def spots(store: GarageStore, clock: ManualClock) -> list[Spot]:
    """Floors 1, 2 and 10, bays past 9, every status."""
    services: GarageServices = bootstrap(store, clock=clock)
    floors = [Floor(number=1, bays=2, spots_per_bay=4), Floor(number=2, bays=11, spots_per_bay=2)]
    await services.garage.initialize("Tall", [*floors, Floor(number=10, bays=1, spots_per_bay=6)])

    async def unit(repositories: Repositories) -> None:
        for number, status in enumerate(SpotStatus, start=1):
            await repositories.spots.update(f"F10-B1-S00{number}", {"status": status})
        await repositories.spots.update("F2-B3-S001", {"features": (Feature.EV_CHARGING, Feature.HANDICAP)})

    await store.transact(unit)
    return await store.committed.spots.find_all()


def matching(spots: list[Spot], where: SpotFilter) -> list[Spot]:
    names = ("status", "type", "floor", "bay")
    found = [spot for spot in spots if all(getattr(where, name) in (None, getattr(spot, name)) for name in names)]
    return [spot for spot in found if where.feature is None or where.feature in spot.features]


async def test_counts_agree_with_the_spots(store: GarageStore, spots: list[Spot]) -> None:
    repository = store.committed.spots
    for where in FILTERS:
        expected = matching(spots, where)
        assert await repository.count_matching(where) == len(expected)
        kinds = {(each.type, each.status, each.features): each.count for each in await repository.count_by_kind(where)}
        assert kinds == Counter((spot.type, spot.status, spot.features) for spot in expected)
        places = {(each.floor, each.bay, each.status): each.count for each in await repository.count_by_place(where)}
        assert places == Counter((spot.floor, spot.bay, spot.status) for spot in expected)


async def test_a_spot_out_of_use_is_never_available(store: GarageStore, spots: list[Spot]) -> None:
    stats = await store.committed.spots.get_occupancy_stats()
    assert (stats.total, stats.occupied, stats.available) == (len(spots), 1, len(spots) - 4)


async def test_ranges_in_every_order(store: GarageStore, spots: list[Spot]) -> None:
    names = {SpotSort.SPOT_NUMBER: "spot_number", SpotSort.UPDATED_AT: "updated_at"}
    for sort, descending, where in product(SpotSort, (False, True), FILTERS[:3]):
        name = names.get(sort, sort.value)
        expected = sorted(matching(spots, where), key=lambda spot: spot.id)
        expected.sort(key=lambda spot: getattr(spot, name), reverse=descending)
        for skip, take in ((0, 5), (7, 20), (0, 100), (100, 5)):
            wanted = SpotRange(where=where, sort=sort, descending=descending, skip=skip, take=take)
            assert await store.committed.spots.find_range(wanted) == expected[skip : skip + take], wanted


async def test_codes_sort_as_text(store: GarageStore, spots: list[Spot]) -> None:
    found = await store.committed.spots.find_range(SpotRange(take=100))
    floors = list(dict.fromkeys(spot.floor for spot in found))
    bays = list(dict.fromkeys(spot.bay for spot in found if spot.floor == 2))
    assert (floors, bays) == ([1, 10, 2], [1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9])


async def test_without_a_garage_there_is_nothing(store: GarageStore) -> None:
    repository = store.committed.spots
    assert await repository.find_range(SpotRange(sort=SpotSort.TYPE)) == []
    assert await repository.find_range(SpotRange()) == []
    assert await repository.count_matching(SpotFilter()) == 0
    assert await repository.count_by_place(SpotFilter()) == []
