"""The shapes of lines 5 and 6: URLs in the schema, folders instead of lists, databases that a request names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.providers import Place, fresh

from .conftest import ON_EVERY_PROVIDER, Project, RpcError, Server

pytestmark = ON_EVERY_PROVIDER


def serve(project: Project, *fields: str) -> Server:
    """Start the server as line 5 does, for a schema that names its URL."""
    project.schema(*fields, url=json.dumps(project.place.url))
    return project.serve("-d", str(project.path))


def in_folder(project: Project, **more: Any) -> dict[str, Any]:
    return {"migrationsDirectoryPath": str(project.migrations), **more}


def schema(project: Project, *fields: str) -> dict[str, Any]:
    return project.schema(*fields, url=json.dumps(project.place.url))


def test_line_5_has_the_engine_write_the_migrations(existing: Project) -> None:
    server = serve(existing)
    assert server.call("devDiagnostic", in_folder(existing))["action"] == {"tag": "createMigration"}
    assert server.call("evaluateDataLoss", in_folder(existing, schema=schema(existing)))["migrationSteps"] > 0
    asked = in_folder(existing, schema=schema(existing), draft=False, migrationName="init")
    name = server.call("createMigration", asked)["generatedMigrationName"]
    assert "Item" in (existing.migrations / name / "migration.sql").read_text()
    assert existing.place.provider in (existing.migrations / "migration_lock.toml").read_text()
    assert server.call("listMigrationDirectories", in_folder(existing)) == {"migrations": [name]}
    assert server.call("applyMigrations", in_folder(existing)) == {"appliedMigrationNames": [name]}
    assert server.call("createMigration", asked) == {"generatedMigrationName": None}
    history = server.call("diagnoseMigrationHistory", in_folder(existing, optInToShadowDatabase=True))
    assert (history["history"], history["hasMigrationsTable"]) == (None, True)
    assert "drift" not in history
    assert server.call("reset") is None
    server.call("markMigrationApplied", in_folder(existing, migrationName=name))
    assert server.call("applyMigrations", in_folder(existing)) == {"appliedMigrationNames": []}


def test_a_pulled_schema_keeps_its_urls(existing: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHERE_IT_IS", existing.place.url)
    server = serve(existing, "age Int?")
    server.call("schemaPush", {"schema": schema(existing, "age Int?"), "force": False})
    existing.schema(url='env("WHERE_IT_IS")\n  shadowDatabaseUrl = env("NOT_SET")')
    text = existing.path.read_text().partition("model")[0]
    asked = {"files": [{"path": str(existing.path), "content": text}]}
    server = existing.serve("-d", str(existing.path))
    pulled = server.call("introspect", {"schema": asked, "force": False, "compositeTypeDepth": -1})
    content: str = pulled["schema"]["files"][0]["content"]
    assert f'  provider          = "{existing.place.provider}"\n' in content
    assert '  url               = env("WHERE_IT_IS")\n  shadowDatabaseUrl = env("NOT_SET")\n' in content
    assert "age  Int?" in content


def test_the_direct_url_is_what_migrations_connect_to(existing: Project) -> None:
    existing.schema(url=f'"{existing.place.url}_pooler"\n  directUrl = "{existing.place.url}"')
    server = existing.serve("--datamodels", str(existing.path))
    assert server.call("getDatabaseVersion")
    assert server.call("applyMigrations", in_folder(existing)) == {"appliedMigrationNames": []}


@pytest.fixture
def other(existing: Project, tmp_path: Path) -> Any:
    with fresh(existing.place.provider, tmp_path) as place:
        if place.provider != "sqlite":
            place.create()
        place.sql("CREATE TABLE elsewhere (a INT)")
        yield place


def test_a_target_may_be_the_database_of_another_schema(existing: Project, other: Place) -> None:
    server = serve(existing)
    text = existing.path.read_text().replace(existing.place.url, other.url)
    there = {"tag": "schemaDatasource", "files": [{"path": "o.prisma", "content": text}], "configDir": str(other.url)}
    here = {"tag": "schemaDatasource", **schema(existing), "configDir": str(existing.folder)}
    for source, target in ((here, there), (here, {"tag": "url", "url": other.url})):
        asked = {"from": source, "to": target, "script": True, "exitCode": True, "shadowDatabaseUrl": None}
        assert server.call("diff", asked) == {"exitCode": 2}
        assert "elsewhere" in server.printed.pop()


def test_a_shadow_database_is_enough_to_compare_migrations(existing: Project, other: Place) -> None:
    existing.migration("1_init", "CREATE TABLE a (b INT);")
    server = existing.serve()
    migrations = {"tag": "migrations", "path": str(existing.migrations)}
    model = {"tag": "schemaDatamodel", **existing.schema()}
    asked = {"from": migrations, "to": model, "script": True, "shadowDatabaseUrl": other.url}
    assert server.call("diff", asked) == {"exitCode": 0}
    assert "DROP TABLE" in server.printed.pop()
    if other.provider != "sqlite":
        # It was emptied; SQLite's migrations are replayed in memory.
        catalogue = "SELECT count(*) FROM information_schema.tables WHERE table_name = 'elsewhere'"
        within = "table_schema = DATABASE()" if other.provider == "mysql" else "table_schema = 'public'"
        assert other.sql(f"{catalogue} AND {within}") == [(0,)]


def test_a_script_runs_on_the_database_of_a_schema(existing: Project) -> None:
    server = serve(existing)
    source = {"tag": "schema", **schema(existing), "configDir": str(existing.folder)}
    server.call("dbExecute", {"datasourceType": source, "script": "CREATE TABLE a (b INT)"})
    assert existing.place.sql("SELECT count(*) FROM a") == [(0,)]
    with pytest.raises(RpcError):
        server.call("dbExecute", {"datasourceType": source, "script": "CREATE TABEL c"})


def test_a_variable_that_is_not_set_is_named(existing: Project) -> None:
    existing.schema(url='env("NOT_SET_AT_ALL")')
    with pytest.raises(RpcError, match="NOT_SET_AT_ALL"):
        existing.serve("-d", str(existing.path)).call("reset")
