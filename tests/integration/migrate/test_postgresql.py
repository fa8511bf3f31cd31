"""What only PostgreSQL has: schemas, shadow databases, transactions in scripts, two kinds of advisory lock."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from prismstack.drivers import DriverError
from prismstack.drivers.postgresql import PostgresOptions, parse_url
from prismstack.errors import ConfigurationError
from prismstack.migrate import State, db_execute, db_push, deploy, dev, down, mark_applied, reset, status
from prismstack.migrate._errors import (
    DatabaseNotEmpty,
    MigrationFailed,
    MigrationLocked,
    SchemaEngineError,
    ShadowReplayFailed,
)
from prismstack.migrate.postgresql import _database, _lock
from prismstack.migrate.postgresql._connection import Connection
from prismstack.migrate.postgresql._server import create_shadow

from .conftest import HEADER, ON_POSTGRESQL, POSTGRESQL, Workspace, on_server

pytestmark = ON_POSTGRESQL
INIT = 'CREATE TABLE "Item" ("id" SERIAL NOT NULL, "name" TEXT NOT NULL, CONSTRAINT "Item_pkey" PRIMARY KEY ("id"));'
ENUM = "enum Colour {{\n  RED\n  {}\n}}\n"


@pytest.fixture
def other(workspace: Workspace) -> Iterator[Connection]:
    """A second connection to the workspace's database, which is created."""
    workspace.sql("SELECT 1")
    connection = Connection(parse_url(workspace.url))
    yield connection
    connection.close()


def _on_shadow(url: str, statement: str) -> list[tuple[Any, ...]]:
    return asyncio.run(on_server(url, statement))


def test_the_change_of_an_enum_is_one_transaction(workspace: Workspace) -> None:
    workspace.model("colour Colour", extra=ENUM.format("GREEN"))
    dev(workspace.schema, workspace.url, name="init")
    workspace.sql("INSERT INTO \"Item\" (colour) VALUES ('GREEN')")
    workspace.migration(
        "20990101000000_enum",
        'CREATE TABLE "kept_not" (a INT);\nBEGIN;\nCREATE TYPE "Colour_new" AS ENUM (\'RED\');\n'
        'ALTER TABLE "Item" ALTER COLUMN "colour" TYPE "Colour_new" USING ("colour"::text::"Colour_new");\nCOMMIT;\n',
    )
    with pytest.raises(MigrationFailed, match=r"22P02: invalid input value for enum") as caught:
        deploy(workspace.schema, workspace.url)
    assert caught.value.undone
    assert "kept_not" not in workspace.tables()


def test_push_changes_an_enum(workspace: Workspace) -> None:
    workspace.model("colour Colour", extra=ENUM.format("GREEN"))
    db_push(workspace.schema, workspace.url)
    workspace.model("colour Colour", extra=ENUM.format("BLUE"))
    assert db_push(workspace.schema, workspace.url, accept_data_loss=True).steps
    assert db_push(workspace.schema, workspace.url).steps == 0


def test_the_way_back_of_a_counter_names_its_sequence(workspace: Workspace) -> None:
    plain = workspace.schema.read_text().replace(" @default(autoincrement())", "")
    counting = workspace.schema.read_text()
    workspace.schema.write_text(plain)
    dev(workspace.schema, workspace.url, name="init")
    workspace.schema.write_text(counting)
    created = dev(workspace.schema, workspace.url, name="count").created
    assert created is not None
    assert 'DROP SEQUENCE "item_id_seq"' in str(created.down())
    assert down(workspace.schema, workspace.url).rolled_back == (created.name,)


def test_a_concurrent_index_runs_as_written(workspace: Workspace) -> None:
    workspace.migration("1_init", INIT)
    workspace.migration("2_index", 'CREATE UNIQUE INDEX CONCURRENTLY "i" ON "Item" ("name");')
    assert deploy(workspace.schema, workspace.url).applied == ("1_init", "2_index")
    workspace.migration("3_bad", 'CREATE INDEX CONCURRENTLY "i" ON "Item" ("name");')
    with pytest.raises(MigrationFailed, match="part of it may have been applied"):
        deploy(workspace.schema, workspace.url)
    assert status(workspace.schema, workspace.url).named(State.FAILED) == ("3_bad",)


def test_a_script_with_its_own_transaction_that_fails_is_recorded(workspace: Workspace) -> None:
    workspace.migration("1_own", "BEGIN; CREATE TABLE a (b INT); COMMIT; BEGIN; SELECT 1/0; ROLLBACK;")
    with pytest.raises(MigrationFailed, match="division by zero") as caught:
        deploy(workspace.schema, workspace.url)
    assert not caught.value.undone
    assert "a" in workspace.tables()
    assert status(workspace.schema, workspace.url).named(State.FAILED) == ("1_own",)


def test_a_constraint_that_waits_for_the_commit_is_checked_before_it(workspace: Workspace) -> None:
    workspace.migration(
        "1_deferred",
        "CREATE TABLE p (id INT PRIMARY KEY);"
        "CREATE TABLE c (p INT REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED);"
        "INSERT INTO c VALUES (1);",
    )
    with pytest.raises(MigrationFailed, match="23503") as caught:
        deploy(workspace.schema, workspace.url)
    assert caught.value.undone
    assert workspace.tables() == {"_prisma_migrations"}


def test_the_message_names_the_line(workspace: Workspace) -> None:
    workspace.migration("1_bad", "SELECT 1;\nSELECT 2;\n  CREATE TABEL a (b INT);\nSELECT 3;\n")
    with pytest.raises(MigrationFailed, match=r"42601: syntax error.*\nLINE 3: CREATE TABEL a"):
        deploy(workspace.schema, workspace.url)


def test_a_script_may_set_the_search_path(workspace: Workspace) -> None:
    workspace.migration("1_dump", "SELECT set_config('search_path', '', false); CREATE TABLE public.a (b INT);")
    workspace.migration("2_more", "CREATE TABLE c (d INT);")
    assert len(deploy(workspace.schema, workspace.url).applied) == 2
    assert {"a", "c"} <= workspace.tables()


class TestSchemas:
    def test_the_urls_schema_is_created_and_used(self, workspace: Workspace) -> None:
        url = f"{workspace.url}?schema=the%20garage"
        assert dev(workspace.schema, url, name="init").created_database
        assert status(workspace.schema, url).up_to_date
        found = workspace.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'the garage' ORDER BY 1")
        assert found == [("Item",), ("_prisma_migrations",)]
        assert not status(workspace.schema, workspace.url).has_history

    def test_a_way_back_in_the_urls_schema(self, workspace: Workspace) -> None:
        url = f"{workspace.url}?schema=garage"
        dev(workspace.schema, url, name="init")
        workspace.model("name String", "age Int?", "colour Colour?", extra=ENUM.format("GREEN"))
        created = dev(workspace.schema, url, name="more").created
        assert created is not None
        assert down(workspace.schema, url).rolled_back == (created.name,)
        columns = workspace.sql("SELECT column_name FROM information_schema.columns WHERE table_name = 'Item'")
        assert sorted(columns) == [("id",), ("name",)]
        assert workspace.sql("SELECT 1 FROM pg_type WHERE typname = 'Colour'") == []

    def test_a_reset_leaves_the_other_schemas_alone(self, workspace: Workspace) -> None:
        workspace.migration("1_init", INIT)
        workspace.sql("CREATE SCHEMA theirs; CREATE TABLE theirs.t (a INT);")
        deploy(workspace.schema, workspace.url)
        workspace.sql("CREATE VIEW v AS SELECT 1; CREATE TYPE mood AS ENUM ('ok');")
        assert reset(workspace.schema, workspace.url).applied == ("1_init",)
        assert workspace.tables() == {"Item", "_prisma_migrations", "t"}
        assert workspace.sql("SELECT 1 FROM pg_type WHERE typname = 'mood'") == []

    def test_tables_of_others_are_refused_until_the_baseline(self, workspace: Workspace) -> None:
        workspace.sql(INIT)
        workspace.migration("1_init", INIT)
        with pytest.raises(DatabaseNotEmpty):
            deploy(workspace.schema, workspace.url)
        mark_applied("1_init", workspace.schema, workspace.url)
        assert status(workspace.schema, workspace.url).up_to_date
        assert dev(workspace.schema, workspace.url).created is None


class TestShadowDatabases:
    def test_are_dropped(self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        made: list[str] = []

        def create(options: PostgresOptions) -> PostgresOptions:
            shadow = create_shadow(options)
            made.append(shadow.database)
            return shadow

        monkeypatch.setattr(_database, "create_shadow", create)
        dev(workspace.schema, workspace.url, name="init")
        workspace.migration("20990101000000_bad", "CREATE TABEL a (b INT);")
        with pytest.raises(ShadowReplayFailed, match="syntax error"):
            dev(workspace.schema, workspace.url)
        assert len(made) > 1
        left = {row[0] for row in workspace.sql("SELECT datname FROM pg_database")}
        assert left.isdisjoint(made)

    def test_a_configured_one_is_emptied_and_used(self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        shadow = f"{workspace.url}_shadow"
        _on_shadow(shadow, "CREATE TABLE stray (a INT)")
        line = '"DATABASE_URL")\n  shadowDatabaseUrl = env("SHADOW_DATABASE_URL")'
        workspace.schema.write_text(workspace.schema.read_text().replace('"DATABASE_URL")', line))
        monkeypatch.setenv("SHADOW_DATABASE_URL", shadow)
        try:
            for name in ("init", "again"):
                dev(workspace.schema, workspace.url, name=name)
            assert _on_shadow(shadow, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("Item",)]
        finally:
            workspace.sql(f"DROP DATABASE {shadow.rpartition('/')[2]}")

    def test_it_must_not_be_the_database_itself(self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        line = f'"DATABASE_URL")\n  shadowDatabaseUrl = "{workspace.url}"'
        workspace.schema.write_text(workspace.schema.read_text().replace('"DATABASE_URL")', line))
        with pytest.raises(ConfigurationError, match="would be emptied"):
            deploy(workspace.schema, workspace.url)


class TestLocks:
    @pytest.mark.parametrize("key", ["72707369", "72707369, 0"])
    def test_whoever_holds_one_is_waited_for(
        self, workspace: Workspace, other: Connection, monkeypatch: pytest.MonkeyPatch, key: str
    ) -> None:
        workspace.migration("1_init", INIT)
        for function in (_lock.acquire, _lock.acquire_prismas):
            monkeypatch.setattr(function, "__defaults__", (0.1,))
        other.query(f"SELECT pg_advisory_lock({key})")
        with pytest.raises(MigrationLocked, match="another process migrates"):
            deploy(workspace.schema, workspace.url)
        other.query(f"SELECT pg_advisory_unlock({key})")
        assert deploy(workspace.schema, workspace.url).applied == ("1_init",)

    def test_a_killed_deploy_leaves_nothing(self, workspace: Workspace, other: Connection) -> None:
        workspace.migration("1_init", f"{INIT}\nSELECT pg_sleep(30);")
        process = workspace.spawn("migrate", "deploy", stderr=subprocess.DEVNULL)
        running = "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(30);'"
        while not other.value(f"SELECT count(*) {running}"):
            assert process.poll() is None
        process.kill()
        process.communicate()
        # The server notices at its next write; here it is told.
        other.query(f"SELECT pg_terminate_backend(pid) {running}")
        assert status(workspace.schema, workspace.url).named(State.PENDING) == ("1_init",)
        assert "Item" not in workspace.tables()


def test_a_lost_connection_is_one_clear_error(workspace: Workspace) -> None:
    workspace.migration("1_suicide", "SELECT pg_terminate_backend(pg_backend_pid());")
    with pytest.raises((MigrationFailed, SchemaEngineError, DriverError)) as caught:
        deploy(workspace.schema, workspace.url)
    assert "connection" in caught.value.message
    assert status(workspace.schema, workspace.url).named(State.PENDING) == ("1_suicide",)


def test_no_server(workspace: Workspace) -> None:
    url = "postgresql://postgres@127.0.0.1:1/nothing"
    for command in (deploy, status, db_push, reset):
        with pytest.raises(DriverError, match=r"refused|Connect call failed"):
            command(workspace.schema, url)


def test_execute(workspace: Workspace) -> None:
    workspace.sql(INIT)
    db_execute("INSERT INTO \"Item\" (name) VALUES ('a'); SELECT 1; INSERT INTO \"Item\" (name) VALUES ('b');")
    assert workspace.sql('SELECT name FROM "Item" ORDER BY 1') == [("a",), ("b",)]
    with pytest.raises(SchemaEngineError, match="syntax error"):
        db_execute("INSERT INTO \"Item\" (name) VALUES ('c'); NONSENSE;")
    assert workspace.sql('SELECT count(*) FROM "Item"') == [(2,)]


def test_a_server_without_secrets_in_the_label(workspace: Workspace) -> None:
    workspace.migration("1_init", INIT)
    label = deploy(workspace.schema, workspace.url).database
    assert label.startswith('PostgreSQL database "t_')
    assert POSTGRESQL.partition("@")[2] in label
    assert "postgres@" not in label


def test_several_schemas_are_pulled(workspace: Workspace) -> None:
    written = HEADER.replace('"sqlite"', '"postgresql"')
    workspace.sql(
        "CREATE SCHEMA second; CREATE TABLE second.b (id INT PRIMARY KEY); CREATE TABLE a (id INT PRIMARY KEY);"
    )
    both = written.replace('provider = "postgresql"', 'provider = "postgresql"\n  schemas = ["public", "second"]')
    workspace.schema.write_text(both)
    assert workspace.cli("db", "pull")[0] == 0
    text = workspace.schema.read_text()
    assert '@@schema("second")' in text
    assert '@@schema("public")' in text
    assert workspace.cli("validate")[0] == 0
    workspace.schema.write_text(written)
    code, out, _ = workspace.cli("db", "pull", "--print", "--schemas", "second")
    assert (code, "model b {" in out, "model a {" in out) == (0, True, False)
