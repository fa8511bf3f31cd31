"""``db push``, ``migrate reset``, ``migrate resolve``, ``db execute``, ``db seed``, ``migrate status``."""

from __future__ import annotations

import json
from pathlib import Path

import apsw
import pytest

from prismstack.drivers import DriverError
from prismstack.errors import ConfigurationError
from prismstack.migrate import (
    State,
    db_execute,
    db_push,
    db_seed,
    deploy,
    dev,
    mark_applied,
    mark_rolled_back,
    reset,
    status,
)
from prismstack.migrate._errors import (
    AlreadyApplied,
    DatabaseMissing,
    DestructiveChange,
    MigrationNotFound,
    NeverApplied,
    NotFailed,
    SchemaEngineError,
    SeedFailed,
    UnexecutableChange,
)

from .conftest import EVERY_PROVIDER, WITH_TRANSACTIONAL_DDL, Workspace

INIT = 'CREATE TABLE "Item" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL);'


class TestPush:
    @EVERY_PROVIDER
    def test_creates_and_then_is_in_sync(self, workspace: Workspace) -> None:
        first = db_push(workspace.schema, workspace.url)
        assert first.created_database
        assert first.steps == 1
        assert db_push(workspace.schema, workspace.url).steps == 0
        assert workspace.tables() >= {"Item"}
        assert "_prisma_migrations" not in workspace.tables()

    @EVERY_PROVIDER
    def test_data_loss_is_refused_until_accepted(self, workspace: Workspace) -> None:
        db_push(workspace.schema, workspace.url)
        workspace.sql("INSERT INTO \"Item\" (name) VALUES ('precious')")
        workspace.model("age Int?")
        with pytest.raises(DestructiveChange, match="--accept-data-loss"):
            db_push(workspace.schema, workspace.url)
        assert workspace.sql('SELECT name FROM "Item"') == [("precious",)]
        assert db_push(workspace.schema, workspace.url, accept_data_loss=True).warnings
        assert workspace.sql('SELECT * FROM "Item"') == [(1, None)]

    @EVERY_PROVIDER
    def test_what_cannot_be_done_needs_a_reset(self, workspace: Workspace) -> None:
        db_push(workspace.schema, workspace.url)
        workspace.sql("INSERT INTO \"Item\" (name) VALUES ('precious')")
        workspace.model("name String", "required Int")
        with pytest.raises(UnexecutableChange, match="--force-reset"):
            db_push(workspace.schema, workspace.url, accept_data_loss=True)
        assert db_push(workspace.schema, workspace.url, force_reset=True).was_reset
        assert workspace.sql('SELECT count(*) FROM "Item"') == [(0,)]

    @WITH_TRANSACTIONAL_DDL
    def test_all_or_nothing(self, workspace: Workspace) -> None:
        db_push(workspace.schema, workspace.url)
        workspace.sql("INSERT INTO \"Item\" (name) VALUES ('a'), ('a')")
        workspace.model("name String @unique", extra="model Other {\n  id Int @id\n}\n")
        with pytest.raises(SchemaEngineError, match="P2002: Unique constraint failed"):
            db_push(workspace.schema, workspace.url, accept_data_loss=True)
        assert "Other" not in workspace.tables()

    def test_children_survive_the_rebuild_of_their_parent(self, workspace: Workspace) -> None:
        relation = "item Item @relation(fields: [itemId], references: [id])"
        child = f"model Part {{\n  id Int @id\n  itemId Int\n  {relation}\n}}\n"
        workspace.model("name String", "parts Part[]", extra=child)
        db_push(workspace.schema, workspace.url)
        workspace.sql("INSERT INTO \"Item\" (name) VALUES ('a')")
        workspace.sql('INSERT INTO "Part" VALUES (1, 1)')
        workspace.model('name String @default("x")', "parts Part[]", extra=child)
        assert db_push(workspace.schema, workspace.url).steps == 1
        assert workspace.sql('SELECT * FROM "Part"') == [(1, 1)]
        assert workspace.sql("PRAGMA foreign_key_check") == []

    def test_a_new_relation_that_rows_contradict_is_refused(self, workspace: Workspace) -> None:
        part = "model Part {{\n  id Int @id\n  itemId Int\n  {}\n}}\n"
        workspace.model("name String", extra=part.format(""))
        db_push(workspace.schema, workspace.url)
        workspace.sql('INSERT INTO "Part" VALUES (1, 99)')
        relation = "item Item @relation(fields: [itemId], references: [id])"
        workspace.model("name String", "parts Part[]", extra=part.format(relation))
        with pytest.raises(DriverError, match="1 in Part"):
            db_push(workspace.schema, workspace.url)
        assert workspace.sql('PRAGMA foreign_key_list("Part")') == []


class TestReset:
    def test_everything_goes_and_the_migrations_come_back(self, workspace: Workspace) -> None:
        workspace.migration("20260101000000_init", INIT)
        deploy(workspace.schema, workspace.url)
        workspace.sql("INSERT INTO \"Item\" (name) VALUES ('gone')")
        for statement in (
            "CREATE TABLE stray (a INT)",
            "CREATE VIEW v AS SELECT * FROM stray",
            "CREATE TRIGGER t AFTER INSERT ON stray BEGIN SELECT 1; END",
        ):
            workspace.sql(statement)
        assert reset(workspace.schema, workspace.url).applied == ("20260101000000_init",)
        assert workspace.tables() == {"Item", "_prisma_migrations", "sqlite_sequence"}
        assert workspace.sql('SELECT count(*) FROM "Item"') == [(0,)]
        assert workspace.sql("SELECT name FROM sqlite_schema WHERE type IN ('view', 'trigger')") == []

    def test_a_process_that_has_the_file_open_sees_the_new_database(self, workspace: Workspace) -> None:
        workspace.migration("20260101000000_init", INIT)
        deploy(workspace.schema, workspace.url)
        other = apsw.Connection(str(workspace.database))
        assert other.execute('SELECT count(*) FROM "Item"').fetchall() == [(0,)]
        reset(workspace.schema, workspace.url)
        other.execute("INSERT INTO \"Item\" (name) VALUES ('after')")
        assert workspace.sql('SELECT name FROM "Item"') == [("after",)]
        other.close()

    @EVERY_PROVIDER
    def test_a_missing_database_is_created(self, workspace: Workspace) -> None:
        assert reset(workspace.schema, workspace.url).created_database


class TestStatus:
    @EVERY_PROVIDER
    def test_each_state_has_its_name(self, workspace: Workspace) -> None:
        workspace.migration("1_applied", "CREATE TABLE first (a INT);")
        edited = workspace.migration("2_edited", "CREATE TABLE e (a INT);")
        gone = workspace.migration("3_gone", "CREATE TABLE g (a INT);")
        deploy(workspace.schema, workspace.url)
        edited.write_text("CREATE TABLE e (a TEXT);")
        gone.unlink()
        gone.parent.rmdir()
        workspace.migration("4_pending", "CREATE TABLE p (a INT);")
        result = status(workspace.schema, workspace.url)
        assert {each.name: each.state.value for each in result.migrations} == {
            "1_applied": "applied",
            "2_edited": "edited",
            "4_pending": "pending",
            "3_gone": "missing",
        }
        assert not result.up_to_date
        assert result.named(State.PENDING, State.MISSING) == ("4_pending", "3_gone")

    def test_nothing_is_changed_or_created(self, workspace: Workspace) -> None:
        workspace.migration("1_init", INIT)
        with pytest.raises(DatabaseMissing) as caught:
            status(workspace.schema, workspace.url)
        assert caught.value.code == "P1003"
        assert not workspace.database.exists()
        workspace.sql("CREATE TABLE theirs (a INT)")
        assert not status(workspace.schema, workspace.url).has_history
        assert workspace.tables() == {"theirs"}

    def test_rows_of_prismas_native_engine_are_understood(self, workspace: Workspace) -> None:
        script = workspace.migration("20260101000000_init", INIT)
        deploy(workspace.schema, workspace.url)
        workspace.sql("UPDATE _prisma_migrations SET started_at = 1795222923170, finished_at = 1795222923180")
        assert status(workspace.schema, workspace.url).up_to_date
        script.write_text(INIT + "\n")
        assert status(workspace.schema, workspace.url).named(State.EDITED) == ("20260101000000_init",)
        workspace.migration("20260102000000_more", "CREATE TABLE more (a INT);")
        assert deploy(workspace.schema, workspace.url).applied == ("20260102000000_more",)


class TestResolve:
    def test_baseline(self, workspace: Workspace) -> None:
        workspace.sql(INIT)
        workspace.migration("20260101000000_init", INIT)
        mark_applied("20260101000000_init", workspace.schema, workspace.url)
        assert status(workspace.schema, workspace.url).up_to_date
        workspace.model("name String", "age Int?")
        assert len(dev(workspace.schema, workspace.url, name="age").applied) == 1

    def test_contradictions(self, workspace: Workspace) -> None:
        workspace.migration("20260101000000_init", INIT)
        with pytest.raises(DatabaseMissing):
            mark_applied("20260101000000_init", workspace.schema, workspace.url)
        deploy(workspace.schema, workspace.url)
        with pytest.raises(AlreadyApplied):
            mark_applied("20260101000000_init", workspace.schema, workspace.url)
        with pytest.raises(NotFailed):
            mark_rolled_back("20260101000000_init", workspace.schema, workspace.url)
        with pytest.raises(NeverApplied):
            mark_rolled_back("20260102000000_nope", workspace.schema, workspace.url)
        with pytest.raises(MigrationNotFound):
            mark_applied("20260102000000_nope", workspace.schema, workspace.url)


class TestExecute:
    def test_runs_every_statement(self, workspace: Workspace) -> None:
        db_push(workspace.schema, workspace.url)
        db_execute("INSERT INTO Item (name) VALUES ('a'); SELECT 1; INSERT INTO Item (name) VALUES ('b');")
        assert workspace.sql('SELECT name FROM "Item"') == [("a",), ("b",)]

    def test_an_error_is_the_databases(self, workspace: Workspace) -> None:
        db_push(workspace.schema, workspace.url)
        with pytest.raises(SchemaEngineError, match="syntax error"):
            db_execute("SELEKT 1")

    def test_it_does_not_create_a_database(self, workspace: Workspace) -> None:
        with pytest.raises(DatabaseMissing):
            db_execute("SELECT 1")
        assert not workspace.database.exists()


class TestSeed:
    SEED = "import os, sys\nopen('seeded', 'w').write(' '.join([os.environ['DATABASE_URL'], *sys.argv[1:]]))\n"

    def configure(self, workspace: Workspace, command: str) -> None:
        (workspace.folder / "pyproject.toml").write_text(f"[tool.prismstack]\nseed = {command!r}\n")

    def test_runs_with_the_url_and_arguments(self, workspace: Workspace) -> None:
        (workspace.folder / "seed.py").write_text(self.SEED)
        self.configure(workspace, "python seed.py --size small")
        db_seed(arguments=["--now"])
        assert (workspace.folder / "seeded").read_text() == f"{workspace.url} --size small --now"

    def test_prismas_own_setting_is_honoured(self, workspace: Workspace) -> None:
        (workspace.folder / "seed.py").write_text(self.SEED)
        (workspace.folder / "package.json").write_text(json.dumps({"prisma": {"seed": "python seed.py"}}))
        assert db_seed() == "python seed.py"
        assert Path("seeded").exists()

    def test_failures(self, workspace: Workspace) -> None:
        with pytest.raises(ConfigurationError, match="no seed command"):
            db_seed()
        self.configure(workspace, 'python -c "raise SystemExit(3)"')
        with pytest.raises(SeedFailed, match="exit code 3"):
            db_seed()
        self.configure(workspace, "no-such-program-here")
        with pytest.raises(SeedFailed, match="No such file"):
            db_seed()
