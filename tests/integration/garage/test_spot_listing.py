"""Pages of spots, changes by hand, figures, over every store."""

from __future__ import annotations

import pytest

from atrium.garage.errors import SpotNotFound
from atrium.garage.interfaces import SpotFilter, SpotSort
from atrium.garage.models import Feature, SpotStatus, SpotType, VehicleType
from atrium.garage.services import CheckIn, GarageServices, SpotQuery
from atrium.platform.errors import ValidationFailed


async def test_the_default_page(services: GarageServices) -> None:
    page = await services.spots.list_page(SpotQuery())
    assert [spot.id for spot in page.spots][:2] == ["F1-B1-S001", "F1-B1-S002"]
    assert (len(page.spots), page.matched, page.total) == (20, 40, 40)
    assert (page.current_page, page.total_pages, page.next_offset, page.previous_offset) == (1, 2, 20, None)


async def test_the_last_page_and_an_offset_past_the_end(services: GarageServices) -> None:
    last = await services.spots.list_page(SpotQuery(limit=15, offset=30))
    assert (len(last.spots), last.has_more, last.next_offset, last.previous_offset) == (10, False, None, 15)
    wrapped = await services.spots.list_page(SpotQuery(limit=15, offset=40))
    assert (wrapped.offset, wrapped.spots[0].id) == (0, "F1-B1-S001")


async def test_filter_and_sort(services: GarageServices) -> None:
    query = SpotQuery(where=SpotFilter(type=SpotType.COMPACT), sort=SpotSort.SPOT_NUMBER, descending=True, limit=3)
    page = await services.spots.list_page(query)
    assert [spot.id for spot in page.spots] == ["F1-B1-S002", "F1-B2-S002", "F2-B1-S002"]
    assert (page.matched, page.total, page.filtered.by_type[SpotType.COMPACT].total) == (8, 40, 8)
    backwards = await services.spots.list_page(SpotQuery(descending=True, limit=1))
    assert backwards.spots[0].id == "F2-B2-S010"


@pytest.mark.parametrize("query", [SpotQuery(limit=0), SpotQuery(limit=101), SpotQuery(offset=-1)])
async def test_pages_out_of_range(services: GarageServices, query: SpotQuery) -> None:
    with pytest.raises(ValidationFailed):
        await services.spots.list_page(query)


async def test_one_spot(services: GarageServices) -> None:
    with pytest.raises(ValidationFailed, match="Invalid spot ID format"):
        await services.spots.find("f1-b1-s001")
    with pytest.raises(SpotNotFound, match="Spot with ID 'F9-B9-S999' not found"):
        await services.spots.find("F9-B9-S999")


async def test_changes_by_hand(services: GarageServices) -> None:
    await services.check_in.check_in(CheckIn(license_plate="AA-1", vehicle_type=VehicleType.STANDARD))
    changed = await services.spots.update(
        "F1-B1-S003", {"status": SpotStatus.AVAILABLE, "type": SpotType.OVERSIZED, "features": (Feature.HANDICAP,)}
    )
    assert (changed.status, changed.type, changed.features) == (
        SpotStatus.AVAILABLE,
        SpotType.OVERSIZED,
        (Feature.HANDICAP,),
    )
    assert changed.current_vehicle == "AA-1"
    assert await services.spots.find("F1-B1-S003") == changed
    for wrong in ({}, {"status": SpotStatus.MAINTENANCE}, {"features": (Feature.HANDICAP, Feature.HANDICAP)}):
        with pytest.raises(ValidationFailed):
            await services.spots.update("F1-B1-S003", wrong)  # type: ignore[arg-type]
    with pytest.raises(SpotNotFound):
        await services.spots.update("F9-B9-S999", {"status": SpotStatus.OCCUPIED})


async def test_figures(services: GarageServices) -> None:
    await services.check_in.check_in(CheckIn(license_plate="AA-1", vehicle_type=VehicleType.COMPACT))
    figures = await services.spots.distribution()
    assert (figures.total, figures.bays, figures.by_status[SpotStatus.OCCUPIED]) == (40, {1: 2, 2: 2}, 1)
    assert figures.by_type[SpotType.COMPACT].occupied == 1
    assert (figures.by_feature[Feature.EV_CHARGING].total, figures.by_feature[Feature.HANDICAP].total) == (4, 2)
    assert figures.without_feature == 35
    assert list(figures.by_floor) == [1, 2]
    assert (await services.garage.occupancy()).occupancy_rate == 2.5
