"""The real CLI's commands with prismstack's engine, as a project's life has them."""

from __future__ import annotations

import pytest

from .conftest import ENGINE, Project

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "project", ["7-sqlite", "7-postgresql", "7-mysql", "6-sqlite", "6-postgresql", "5-sqlite"], indirect=True
)
def test_migrations(project: Project) -> None:
    project.dev("init")
    project.model("age Int?")
    project.dev("more")
    assert project.recorded() == project.on_disk()
    assert "Database schema is up to date!" in project.succeeds("migrate", "status")

    project.migration("20990101000000_bad", "CREATE TABEL a (b INT);")
    failed = project.cli("migrate", "deploy")
    assert failed.code == 1
    assert "P3018" in failed.text
    assert "20990101000000_bad" in failed.text
    assert project.cli("migrate", "status").code == 1
    assert "rolled back" in project.succeeds("migrate", "resolve", "--rolled-back", "20990101000000_bad")
    project.migration("20990101000000_bad", "CREATE TABLE a (b INT);")
    assert "successfully applied" in project.succeeds("migrate", "deploy")
    assert project.recorded() == project.on_disk()

    if project.line != "5":
        # Line 5 looks for a terminal first.
        project.place.sql("DROP TABLE a")
        drifted = project.cli("migrate", "dev", "--name", "drift")
        assert drifted.code in (1, 130)
        assert "Drift detected" in drifted.text
    project.succeeds("migrate", "reset", "--force", *project.skip_generate)
    assert project.recorded() == project.on_disk()
    assert not list(project.folder.glob("*.db-*"))


@pytest.mark.parametrize("project", ["7-sqlite", "7-postgresql", "7-mysql", "6-sqlite", "5-sqlite"], indirect=True)
def test_a_schema_without_migrations(project: Project) -> None:
    assert "now in sync" in project.succeeds("db", "push", *project.skip_generate)
    project.place.sql("CREATE TABLE stray (a INT PRIMARY KEY)")
    compare = ("--from-config-datasource", "--to-schema") if project.line == "7" else (
        "--from-schema-datasource", str(project.schema), "--to-schema-datamodel"
    )  # fmt: skip
    different = project.cli("migrate", "diff", *compare, str(project.schema), "--exit-code")
    assert different.code == 2, different.text
    assert "stray" in different.text
    before = project.schema.read_text().partition("model")[0]
    project.succeeds("db", "pull")
    assert "model stray" in project.schema.read_text()
    assert project.schema.read_text().startswith(before)
    script = project.folder / "script.sql"
    script.write_text("DROP TABLE stray;")
    where = () if project.line == "7" else ("--schema", str(project.schema))
    project.succeeds("db", "execute", "--file", str(script), *where)
    assert "stray" not in project.succeeds("db", "pull", "--print")


@pytest.mark.parametrize("project", ["7-sqlite"], indirect=True)
def test_the_version_names_the_engine(project: Project) -> None:
    text = project.succeeds("version")
    assert "schema-engine-cli prismstack-" in text
    assert ENGINE.name in text
