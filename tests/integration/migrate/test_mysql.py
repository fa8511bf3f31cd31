"""What is different on MySQL and MariaDB: no transaction around changes of tables, an engine of our own."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from prismstack.errors import ConfigurationError
from prismstack.migrate import (
    DatabaseSide,
    Preset,
    SchemaSide,
    State,
    db_execute,
    db_push,
    deploy,
    dev,
    diff,
    down,
    mark_rolled_back,
    reset,
    status,
)
from prismstack.migrate._database import open_database
from prismstack.migrate._diff_sides import bare_schema
from prismstack.migrate._engine import SchemaEngine
from prismstack.migrate._errors import (
    MigrationFailed,
    MigrationLocked,
    NeverApplied,
    NoWayBack,
    RollbackFailed,
    SchemaEngineError,
    ShadowReplayFailed,
)
from prismstack.migrate._requests import files_of
from prismstack.migrate.mysql import _lock, _server
from tests.providers import SERVERS, Place

from .conftest import ON_MYSQL, Workspace

pytestmark = ON_MYSQL
HALF = (
    "CREATE TABLE a (b INT);\nINSERT INTO a VALUES (1);\n\nINSERT INTO nowhere VALUES (2);\nINSERT INTO a VALUES (3);\n"
)


def fail(workspace: Workspace, script: str = HALF) -> MigrationFailed:
    workspace.migration("1_half", script)
    with pytest.raises(MigrationFailed) as caught:
        deploy(workspace.schema, workspace.url)
    return caught.value


def mend(workspace: Workspace, script: str) -> None:
    workspace.migration("1_half", script)
    mark_rolled_back("1_half", workspace.schema, workspace.url)
    assert deploy(workspace.schema, workspace.url).applied == ("1_half",)
    assert status(workspace.schema, workspace.url).up_to_date


class TestHalfDone:
    def test_the_failure_is_told_and_recorded(self, workspace: Workspace) -> None:
        error = fail(workspace)
        assert not error.undone
        assert "LINE 4, statement 3 of 4" in error.message
        assert "part of it may have been applied" in error.message
        told = status(workspace.schema, workspace.url)
        assert told.named(State.FAILED) == ("1_half",)
        assert "1146" in str(told.migrations[0].logs)

    def test_a_mended_script_goes_on(self, workspace: Workspace) -> None:
        fail(workspace)
        mend(workspace, HALF.replace("nowhere", "a"))
        assert workspace.sql("SELECT b FROM a ORDER BY b") == [(1,), (2,), (3,)]

    def test_what_was_undone_by_hand_is_done_again(self, workspace: Workspace) -> None:
        fail(workspace)
        workspace.sql("DROP TABLE a")
        mend(workspace, HALF.replace("nowhere", "a"))
        assert workspace.sql("SELECT b FROM a ORDER BY b") == [(1,), (2,), (3,)]

    def test_another_script_begins_at_its_start(self, workspace: Workspace) -> None:
        fail(workspace)
        mend(workspace, "CREATE TABLE c (d INT);")
        assert {"a", "c"} <= workspace.tables()

    def test_settings_are_made_again(self, workspace: Workspace) -> None:
        script = "SET @x = 5;\nCREATE TABLE a (b INT);\nINSERT INTO nowhere VALUES (@x);"
        fail(workspace, script)
        mend(workspace, script.replace("nowhere", "a"))
        assert workspace.sql("SELECT b FROM a") == [(5,)]

    def test_a_script_with_its_own_transaction_is_not_counted(self, workspace: Workspace) -> None:
        script = "START TRANSACTION; CREATE TABLE a (b INT); INSERT INTO nowhere VALUES (1); COMMIT;"
        fail(workspace, script)
        assert workspace.sql("SELECT applied_steps_count FROM _prisma_migrations") == [(0,)]
        workspace.sql("DROP TABLE a")
        mend(workspace, script.replace("nowhere", "a"))

    def test_nothing_done_is_told_too(self, workspace: Workspace) -> None:
        assert fail(workspace, "CREATE TABEL a (b INT);").undone


class TestDown:
    def test_a_failure_half_way_is_told(self, workspace: Workspace) -> None:
        workspace.migration("1_a", "CREATE TABLE a (b INT); CREATE TABLE c (d INT);")
        way = workspace.migrations / "1_a" / "down.sql"
        way.write_text("DROP TABLE a; DROP TABLE nowhere; DROP TABLE c;")
        deploy(workspace.schema, workspace.url)
        with pytest.raises(RollbackFailed, match="statement 2 of 3") as caught:
            down(workspace.schema, workspace.url, dialog=Preset(data_loss=True))
        assert not caught.value.undone
        assert "resolve --rolled-back 1_a" in caught.value.message
        told = status(workspace.schema, workspace.url)
        assert told.named(State.FAILED) == ("1_a",)
        assert "migrate down` failed" in str(told.migrations[0].logs)
        workspace.sql("DROP TABLE c")
        mark_rolled_back("1_a", workspace.schema, workspace.url)
        assert deploy(workspace.schema, workspace.url).applied == ("1_a",)

    def test_a_failure_at_the_start_leaves_the_record(self, workspace: Workspace) -> None:
        workspace.migration("1_a", "CREATE TABLE a (b INT);")
        (workspace.migrations / "1_a" / "down.sql").write_text("DROP TABLE nowhere; DROP TABLE a;")
        deploy(workspace.schema, workspace.url)
        with pytest.raises(RollbackFailed, match="nothing was changed") as caught:
            down(workspace.schema, workspace.url, dialog=Preset(data_loss=True))
        assert caught.value.undone
        assert status(workspace.schema, workspace.url).up_to_date
        (workspace.migrations / "1_a" / "down.sql").write_text("LOCK TABLES a WRITE; DROP TABLE a;")
        with pytest.raises(NoWayBack):
            down(workspace.schema, workspace.url, dialog=Preset(data_loss=True))


class TestShadowDatabases:
    @pytest.fixture
    def shadow(self, workspace: Workspace) -> Iterator[Place]:
        place = Place("mysql", f"{workspace.url}_shadow")
        place.create()
        yield place
        place.drop()

    def with_shadow(self, workspace: Workspace, url: str) -> None:
        line = f'"DATABASE_URL")\n  shadowDatabaseUrl = "{url}"'
        workspace.schema.write_text(workspace.schema.read_text().replace('"DATABASE_URL")', line))

    def test_are_dropped(self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        made: list[str] = []

        def recorded() -> str:
            made.append(uuid4().hex)
            return made[-1]

        monkeypatch.setattr(_server, "uuid4", recorded)
        dev(workspace.schema, workspace.url, name="init")
        workspace.migration("20990101000000_bad", "CREATE TABLE x (y INT); CREATE TABEL a (b INT);")
        with pytest.raises(ShadowReplayFailed, match=r"20990101000000_bad[\s\S]*line 1"):
            dev(workspace.schema, workspace.url)
        assert made
        left = {row[0] for row in workspace.sql("SELECT schema_name FROM information_schema.schemata")}
        assert left.isdisjoint(f"prisma_migrate_shadow_db_{each}" for each in made)

    def test_a_configured_one_is_emptied_and_used(self, workspace: Workspace, shadow: Place) -> None:
        shadow.sql("CREATE TABLE stray (a INT)")
        self.with_shadow(workspace, shadow.url)
        dev(workspace.schema, workspace.url, name="init")
        assert dev(workspace.schema, workspace.url).created is None
        assert shadow.sql("SHOW TABLES") == [("Item",)]

    def test_it_must_not_be_the_database_itself(self, workspace: Workspace) -> None:
        self.with_shadow(workspace, workspace.url)
        with pytest.raises(ConfigurationError, match="would be emptied"):
            dev(workspace.schema, workspace.url)


class TestEngine:
    @pytest.fixture
    def engine(self, workspace: Workspace) -> Iterator[SchemaEngine]:
        workspace.sql("SELECT 1")
        with SchemaEngine(open_database(workspace.url), bare_schema("mysql")) as engine:
            yield engine

    def test_tables_of_others_are_left_alone(self, workspace: Workspace, engine: SchemaEngine) -> None:
        workspace.sql("CREATE TABLE theirs (a INT)")
        source = {"tag": "schemaDatasource", **files_of(bare_schema("mysql"))}
        request = {"from": source, "to": {"tag": "empty"}, "script": True, "exitCode": True}
        filters = {"externalTables": ["theirs"], "externalEnums": []}
        assert engine.call("diff", {**request, "filters": filters})["exitCode"] == 0
        assert engine.call("diff", request)["exitCode"] == 2

    def test_drift_is_told_on_demand(self, workspace: Workspace, engine: SchemaEngine) -> None:
        workspace.sql("CREATE TABLE stray (a INT)")
        listing = {"baseDir": "", "lockfile": {}, "migrationDirectories": [], "shadowDbInitScript": ""}
        answer = engine.call("diagnoseMigrationHistory", {"migrationsList": listing, "optInToShadowDatabase": True})
        assert answer["hasMigrationsTable"] is False
        assert "stray" in answer["drift"]["summary"]

    def test_small_methods(self, workspace: Workspace, engine: SchemaEngine) -> None:
        assert engine.call("ensureConnectionValidity", {}) == {}
        assert engine.call("getDatabaseVersion", {}) in open_database(workspace.url).version()
        assert engine.call("version", {})
        workspace.sql("CREATE TABLE a (b INT)")
        engine.call("reset", {})
        assert workspace.tables() == set()
        with pytest.raises(SchemaEngineError, match="introspectSql is not supported"):
            engine.call("introspectSql", {})
        with pytest.raises(NeverApplied):
            engine.mark_rolled_back("x")

    def test_a_lost_connection_is_told(self, workspace: Workspace, engine: SchemaEngine) -> None:
        engine.call("ensureConnectionValidity", {})
        query = f"SELECT id FROM information_schema.processlist WHERE db = '{workspace.url.rpartition('/')[2]}'"
        maintenance = Place("mysql", f"{SERVERS['mysql']}/mysql")
        for (number,) in maintenance.sql(query):
            maintenance.sql(f"KILL {number};")
        with pytest.raises(Exception, match=r"(?i)lost|gone|closed|killed"):
            engine.call("ensureConnectionValidity", {})


def test_a_lock_of_another_is_waited_for(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    database = open_database(workspace.url)
    monkeypatch.setattr(_lock.acquire, "__defaults__", (0,))
    with database.lock(), pytest.raises(MigrationLocked), database.lock():
        pass


def test_stored_programs(workspace: Workspace) -> None:
    program = "CREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\nCREATE TABLE a (b INT);\n"
    workspace.migration("1_program", program + "CREATE VIEW v AS SELECT b FROM a;")
    deploy(workspace.schema, workspace.url)
    workspace.sql("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1")
    assert workspace.tables() == {"a", "v", "_prisma_migrations"}
    assert reset(workspace.schema, workspace.url).applied == ("1_program",)
    database = workspace.url.rpartition("/")[2]
    assert workspace.sql(f"SELECT COUNT(*) FROM information_schema.events WHERE event_schema = '{database}'") == [(0,)]
    workspace.migration("2_bad", program.replace(" p()", " q()").replace("TABLE a", "TABLE a"))
    with pytest.raises(MigrationFailed, match="1050"):
        deploy(workspace.schema, workspace.url)


def test_a_schema_without_foreign_keys(workspace: Workspace) -> None:
    relation = "item Item @relation(fields: [up], references: [id])"
    workspace.model("kids Kid[]", extra=f"model Kid {{\n  id Int @id\n  up Int\n  {relation}\n  @@index([up])\n}}\n")
    text = workspace.schema.read_text().replace('"mysql"\n', '"mysql"\n  relationMode = "prisma"\n')
    workspace.schema.write_text(text)
    db_push(workspace.schema, workspace.url)
    of_this = "table_schema = DATABASE() AND referenced_table_name = 'Item'"
    assert workspace.sql(f"SELECT COUNT(*) FROM information_schema.key_column_usage WHERE {of_this}") == [(0,)]
    assert not diff(DatabaseSide(workspace.url), SchemaSide(workspace.schema)).different


def test_a_statement_that_fails_is_shown(workspace: Workspace) -> None:
    workspace.sql("SELECT 1")
    with pytest.raises(SchemaEngineError, match=r"1146[\s\S]*SELECT \* FROM nowhere"):
        db_execute("SELECT 1; SELECT * FROM nowhere;", workspace.schema, workspace.url)
