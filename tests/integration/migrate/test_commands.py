"""The commands as their users call them: output, exit codes, flags, ``.env``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from .conftest import EVERY_PROVIDER, HEADER, Workspace


def test_from_an_empty_folder_to_an_up_to_date_database(workspace: Workspace) -> None:
    code, out, _ = workspace.cli("migrate", "dev", "--name", "init", "--skip-generate")
    assert code == 0
    assert "Prisma schema loaded from schema.prisma" in out
    assert f'Datasource "db": SQLite database "dev.db" at "file:{workspace.database}"' in out
    assert "now in sync" in out
    code, out, _ = workspace.cli("migrate", "status")
    assert code == 0
    assert "1 migration found in migrations" in out
    assert "up to date" in out
    assert workspace.cli("migrate", "deploy")[1].endswith("No pending migrations to apply.\n")


def test_status_has_exit_code_1_until_deployed(workspace: Workspace) -> None:
    workspace.migration("20260101000000_init", "CREATE TABLE a (b INT);")
    code, _, err = workspace.cli("migrate", "status")
    assert (code, "P1003" in err) == (1, True)
    workspace.sql("PRAGMA user_version = 1")
    code, out, _ = workspace.cli("migrate", "status")
    assert code == 1
    assert "pending     20260101000000_init" in out
    assert "prismstack migrate deploy" in out
    code, out, _ = workspace.cli("migrate", "deploy")
    assert code == 0
    assert "Applying migration `20260101000000_init`" in out


@EVERY_PROVIDER
def test_status_as_json(workspace: Workspace) -> None:
    workspace.migration("20260101000000_bad", "CREATE TABEL a (b INT);")
    assert workspace.cli("migrate", "deploy")[0] == 1
    code, out, _ = workspace.cli("migrate", "status", "--json")
    document = json.loads(out)
    assert code == 1
    assert document["upToDate"] is False
    (migration,) = document["migrations"]
    assert migration["state"] == "failed"
    assert "syntax" in migration["logs"]
    assert "sql_schema_connector" not in migration["logs"]


@EVERY_PROVIDER
def test_a_failed_deploy_then_resolve_then_deploy(workspace: Workspace) -> None:
    script = workspace.migration("20260101000000_bad", "CREATE TABEL a (b INT);")
    code, out, err = workspace.cli("migrate", "deploy")
    assert (code, out) == (1, "")
    assert err.startswith("error P3018: ")
    assert "Traceback" not in err
    code, out, _ = workspace.cli("migrate", "status")
    assert code == 1
    assert "resolve --rolled-back 20260101000000_bad" in out
    script.write_text("CREATE TABLE a (b INT);")
    assert workspace.cli("migrate", "resolve", "--rolled-back", "20260101000000_bad")[0] == 0
    assert workspace.cli("migrate", "deploy")[0] == 0


@EVERY_PROVIDER
def test_destructive_changes_are_refused_without_a_terminal(workspace: Workspace) -> None:
    workspace.cli("migrate", "dev", "-n", "init", "--skip-generate")
    workspace.sql("INSERT INTO \"Item\" (name) VALUES ('precious')")
    workspace.model("age Int?")
    code, _, err = workspace.cli("migrate", "dev", "-n", "drop", "--skip-generate")
    assert code == 1
    assert err.startswith("error DATA_LOSS: ")
    code, _, err = workspace.cli("db", "push", "--skip-generate")
    assert (code, "--accept-data-loss" in err) == (1, True)
    code, _, err = workspace.cli("migrate", "reset")
    assert (code, "--force" in err) == (130, True)
    assert workspace.sql('SELECT name FROM "Item"') == [("precious",)]
    code, _, err = workspace.cli("migrate", "dev", "-n", "drop", "--accept-data-loss", "--skip-generate")
    assert (code, "column `name`" in err) == (0, True)


@EVERY_PROVIDER
def test_drift_has_exit_code_130_without_a_terminal(workspace: Workspace) -> None:
    workspace.cli("migrate", "dev", "-n", "init", "--skip-generate")
    workspace.sql("CREATE TABLE stray (a INT)")
    code, _, err = workspace.cli("migrate", "dev", "--skip-generate")
    assert code == 130
    assert "stray" in err
    code, out, _ = workspace.cli("migrate", "dev", "--force", "--skip-generate")
    assert code == 0
    assert "The database was reset." in out


@EVERY_PROVIDER
def test_create_only(workspace: Workspace) -> None:
    code, out, _ = workspace.cli("migrate", "dev", "--name", "init", "--create-only")
    assert code == 0
    assert "without applying it" in out
    assert "Item" not in workspace.tables()


@EVERY_PROVIDER
def test_db_push_and_its_flags(workspace: Workspace) -> None:
    assert workspace.cli("db", "push", "--skip-generate")[0] == 0
    assert "already in sync" in workspace.cli("db", "push", "--skip-generate")[1]
    workspace.sql("INSERT INTO \"Item\" (name) VALUES ('a')")
    code, out, _ = workspace.cli("db", "push", "--force-reset", "--accept-data-loss", "--skip-generate")
    assert (code, "The database was reset." in out) == (0, True)
    assert workspace.sql('SELECT count(*) FROM "Item"') == [(0,)]


def test_reset_seeds_unless_told_not_to(workspace: Workspace) -> None:
    (workspace.folder / "pyproject.toml").write_text('[tool.prismstack]\nseed = "python seed.py"\n')
    (workspace.folder / "seed.py").write_text("open('seeded', 'a').write('x')\n")
    workspace.migration("20260101000000_init", "CREATE TABLE a (b INT);")
    assert workspace.cli("migrate", "reset", "--force", "--skip-generate", "--skip-seed")[0] == 0
    assert not Path("seeded").exists()
    code, out, _ = workspace.cli("migrate", "reset", "-f", "--skip-generate")
    assert (code, "Running seed command `python seed.py`" in out) == (0, True)
    assert workspace.cli("db", "seed", "--", "--size", "small")[0] == 0
    assert Path("seeded").read_text() == "xx"


def test_db_execute(workspace: Workspace) -> None:
    workspace.cli("db", "push", "--skip-generate")
    Path("script.sql").write_text("INSERT INTO Item (name) VALUES ('a');")
    assert workspace.cli("db", "execute", "--file", "script.sql")[0] == 0
    assert workspace.sql('SELECT name FROM "Item"') == [("a",)]
    assert workspace.cli("db", "execute")[0] == 1
    assert workspace.cli("db", "execute", "--file", "missing.sql")[0] == 1


def test_the_url_comes_from_dotenv(workspace: Workspace, clean_environment: Callable[[str], None]) -> None:
    clean_environment("DATABASE_URL")
    Path(".env").write_text("DATABASE_URL=file:./from-dotenv.db\n")
    assert workspace.cli("db", "push", "--skip-generate")[0] == 0
    assert Path("from-dotenv.db").exists()


def test_the_dotenv_beside_the_schema_counts_too(
    workspace: Workspace, clean_environment: Callable[[str], None]
) -> None:
    clean_environment("DATABASE_URL")
    folder = workspace.folder / "service" / "db"
    folder.mkdir(parents=True)
    (folder / "schema.prisma").write_text(HEADER + "model Item {\n  id Int @id\n}\n")
    (folder / ".env").write_text("DATABASE_URL=file:./here.db\n")
    assert workspace.cli("db", "push", "--schema", "service/db/schema.prisma", "--skip-generate")[0] == 0
    assert (folder / "here.db").exists()


def test_validate(workspace: Workspace) -> None:
    assert workspace.cli("validate")[:2] == (0, "The schema at schema.prisma is valid.\n")
    workspace.model("name Strin")
    code, out, _ = workspace.cli("validate")
    assert code == 1
    assert out.startswith(f"{workspace.schema}:8:8: error: ")
    code, out, _ = workspace.cli("validate", "--json")
    document = json.loads(out)
    assert (code, document["valid"]) == (1, False)
    assert (document["diagnostics"][0]["line"], document["diagnostics"][0]["column"]) == (8, 8)


def test_format(workspace: Workspace) -> None:
    workspace.schema.write_text(HEADER.replace("  url      =", "  url =") + "model Item {\n id Int @id\n}\n")
    code, out, _ = workspace.cli("format", "--check")
    assert (code, out) == (1, "schema.prisma is not formatted\n")
    assert workspace.cli("format")[0] == 0
    assert "  id Int @id" in workspace.schema.read_text()
    assert workspace.cli("format", "--check")[:2] == (0, "")


def test_versions_and_engines_as_json(workspace: Workspace) -> None:
    code, out, _ = workspace.cli("version", "--json")
    assert (code, json.loads(out)["engines"]) == (0, "prisma 7.10.1")
    code, out, _ = workspace.cli("engines", "status", "--json")
    document = json.loads(out)
    assert code == (0 if document["complete"] else 1)
    assert {each["name"] for each in document["files"]} >= {"schema_engine_bg.wasm", "LICENSE"}


def test_the_client_is_generated_after_a_change(workspace: Workspace) -> None:
    generator = 'generator client {\n  provider = "prisma-client-py"\n  output = "./made"\n}\n'
    workspace.model("name String", extra=generator)
    assert workspace.cli("migrate", "dev", "-n", "init", "--skip-generate")[0] == 0
    assert not Path("made").exists()
    code, out, _ = workspace.cli("generate")
    assert (code, f"Generated Prisma Client Python to {workspace.folder / 'made'}" in out) == (0, True)
    workspace.model("name String", "age Int?", extra=generator)
    assert workspace.cli("migrate", "dev", "-n", "age")[0] == 0
    assert "age" in Path("made/models.py").read_text()


def test_a_generator_of_another_language_is_left_alone(workspace: Workspace) -> None:
    workspace.model("name String", extra='generator client {\n  provider = "prisma-client-js"\n}\n')
    assert workspace.cli("db", "push")[0] == 0


def test_as_a_process(workspace: Workspace) -> None:
    process = workspace.spawn("migrate", "dev", "--name", "init", "--skip-generate")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "\x1b" not in out
    process = workspace.spawn("migrate", "status")
    assert "up to date" in process.communicate(timeout=60)[0]
    assert process.returncode == 0
