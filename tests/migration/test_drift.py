"""The project's own schema, histories and a migrated database agree, on every provider."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from prismstack.migrate import DatabaseSide, MigrationsSide, SchemaSide, deploy, diff, down, status
from tests.providers import Place, fresh

ROOT = Path(__file__).parent.parent.parent
SCHEMA = ROOT / "schema.prisma"
HISTORIES = ROOT / "prisma" / "migrations"
PROVIDERS = sorted(each.name for each in HISTORIES.iterdir())


@pytest.fixture(params=PROVIDERS)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with fresh(request.param, tmp_path) as found:
        found.create()
        monkeypatch.setenv("DATABASE_URL", found.url)
        yield found


def test_schema_history_and_database_agree(place: Place) -> None:
    schema, history = SchemaSide(SCHEMA, place.provider), MigrationsSide(HISTORIES / place.provider)
    assert diff(history, schema, schema=SCHEMA).text.strip() == "No difference detected."
    deploy(SCHEMA, place.url)
    assert status(SCHEMA, place.url).up_to_date
    database = DatabaseSide(place.url)
    assert not diff(database, schema).different
    assert not diff(schema, database).different


def test_the_whole_history_has_a_way_back(place: Place) -> None:
    applied = deploy(SCHEMA, place.url).applied
    assert down(SCHEMA, place.url, steps=len(applied)).rolled_back == applied[::-1]
    assert diff(DatabaseSide(place.url), SchemaSide(SCHEMA, place.provider)).different
    assert deploy(SCHEMA, place.url).applied == applied
    assert not diff(DatabaseSide(place.url), SchemaSide(SCHEMA, place.provider)).different


def test_a_difference_is_noticed(place: Place) -> None:
    deploy(SCHEMA, place.url)
    place.sql("DROP TABLE IdempotencyRecord" if place.provider != "postgresql" else 'DROP TABLE "IdempotencyRecord"')
    assert diff(DatabaseSide(place.url), SchemaSide(SCHEMA, place.provider)).different
