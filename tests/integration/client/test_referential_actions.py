"""What happens to children when their parent is deleted or renumbered."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

KIDS = ["cascadekid", "restrictkid", "nullkid", "defaultkid", "noactionkid"]


async def family(db: Any, kid: str) -> None:
    await db.parent.create_many([{"id": 1}, {"id": 2}])
    await getattr(db, kid).create_many([{"id": 10, "parentId": 1}, {"id": 20, "parentId": 2}])


async def parents(db: Any, kid: str) -> dict[int, int | None]:
    return {row.id: row.parentId for row in await getattr(db, kid).find_many(order={"id": "asc"})}


@pytest.mark.parametrize(
    ("kid", "expected"),
    [
        ("cascadekid", {10: 1}),
        ("nullkid", {10: 1, 20: None}),
    ],
)
@pytest.mark.feature("referential actions: Cascade, Restrict, NoAction, SetNull")
async def test_deleting_the_parent(db: Any, kid: str, expected: dict[int, int | None]) -> None:
    await family(db, kid)
    assert (await db.parent.delete({"id": 2})).id == 2
    assert await parents(db, kid) == expected


@pytest.mark.parametrize("kid", ["restrictkid", "noactionkid"])
@pytest.mark.feature("referential actions: Cascade, Restrict, NoAction, SetNull")
async def test_refusing_to_delete_the_parent(db: Any, errors: ModuleType, kid: str) -> None:
    await family(db, kid)
    for attempt in (lambda: db.parent.delete({"id": 2}), db.parent.delete_many):
        with pytest.raises(errors.ForeignKeyViolationError) as caught:
            await attempt()
        assert caught.value.code == "P2003"
        assert await parents(db, kid) == {10: 1, 20: 2}
        assert await db.parent.count() == 2
    await getattr(db, kid).delete({"id": 20})
    assert (await db.parent.delete({"id": 2})).id == 2


@pytest.mark.parametrize(
    ("kid", "expected"),
    [
        ("cascadekid", {10: 1, 20: 3}),
        ("nullkid", {10: 1, 20: None}),
    ],
)
@pytest.mark.feature("referential actions: Cascade, Restrict, NoAction, SetNull")
async def test_renumbering_the_parent(db: Any, kid: str, expected: dict[int, int | None]) -> None:
    await family(db, kid)
    assert (await db.parent.update({"id": 3}, {"id": 2})).id == 3
    assert await parents(db, kid) == expected


@pytest.mark.parametrize("kid", ["restrictkid", "noactionkid"])
@pytest.mark.feature("referential actions: Cascade, Restrict, NoAction, SetNull")
async def test_refusing_to_renumber_the_parent(db: Any, errors: ModuleType, kid: str) -> None:
    await family(db, kid)
    with pytest.raises(errors.ForeignKeyViolationError):
        await db.parent.update({"id": 3}, {"id": 2})
    assert await parents(db, kid) == {10: 1, 20: 2}


async def test_through_compound_keys_and_renamed_columns(db: Any, errors: ModuleType) -> None:
    ann = await db.user.create({"email": "ann"})
    await db.club.create({"name": "chess"})
    await db.membership.create({"userId": ann.id, "clubName": "chess", "seat": 1, "visits": {"create": [{}, {}]}})
    await db.club.update({"name": "go"}, {"name": "chess"})
    assert [visit.clubName for visit in await db.visit.find_many()] == ["go", "go"]
    with pytest.raises(errors.ForeignKeyViolationError):
        await db.club.delete({"name": "go"})
    await db.user.delete({"id": ann.id})
    assert [await db.membership.count(), await db.visit.count(), await db.club.count()] == [0, 0, 1]


async def test_set_null_through_a_self_relation(db: Any) -> None:
    await db.user.create({"email": "boss", "reports": {"create": [{"email": "w"}]}})
    await db.user.delete({"email": "boss"})
    assert (await db.user.find_unique_or_raise({"email": "w"})).managerId is None


@pytest.mark.providers("sqlite", "postgresql")  # InnoDB has no SET DEFAULT
@pytest.mark.feature("referential action SetDefault")
async def test_set_default(db: Any) -> None:
    await family(db, "defaultkid")
    assert (await db.parent.update({"id": 3}, {"id": 2})).id == 3
    assert await parents(db, "defaultkid") == {10: 1, 20: 1}
    await db.defaultkid.update({"parentId": 3}, {"id": 20})
    await db.parent.delete({"id": 3})
    assert await parents(db, "defaultkid") == {10: 1, 20: 1}
