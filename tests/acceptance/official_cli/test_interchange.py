"""One history, two tools: what either has migrated, the other understands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from prismstack import migrate
from prismstack.migrate import State
from tests.providers import fresh

from .conftest import Project

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("project", ["7-sqlite", "7-postgresql", "7-mysql", "6-sqlite"], indirect=True),
]


@pytest.fixture
def shared(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """The project with the environment that prismstack reads."""
    monkeypatch.setenv("DATABASE_URL", project.place.url)
    return project


def test_a_project_changes_hands_and_back(shared: Project) -> None:
    migrate.dev(shared.schema, name="ours")
    assert "Database schema is up to date!" in shared.succeeds("migrate", "status")
    shared.model("age Int?")
    shared.dev("theirs")
    assert shared.recorded() == shared.on_disk()
    found = migrate.status(shared.schema)
    assert found.up_to_date
    assert found.named(State.APPLIED) == tuple(shared.names)
    assert migrate.dev(shared.schema).created is None
    shared.model("age Int?", "colour String?")
    migrate.dev(shared.schema, name="ours_again")
    assert shared.recorded() == shared.on_disk()
    assert "No pending migrations" in shared.succeeds("migrate", "deploy")
    with fresh(shared.place.provider, shared.folder) as elsewhere:
        assert migrate.deploy(shared.schema, elsewhere.url).applied == tuple(shared.names)


def test_a_failure_of_one_is_resolved_by_the_other(shared: Project) -> None:
    migrate.dev(shared.schema, name="init")
    name = "20990101000000_bad"
    shared.migration(name, "CREATE TABEL c;")
    assert shared.cli("migrate", "deploy").code == 1
    assert migrate.status(shared.schema).named(State.FAILED) == (name,)
    migrate.mark_rolled_back(name, shared.schema)
    shared.migration(name, "CREATE TABLE c (a INT);")
    assert "successfully applied" in shared.succeeds("migrate", "deploy")
    assert migrate.status(shared.schema).up_to_date
