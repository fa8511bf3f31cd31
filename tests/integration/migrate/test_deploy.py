"""``deploy``: applies what is pending, once and whole."""

from __future__ import annotations

import asyncio
import hashlib

import pytest

from prismstack.errors import SchemaInvalid
from prismstack.migrate import deploy, mark_rolled_back, status
from prismstack.migrate._errors import (
    DatabaseNotEmpty,
    FailedMigrationsFound,
    LockFileMismatch,
    MigrationFailed,
    MigrationFileMissing,
)

from .conftest import EVERY_PROVIDER, WITH_TRANSACTIONAL_DDL, Workspace

INIT = 'CREATE TABLE "Item" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL);\n'


@EVERY_PROVIDER
def test_applies_in_order_once(workspace: Workspace) -> None:
    workspace.migration("20260102000000_more", 'ALTER TABLE "Item" ADD COLUMN "age" INTEGER;\n')
    workspace.migration("20260101000000_init", INIT)
    first = deploy(workspace.schema, workspace.url)
    assert first.applied == ("20260101000000_init", "20260102000000_more")
    assert first.created_database
    assert first.found == 2
    again = deploy(workspace.schema, workspace.url)
    assert again.applied == ()
    assert not again.created_database


def test_rows_carry_the_checksums_of_the_files(workspace: Workspace) -> None:
    script = workspace.migration("20260101000000_init", f"-- ☃\r\n{INIT}")
    deploy(workspace.schema, workspace.url)
    ((name, checksum, finished, steps, logs, rolled_back),) = workspace.sql(
        "SELECT migration_name, checksum, finished_at, applied_steps_count, logs, rolled_back_at"
        " FROM _prisma_migrations"
    )
    assert (name, checksum) == ("20260101000000_init", hashlib.sha256(script.read_bytes()).hexdigest())
    assert finished.endswith("+00:00")
    assert (steps, logs, rolled_back) == (1, None, None)


@EVERY_PROVIDER
def test_no_migrations_is_nothing_to_do(workspace: Workspace) -> None:
    assert deploy(workspace.schema, workspace.url).applied == ()


async def test_inside_a_running_event_loop(workspace: Workspace) -> None:
    workspace.migration("20260101000000_init", INIT)
    await asyncio.sleep(0)
    assert deploy(workspace.schema, workspace.url).applied == ("20260101000000_init",)


@EVERY_PROVIDER
def test_the_schemas_own_url_is_the_default(workspace: Workspace) -> None:
    workspace.migration("20260101000000_init", INIT)
    assert deploy().applied == ("20260101000000_init",)
    assert "Item" in workspace.tables()


@EVERY_PROVIDER
@pytest.mark.parametrize("script", ["", "\n", "-- nothing to do\n"])
def test_an_empty_migration_is_recorded(workspace: Workspace, script: str) -> None:
    workspace.migration("20260101000000_empty", script)
    assert deploy(workspace.schema, workspace.url).applied == ("20260101000000_empty",)
    assert deploy(workspace.schema, workspace.url).applied == ()
    assert status(workspace.schema, workspace.url).up_to_date


def test_missing_folders_of_the_database_are_made(workspace: Workspace) -> None:
    workspace.migration("20260101000000_init", INIT)
    deploy(workspace.schema, f"file:{workspace.folder}/data/deep/app.db")
    assert (workspace.folder / "data" / "deep" / "app.db").exists()


def test_nothing_is_left_beside_the_database(workspace: Workspace) -> None:
    workspace.migration("20260101000000_init", INIT)
    deploy(workspace.schema, workspace.url)
    assert sorted(each.name for each in workspace.folder.iterdir()) == ["dev.db", "migrations", "schema.prisma"]


def test_a_reader_is_not_locked_out(workspace: Workspace) -> None:
    import apsw

    workspace.migration("20260101000000_init", INIT)
    deploy(workspace.schema, workspace.url)
    reader = apsw.Connection(str(workspace.database))
    reader.execute("BEGIN")
    assert reader.execute('SELECT count(*) FROM "Item"').fetchall() == [(0,)]
    workspace.migration("20260102000000_more", 'ALTER TABLE "Item" ADD COLUMN "age" INTEGER;')
    assert deploy(workspace.schema, workspace.url).applied == ("20260102000000_more",)
    reader.close()


class TestFailure:
    BAD = 'CREATE TABLE "kept_not" (a INT);\nINSERT INTO "kept_not" VALUES (1);\nCREATE TABLE "Item" (b INT);\n'

    @WITH_TRANSACTIONAL_DDL
    def test_a_failed_migration_is_undone_and_recorded(self, workspace: Workspace) -> None:
        workspace.migration("20260101000000_init", INIT)
        workspace.migration("20260102000000_bad", self.BAD)
        workspace.migration("20260103000000_later", "CREATE TABLE later (a INT);")
        with pytest.raises(MigrationFailed, match='"Item" already exists') as caught:
            deploy(workspace.schema, workspace.url)
        assert caught.value.code == "P3018"
        assert caught.value.migration == "20260102000000_bad"
        assert caught.value.undone
        assert "sql_schema_connector" not in caught.value.message
        assert workspace.tables().isdisjoint({"kept_not", "later"})
        found = {each.name: each.state.value for each in status(workspace.schema, workspace.url).migrations}
        assert list(found.values()) == ["applied", "failed", "pending"]

    @EVERY_PROVIDER
    def test_it_blocks_until_resolved_then_runs_mended(self, workspace: Workspace) -> None:
        script = workspace.migration("20260101000000_bad", "CREATE TABLE a (b INT); CREATE TABEL c (d INT);")
        with pytest.raises(MigrationFailed):
            deploy(workspace.schema, workspace.url)
        with pytest.raises(FailedMigrationsFound, match="resolve --rolled-back 20260101000000_bad") as caught:
            deploy(workspace.schema, workspace.url)
        assert caught.value.code == "P3009"
        mark_rolled_back("20260101000000_bad", workspace.schema, workspace.url)
        assert status(workspace.schema, workspace.url).migrations[0].state == "rolled back"
        script.write_text("CREATE TABLE a (b INT); CREATE TABLE c (d INT);")
        assert deploy(workspace.schema, workspace.url).applied == ("20260101000000_bad",)
        assert status(workspace.schema, workspace.url).up_to_date

    def test_the_databases_own_words_are_shown(self, workspace: Workspace) -> None:
        workspace.migration("20260101000000_bad", "INSERT INTO nowhere VALUES (1);")
        with pytest.raises(MigrationFailed, match="no such table: nowhere"):
            deploy(workspace.schema, workspace.url)

    def test_a_script_with_its_own_transactions_runs_as_written(self, workspace: Workspace) -> None:
        workspace.migration("20260101000000_own", "BEGIN; CREATE TABLE a (b INT); COMMIT; VACUUM;")
        deploy(workspace.schema, workspace.url)
        assert "a" in workspace.tables()
        workspace.migration("20260102000000_bad", "BEGIN; CREATE TABLE c (d INT); COMMIT; CREATE TABLE a (b INT);")
        with pytest.raises(MigrationFailed, match="part of it may have been applied") as caught:
            deploy(workspace.schema, workspace.url)
        assert not caught.value.undone
        assert "c" in workspace.tables()

    def test_a_script_that_leaves_a_transaction_open(self, workspace: Workspace) -> None:
        workspace.migration("20260101000000_open", "BEGIN; CREATE TABLE a (b INT);")
        deploy(workspace.schema, workspace.url)
        assert "a" in workspace.tables()
        assert status(workspace.schema, workspace.url).up_to_date


class TestForeignKeys:
    PARENTS = (
        'CREATE TABLE "Item" ("id" INTEGER NOT NULL PRIMARY KEY);\n'
        'CREATE TABLE "Part" ("id" INTEGER NOT NULL PRIMARY KEY, "itemId" INTEGER NOT NULL REFERENCES "Item" ("id"));\n'
        'INSERT INTO "Item" VALUES (1), (2);\nINSERT INTO "Part" VALUES (1, 1), (2, 2);\n'
    )
    REBUILD = (
        "PRAGMA defer_foreign_keys=ON;\nPRAGMA foreign_keys=OFF;\n"
        'CREATE TABLE "new_Item" ("id" INTEGER NOT NULL PRIMARY KEY, "x" INTEGER);\n'
        'INSERT INTO "new_Item" ("id") SELECT "id" FROM "Item"{where};\n'
        'DROP TABLE "Item";\nALTER TABLE "new_Item" RENAME TO "Item";\n'
        "PRAGMA foreign_keys=ON;\nPRAGMA defer_foreign_keys=OFF;\n"
    )

    def test_a_table_that_others_reference_can_be_rebuilt(self, workspace: Workspace) -> None:
        workspace.migration("20260101000000_init", self.PARENTS)
        workspace.migration("20260102000000_rebuild", self.REBUILD.format(where=""))
        deploy(workspace.schema, workspace.url)
        assert workspace.sql('SELECT count(*) FROM "Part"') == [(2,)]
        assert workspace.sql("PRAGMA foreign_key_check") == []

    def test_a_rebuild_that_loses_parents_is_refused(self, workspace: Workspace) -> None:
        workspace.migration("20260101000000_init", self.PARENTS)
        workspace.migration("20260102000000_rebuild", self.REBUILD.format(where=' WHERE "id" = 1'))
        with pytest.raises(MigrationFailed, match="1 in Part"):
            deploy(workspace.schema, workspace.url)
        assert workspace.sql('SELECT count(*) FROM "Item"') == [(2,)]

    def test_enforced_for_the_migration_after_it(self, workspace: Workspace) -> None:
        workspace.migration("20260101000000_init", self.PARENTS)
        workspace.migration("20260102000000_rebuild", self.REBUILD.format(where=""))
        workspace.migration("20260103000000_data", 'INSERT INTO "Part" VALUES (3, 99);')
        with pytest.raises(MigrationFailed, match="FOREIGN KEY"):
            deploy(workspace.schema, workspace.url)


class TestRefusals:
    def test_a_database_that_others_made(self, workspace: Workspace) -> None:
        workspace.sql("CREATE TABLE theirs (a INT)")
        workspace.migration("20260101000000_init", INIT)
        with pytest.raises(DatabaseNotEmpty, match="migrate resolve --applied") as caught:
            deploy(workspace.schema, workspace.url)
        assert caught.value.code == "P3005"
        assert workspace.tables() == {"theirs"}

    def test_another_providers_history(self, workspace: Workspace) -> None:
        workspace.migration("20260101000000_init", INIT)
        (workspace.migrations / "migration_lock.toml").write_text('provider = "postgresql"\n')
        with pytest.raises(LockFileMismatch):
            deploy(workspace.schema, workspace.url)
        assert not workspace.database.exists()

    def test_a_broken_schema(self, workspace: Workspace) -> None:
        workspace.migration("20260101000000_init", INIT)
        workspace.model("name Strin")
        with pytest.raises(SchemaInvalid, match=r"schema\.prisma:8:8"):
            deploy(workspace.schema, workspace.url)
        assert not workspace.database.exists()

    def test_a_directory_without_its_script(self, workspace: Workspace) -> None:
        workspace.migration("20260101000000_init", INIT).unlink()
        with pytest.raises(MigrationFileMissing, match="20260101000000_init"):
            deploy(workspace.schema, workspace.url)


@EVERY_PROVIDER
def test_an_edited_migration_is_told_but_does_not_block(workspace: Workspace) -> None:
    script = workspace.migration("20260101000000_init", INIT)
    deploy(workspace.schema, workspace.url)
    script.write_text(f"{INIT}-- edited\n")
    workspace.migration("20260102000000_more", 'ALTER TABLE "Item" ADD COLUMN "age" INTEGER;')
    result = deploy(workspace.schema, workspace.url)
    assert result.edited == ("20260101000000_init",)
    assert result.applied == ("20260102000000_more",)
