"""The base repository over a generated client and a real database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from prismstack.data import (
    DuplicateEntry,
    Equals,
    ForeignKeyViolation,
    In,
    NotFound,
    OrderBy,
    Page,
    PrismaAdapter,
    StartsWith,
    ValidationFailed,
)
from prismstack.errors import ConfigurationError

Repository = PrismaAdapter[Any]


async def park(vehicles: Repository, *plates: str) -> None:
    await vehicles.create_many([{"plate": plate} for plate in plates])


async def test_create_get_update_delete(vehicles: Repository) -> None:
    created = await vehicles.create({"plate": "AB-1"})
    assert created.wheels == 4
    assert await vehicles.get(created.id) == created
    assert await vehicles.get({"plate": "AB-1"}) == created
    updated = await vehicles.update(created.id, {"wheels": 6})
    assert (updated.id, updated.wheels) == (created.id, 6)
    assert (await vehicles.delete(created.id)).wheels == 6
    assert await vehicles.get_or_none(created.id) is None
    assert await vehicles.with_deleted.count() == 0


@pytest.mark.parametrize("operation", ["get", "delete", "soft_delete", "restore"])
async def test_a_missing_record_is_not_found(vehicles: Repository, operation: str) -> None:
    with pytest.raises(NotFound, match="no Vehicle with id 'nothing'") as caught:
        await getattr(vehicles, operation)("nothing")
    assert (caught.value.code, caught.value.http_status, caught.value.fields) == ("NOT_FOUND", 404, ("id",))


async def test_update_of_a_missing_record_is_not_found(vehicles: Repository) -> None:
    with pytest.raises(NotFound, match="no Vehicle with plate 'AB-1'"):
        await vehicles.update({"plate": "AB-1"}, {"wheels": 2})


async def test_duplicates_are_refused_and_named(vehicles: Repository) -> None:
    await park(vehicles, "AB-1", "AB-2")
    for attempt in (
        vehicles.create({"plate": "AB-1"}),
        vehicles.create_many([{"plate": "AB-3"}, {"plate": "AB-1"}]),
        vehicles.update({"plate": "AB-2"}, {"plate": "AB-1"}),
    ):
        with pytest.raises(DuplicateEntry) as caught:
            await attempt
        assert caught.value.fields == ("plate",)
        assert caught.value.prisma_code == "P2002"
        assert not caught.value.retryable
        assert "plate already exists" in caught.value.message
    assert await vehicles.count() == 2, "nothing of the refused create_many is there"


async def test_foreign_keys_are_refused_both_ways(vehicles: Repository, payments: Repository) -> None:
    with pytest.raises(ForeignKeyViolation) as caught:
        await payments.create({"amount": 1, "vehicleId": "nothing"})
    assert (caught.value.code, caught.value.http_status) == ("FOREIGN_KEY_ERROR", 400)
    vehicle = await vehicles.create({"plate": "AB-1"})
    await payments.create({"amount": 1, "vehicleId": vehicle.id})
    with pytest.raises(ForeignKeyViolation):
        await vehicles.delete(vehicle.id)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"plate": "AB-1", "colour": "red"}, "colour"),
        ({"plate": "AB-1", "wheels": "four"}, "wheels"),
        ({"wheels": 4}, "plate"),
    ],
)
async def test_bad_input_is_a_validation_error_that_names_the_field(
    vehicles: Repository, data: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationFailed) as caught:
        await vehicles.create(data)
    assert caught.value.http_status == 400
    assert field in caught.value.message
    assert await vehicles.count() == 0


async def test_find_many_filters_sorts_and_pages(vehicles: Repository) -> None:
    await park(vehicles, *(f"AB-{number}" for number in range(10)), "XY-1")
    backwards = await vehicles.find_many(StartsWith("plate", "AB"), order=[OrderBy("plate", "desc")])
    assert [each.plate for each in backwards] == [f"AB-{number}" for number in range(9, -1, -1)]
    assert len(await vehicles.find_many()) == 11
    assert await vehicles.find_many(In("plate", ["nothing"])) == []
    page = await vehicles.find_page(StartsWith("plate", "AB"), order=[OrderBy("plate")], page=Page(number=2, size=4))
    assert [each.plate for each in page] == ["AB-4", "AB-5", "AB-6", "AB-7"]
    assert (page.total, page.pages, page.has_previous, page.has_next) == (10, 3, True, True)


async def test_pages_neither_overlap_nor_skip_when_the_sort_field_ties(vehicles: Repository) -> None:
    await park(vehicles, *(f"AB-{number:02}" for number in range(30)))
    pages = [await vehicles.find_page(order=[OrderBy("wheels")], page=Page(n, 7)) for n in range(1, 6)]
    assert len({each.plate for page in pages for each in page}) == 30


async def test_one_count_and_exists(vehicles: Repository) -> None:
    await park(vehicles, "AB-1", "AB-2")
    assert (await vehicles.find_one(Equals("plate", "AB-2"))).plate == "AB-2"
    assert await vehicles.find_one(Equals("plate", "AB-3")) is None
    assert await vehicles.count(Equals("wheels", 4)) == 2
    assert await vehicles.exists(Equals("plate", "AB-1"))
    assert not await vehicles.exists(Equals("plate", "AB-3"))


async def test_include_reads_relations(vehicles: Repository, owners: Repository) -> None:
    owner = await owners.create({"email": "a@b.c"})
    vehicle = await vehicles.create({"plate": "AB-1", "ownerId": owner.id}, include={"owner": True})
    assert vehicle.owner == owner
    assert (await vehicles.get(vehicle.id, include={"owner": True})).owner == owner
    found = await owners.get(owner.id, include={"vehicles": True})
    assert [each.plate for each in found.vehicles] == ["AB-1"]


async def test_update_many_and_delete_many_count(vehicles: Repository) -> None:
    await park(vehicles, "AB-1", "AB-2", "AB-3")
    assert await vehicles.update_many(In("plate", ["AB-1", "AB-2"]), data={"wheels": 2}) == 2
    assert await vehicles.delete_many(Equals("wheels", 2)) == 2
    assert await vehicles.create_many([]) == 0
    assert await vehicles.count() == 1


async def test_reads_and_writes_skip_soft_deleted_records(vehicles: Repository) -> None:
    await park(vehicles, "AB-1", "AB-2")
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    gone = await vehicles.soft_delete({"plate": "AB-1"}, at=moment)
    assert gone.deletedAt == moment
    assert await vehicles.get_or_none({"plate": "AB-1"}) is None
    assert [each.plate for each in await vehicles.find_many()] == ["AB-2"]
    assert [each.plate for each in await vehicles.find_page()] == ["AB-2"]
    assert await vehicles.find_one(Equals("plate", "AB-1")) is None
    assert await vehicles.count() == 1
    assert not await vehicles.exists(Equals("plate", "AB-1"))
    for write in (
        vehicles.update({"plate": "AB-1"}, {"wheels": 2}),
        vehicles.delete({"plate": "AB-1"}),
        vehicles.soft_delete({"plate": "AB-1"}),
    ):
        with pytest.raises(NotFound):
            await write
    assert await vehicles.update_many(data={"wheels": 8}) == 1
    assert await vehicles.delete_many(Equals("plate", "AB-1")) == 0


async def test_views_see_soft_deleted_records(vehicles: Repository) -> None:
    await park(vehicles, "AB-1", "AB-2")
    await vehicles.soft_delete({"plate": "AB-1"})
    assert await vehicles.with_deleted.count() == 2
    assert [each.plate for each in await vehicles.only_deleted.find_many()] == ["AB-1"]
    assert (await vehicles.with_deleted.get({"plate": "AB-1"})).deletedAt is not None
    with pytest.raises(NotFound, match="no Vehicle with plate 'AB-2'"):
        await vehicles.only_deleted.get({"plate": "AB-2"})


async def test_soft_delete_is_now_by_default_and_restore_takes_it_back(vehicles: Repository) -> None:
    vehicle = await vehicles.create({"plate": "AB-1"})
    gone = await vehicles.soft_delete(vehicle.id)
    assert abs(datetime.now(UTC) - gone.deletedAt) < timedelta(seconds=5)
    restored = await vehicles.restore(vehicle.id)
    assert restored == vehicle
    with pytest.raises(NotFound):
        await vehicles.restore(vehicle.id)
    await park(vehicles, "AB-2", "AB-3")
    assert await vehicles.soft_delete_many(In("plate", ["AB-1", "AB-2"])) == 2
    assert await vehicles.count() == 1


async def test_a_model_without_soft_delete_says_so(payments: Repository) -> None:
    for ask in (lambda: payments.soft_delete(1), lambda: payments.restore(1)):
        with pytest.raises(ConfigurationError, match=r"Payment has no soft delete; set Payments\.deleted_at"):
            await ask()
    with pytest.raises(ConfigurationError, match="no soft delete"):
        _ = payments.only_deleted
    assert await payments.with_deleted.count() == 0


def test_soft_delete_field_must_exist(depot: Any) -> None:
    with pytest.raises(ConfigurationError, match="Payment has no field 'deletedAt'"):

        class Payments(depot.payments):  # type: ignore[misc,name-defined]
            deleted_at = "deletedAt"
