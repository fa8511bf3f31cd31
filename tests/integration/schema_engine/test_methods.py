"""Every method in the shapes of line 7, on every provider."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from .conftest import ON_EVERY_PROVIDER, Project, RpcError, Server

pytestmark = ON_EVERY_PROVIDER
FILTERS: dict[str, Any] = {"externalTables": [], "externalEnums": []}


def listed(project: Project, **more: Any) -> dict[str, Any]:
    return {"migrationsList": project.listing(), "filters": FILTERS, **more}


def write_next(project: Project, server: Server, name: str, *fields: str) -> str:
    """What ``migrate dev`` does to make the next migration; returns its name."""
    assert server.call("devDiagnostic", listed(project)) == {"action": {"tag": "createMigration"}}
    server.call("applyMigrations", listed(project))
    schema = project.schema(*fields)
    assert server.call("evaluateDataLoss", listed(project, schema=schema))["unexecutableSteps"] == []
    made = server.call("createMigration", listed(project, schema=schema, draft=False, migrationName=name))
    assert made["connectorType"] == project.place.provider
    assert made["extension"] == "sql"
    assert made["generatedMigrationName"].endswith(f"_{name}")
    project.migration(made["generatedMigrationName"], made["migrationScript"])
    return made["generatedMigrationName"]


def test_migrations_are_made_applied_and_diagnosed(existing: Project) -> None:
    server = existing.serve()
    new = server.call("diagnoseMigrationHistory", listed(existing, optInToShadowDatabase=False))
    assert (new["hasMigrationsTable"], new["history"]) == (False, None)
    first = write_next(existing, server, "init")
    behind = server.call("diagnoseMigrationHistory", listed(existing, optInToShadowDatabase=False))
    assert behind["history"] == {"diagnostic": "databaseIsBehind", "unappliedMigrationNames": [first]}
    assert server.call("applyMigrations", listed(existing)) == {"appliedMigrationNames": [first]}
    second = f"{int(first[:14]) + 1}_more"
    existing.schema("age Int?")
    made = write_next_again(existing, server, "age Int?")
    existing.migration(second, made["migrationScript"])
    assert server.call("applyMigrations", listed(existing)) == {"appliedMigrationNames": [second]}
    done = server.call("diagnoseMigrationHistory", listed(existing, optInToShadowDatabase=True))
    assert done["history"] is None
    assert (done["hasMigrationsTable"], done["failedMigrationNames"], done["editedMigrationNames"]) == (True, [], [])
    recorded = existing.place.sql("SELECT checksum FROM _prisma_migrations ORDER BY migration_name")
    scripts = [existing.migrations / name / "migration.sql" for name in (first, second)]
    assert [row[0] for row in recorded] == [hashlib.sha256(each.read_bytes()).hexdigest() for each in scripts]
    # Nothing is left of the shadow databases, nor a lock, nor a journal.
    assert not list(existing.folder.glob("*.db-*"))


def write_next_again(project: Project, server: Server, *fields: str) -> dict[str, Any]:
    request = listed(project, schema=project.schema(*fields), draft=False, migrationName="more")
    return server.call("createMigration", request)


def test_a_migration_that_fails_is_named_and_resolved(existing: Project) -> None:
    server = existing.serve()
    existing.migration("1_bad", "CREATE TABLE a (b INT); CREATE TABEL c;")
    with pytest.raises(RpcError) as caught:
        server.call("applyMigrations", listed(existing))
    assert caught.value.code == 4466
    data = caught.value.data
    assert (data["error_code"], data["is_panic"]) == ("P3018", False)
    assert data["meta"]["migration_name"] == "1_bad"
    assert "`prisma migrate resolve" in data["message"]
    with pytest.raises(RpcError, match="P3009"):
        server.call("applyMigrations", listed(existing))
    diagnosis = server.call("diagnoseMigrationHistory", listed(existing, optInToShadowDatabase=False))
    assert diagnosis["failedMigrationNames"] == ["1_bad"]
    server.call("markMigrationRolledBack", {"migrationName": "1_bad"})
    (existing.migrations / "1_bad" / "migration.sql").write_text("CREATE TABLE a (b INT);")
    if existing.place.provider == "mysql":
        existing.place.sql("DROP TABLE a")
    assert server.call("applyMigrations", listed(existing)) == {"appliedMigrationNames": ["1_bad"]}


def test_a_database_with_tables_is_refused_until_the_baseline(existing: Project) -> None:
    existing.place.sql("CREATE TABLE a (b INT)")
    existing.migration("1_init", "CREATE TABLE a (b INT);")
    server = existing.serve()
    with pytest.raises(RpcError, match="P3005"):
        server.call("applyMigrations", listed(existing))
    server.call("markMigrationApplied", listed(existing, migrationName="1_init"))
    assert server.call("applyMigrations", listed(existing)) == {"appliedMigrationNames": []}
    for method, code in (("markMigrationApplied", "P3008"), ("markMigrationRolledBack", "P3012")):
        with pytest.raises(RpcError, match=code):
            server.call(method, listed(existing, migrationName="1_init"))
    with pytest.raises(RpcError, match="P3017"):
        server.call("markMigrationApplied", listed(existing, migrationName="2_none"))


def test_drift_asks_for_a_reset_which_empties_the_database(existing: Project) -> None:
    existing.migration("1_init", "CREATE TABLE a (b INT);")
    server = existing.serve()
    server.call("applyMigrations", listed(existing))
    existing.place.sql("CREATE TABLE stray (c INT)")
    action = server.call("devDiagnostic", listed(existing))["action"]
    assert action["tag"] == "reset"
    assert "stray" in action["reason"]
    assert server.call("reset", {"filter": FILTERS}) is None
    assert server.call("devDiagnostic", listed(existing)) == {"action": {"tag": "createMigration"}}
    assert server.call("applyMigrations", listed(existing)) == {"appliedMigrationNames": ["1_init"]}


def test_a_reset_keeps_the_tables_that_are_anothers(existing: Project) -> None:
    existing.place.sql("CREATE TABLE kept (a INT)")
    existing.place.sql("INSERT INTO kept VALUES (1)")
    existing.migration("1_init", "CREATE TABLE gone (a INT PRIMARY KEY);")
    server = existing.serve()
    server.call("markMigrationApplied", listed(existing, migrationName="1_init"))
    existing.place.sql("CREATE TABLE gone (a INT PRIMARY KEY)")
    external = "public.kept" if existing.place.provider == "postgresql" else "kept"
    filters = {**FILTERS, "externalTables": [external]}
    assert server.call("reset", {"filter": filters}) is None
    assert existing.place.sql("SELECT a FROM kept") == [(1,)]
    with pytest.raises(Exception, match="gone"):
        existing.place.sql("SELECT a FROM gone")
    asked = {"migrationsList": existing.listing(), "filters": filters}
    assert server.call("applyMigrations", asked) == {"appliedMigrationNames": ["1_init"]}
    assert server.call("devDiagnostic", asked)["action"] == {"tag": "createMigration"}


def test_push_changes_the_database_and_pull_reads_it(existing: Project) -> None:
    server = existing.serve()
    pushed = server.call("schemaPush", {"schema": existing.schema("age Int?"), "force": False, "filters": FILTERS})
    assert (pushed["warnings"], pushed["unexecutable"]) == ([], [])
    assert pushed["executedSteps"] > 0
    assert server.call("schemaPush", {"schema": existing.schema("age Int?"), "force": False})["executedSteps"] == 0
    script = "INSERT INTO {0}Item{0} (name, age) VALUES ('a', 1)".format(
        "`" if existing.place.provider == "mysql" else '"'
    )
    assert (
        server.call("dbExecute", {"datasourceType": {"tag": "url", "url": existing.place.url}, "script": script})
        is None
    )
    refused = server.call("schemaPush", {"schema": existing.schema(), "force": False})
    assert (refused["executedSteps"], len(refused["warnings"])) == (0, 1)
    empty = existing.schema()["files"][0]["content"].partition("model")[0]
    asked = {"schema": {"files": [{"path": "schema.prisma", "content": empty}]}, "force": False, "namespaces": None}
    pulled = server.call("introspect", {**asked, "compositeTypeDepth": -1, "baseDirectoryPath": str(existing.folder)})
    assert "age  Int?" in pulled["schema"]["files"][0]["content"]
    assert pulled["schema"]["files"][0]["path"] == "schema.prisma"


def test_an_empty_database_cannot_be_pulled(existing: Project) -> None:
    with pytest.raises(RpcError, match="P4001"):
        existing.serve().call("introspect", {"schema": existing.schema(), "force": True, "compositeTypeDepth": -1})


def test_differences_are_printed_by_the_client(existing: Project) -> None:
    existing.migration("1_init", "CREATE TABLE a (b INT);")
    server = existing.serve()
    schema = existing.schema()
    sides = {
        "empty": {"tag": "empty"},
        "schema": {"tag": "schemaDatamodel", **schema},
        "migrations": {"tag": "migrations", **existing.listing()},
        "database": {"tag": "schemaDatasource", **schema, "configDir": str(existing.folder)},
        "url": {"tag": "url", "url": existing.place.url},
    }
    expected = {("empty", "schema"): "Item", ("migrations", "database"): "a", ("database", "schema"): "Item"}
    for (source, target), table in expected.items():
        asked = {"from": sides[source], "to": sides[target], "script": True, "exitCode": True, "filters": FILTERS}
        assert server.call("diff", asked) == {"exitCode": 2}
        assert f"{table}" in server.printed.pop()
    asked = {"from": sides["url"], "to": sides["database"], "script": False, "exitCode": True}
    assert server.call("diff", asked) == {"exitCode": 0}
    assert server.printed == ["No difference detected."]
    assert server.call("diff", {"from": sides["empty"], "to": sides["schema"]}) == {"exitCode": 0}
    with pytest.raises(RpcError, match="unknown kind of side"):
        server.call("diff", {"from": {"tag": "moon"}, "to": sides["empty"]})


def test_a_shadow_database_is_prepared_by_the_projects_script(existing: Project) -> None:
    existing.migration("1_init", "ALTER TABLE there_before ADD COLUMN c INT;")
    server = existing.serve()
    prepared = {**existing.listing(), "shadowDbInitScript": "CREATE TABLE there_before (b INT);"}
    asked = {"from": {"tag": "empty"}, "to": {"tag": "migrations", **prepared}, "script": True}
    assert server.call("diff", asked) == {"exitCode": 0}
    assert "there_before" in server.printed.pop()


def test_a_missing_database_is_said_to_be_missing(project: Project) -> None:
    server = project.serve()
    for method in ("devDiagnostic", "diagnoseMigrationHistory"):
        with pytest.raises(RpcError, match="P1003"):
            server.call(method, listed(project, optInToShadowDatabase=False))


def test_small_methods(existing: Project) -> None:
    server = existing.serve()
    by_url = {"datasource": {"tag": "ConnectionString", "url": existing.place.url}}
    by_schema = {"datasource": {"tag": "Schema", **existing.schema(), "configDir": str(existing.folder)}}
    assert server.call("ensureConnectionValidity", by_url) == {}
    assert server.call("ensureConnectionValidity", by_schema) == {}
    version = server.call("getDatabaseVersion", {"datasource": None})
    assert any(name in version for name in ("SQLite", "PostgreSQL", "MariaDB", "8."))
    assert existing.place.name in server.call("createDatabase", by_url)["databaseName"]
    described = server.call("getDatabaseDescription", {"schema": existing.schema()["files"][0]["content"]})
    assert existing.place.name in described["description"]
