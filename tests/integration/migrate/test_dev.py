"""``dev``: from the schema to a migration, with drift and data loss asked about."""

from __future__ import annotations

import hashlib
import shutil

import pytest

from prismstack.errors import SchemaInvalid
from prismstack.migrate import Preset, State, db_push, dev, status
from prismstack.migrate._errors import (
    DestructiveChange,
    MigrationFailed,
    ResetRequired,
    ShadowReplayFailed,
    UnexecutableChange,
)

from .conftest import EVERY_PROVIDER, ITEM, Workspace

pytestmark = EVERY_PROVIDER


def make(workspace: Workspace, name: str = "init", **answers: bool) -> tuple[str, ...]:
    return dev(workspace.schema, workspace.url, name=name, dialog=Preset(**answers)).applied


def test_the_first_migration(workspace: Workspace) -> None:
    result = dev(workspace.schema, workspace.url, name="Init tables")
    assert result.created is not None
    assert result.created.name.endswith("_init_tables")
    assert result.applied == (result.created.name,)
    assert result.created_database
    written = (result.created.path / "migration.sql").read_bytes()
    assert workspace.quoted('CREATE TABLE "Item"').encode() in written
    assert workspace.sql("SELECT checksum FROM _prisma_migrations") == [(hashlib.sha256(written).hexdigest(),)]
    assert status(workspace.schema, workspace.url).up_to_date


def test_no_change_makes_no_migration(workspace: Workspace) -> None:
    make(workspace)
    result = dev(workspace.schema, workspace.url, name="again")
    assert result.created is None
    assert result.applied == ()


def test_pending_migrations_are_applied_first(workspace: Workspace) -> None:
    workspace.migration(
        "20260101000000_hand",
        ITEM[workspace.provider],
    )
    workspace.model("name String", "age Int?")
    result = dev(workspace.schema, workspace.url, name="age")
    assert result.applied[0] == "20260101000000_hand"
    assert result.created is not None
    wanted = workspace.quoted('-- AlterTable ALTER TABLE "Item" ADD COLUMN "age" INTEGER')
    assert " ".join(str(result.created.script).split()).startswith(wanted)


def test_several_within_a_second_stay_in_order(workspace: Workspace) -> None:
    names: list[str] = []
    for count in range(1, 4):
        workspace.model("name String", *(f"f{number} Int?" for number in range(count)))
        names += make(workspace, f"step {count}")
    assert names == sorted(names)
    assert [name.partition("_")[2] for name in names] == ["step_1", "step_2", "step_3"]


def test_create_only_writes_without_applying(workspace: Workspace) -> None:
    result = dev(workspace.schema, workspace.url, name="init", create_only=True)
    assert result.created is not None
    assert result.applied == ()
    assert "Item" not in workspace.tables()
    assert make(workspace) == (result.created.name,)
    empty = dev(workspace.schema, workspace.url, name="empty", create_only=True).created
    assert empty is not None
    assert empty.script == "-- This is an empty migration."
    assert empty.down() == "-- This is an empty migration.\n"


def test_a_name_is_asked_for_only_when_there_is_something_to_name(workspace: Workspace) -> None:
    class Asked(Preset):
        count = 0

        def migration_name(self) -> str:
            Asked.count += 1
            return "From dialog"

    created = dev(workspace.schema, workspace.url, dialog=Asked()).created
    assert created is not None
    assert created.name.endswith("_from_dialog")
    dev(workspace.schema, workspace.url, dialog=Asked())
    assert Asked.count == 1


class TestDataLoss:
    def prepare(self, workspace: Workspace) -> None:
        make(workspace)
        workspace.sql("INSERT INTO \"Item\" (name) VALUES ('precious')")
        workspace.model("age Int?")

    def test_is_refused_by_default(self, workspace: Workspace) -> None:
        self.prepare(workspace)
        with pytest.raises(DestructiveChange, match="accept-data-loss") as caught:
            make(workspace, "drop")
        assert "column `name`" in caught.value.warnings[0]
        assert len(list(workspace.migrations.iterdir())) == 2
        assert workspace.sql('SELECT name FROM "Item"') == [("precious",)]

    def test_is_done_when_agreed(self, workspace: Workspace) -> None:
        self.prepare(workspace)
        make(workspace, "drop", data_loss=True)
        assert workspace.sql('SELECT * FROM "Item"') == [(1, None)]

    def test_create_only_writes_it_with_its_warning(self, workspace: Workspace) -> None:
        self.prepare(workspace)
        result = dev(workspace.schema, workspace.url, name="drop", create_only=True)
        assert result.warnings
        assert result.created is not None
        assert result.created.script is not None
        assert "Warnings:" in result.created.script

    def test_an_empty_table_loses_nothing(self, workspace: Workspace) -> None:
        make(workspace)
        workspace.model("age Int?")
        assert len(make(workspace, "drop")) == 1

    def test_what_cannot_be_done_says_why(self, workspace: Workspace) -> None:
        self.prepare(workspace)
        workspace.model("name String", "required Int")
        with pytest.raises(UnexecutableChange, match="required column `required`"):
            make(workspace, "required", data_loss=True)


class TestReset:
    def test_drift_is_detected(self, workspace: Workspace) -> None:
        make(workspace)
        workspace.sql("CREATE TABLE stray (a INT)")
        with pytest.raises(ResetRequired, match="Drift detected") as caught:
            make(workspace)
        assert "stray" in caught.value.message
        assert "stray" in workspace.tables()

    def test_an_edited_migration_is_detected(self, workspace: Workspace) -> None:
        result = dev(workspace.schema, workspace.url, name="init")
        assert result.created is not None
        script = result.created.path / "migration.sql"
        script.write_text(f"{script.read_text()}-- edited\n")
        with pytest.raises(ResetRequired, match="modified after it was applied"):
            make(workspace)

    def test_a_missing_migration_is_detected(self, workspace: Workspace) -> None:
        result = dev(workspace.schema, workspace.url, name="init")
        assert result.created is not None
        shutil.rmtree(result.created.path)
        with pytest.raises(ResetRequired, match="missing from the local migrations directory"):
            make(workspace)

    def test_when_agreed_everything_is_applied_anew(self, workspace: Workspace) -> None:
        make(workspace)
        workspace.sql("INSERT INTO \"Item\" (name) VALUES ('gone')")
        workspace.sql("CREATE TABLE stray (a INT)")
        workspace.model("name String", "age Int?")
        result = dev(workspace.schema, workspace.url, name="age", dialog=Preset(reset=True))
        assert result.was_reset
        assert len(result.applied) == 2
        assert "stray" not in workspace.tables()
        assert workspace.sql('SELECT count(*) FROM "Item"') == [(0,)]
        assert status(workspace.schema, workspace.url).up_to_date

    def test_a_pushed_database_has_drift(self, workspace: Workspace) -> None:
        db_push(workspace.schema, workspace.url)
        with pytest.raises(ResetRequired):
            make(workspace)
        assert len(make(workspace, reset=True)) == 1


def test_a_script_that_does_not_replay_is_named(workspace: Workspace) -> None:
    make(workspace)
    workspace.migration("20990101000000_bad", "CREATE TABEL x (a INT);")
    with pytest.raises(ShadowReplayFailed, match=r"20990101000000_bad[\s\S]*syntax") as caught:
        make(workspace)
    assert "sql_schema_connector" not in caught.value.message


def test_a_script_that_fails_only_on_the_data(workspace: Workspace) -> None:
    make(workspace)
    workspace.sql("INSERT INTO \"Item\" (name) VALUES ('a'), ('a')")
    workspace.migration("20990101000000_unique", 'CREATE UNIQUE INDEX "Item_name_key" ON "Item"("name");')
    with pytest.raises(
        MigrationFailed, match=r"UNIQUE constraint failed|Key \(name\)=\(a\) is duplicated|Duplicate entry"
    ):
        make(workspace)
    assert status(workspace.schema, workspace.url).named(State.FAILED) == ("20990101000000_unique",)


def test_a_broken_schema_writes_nothing(workspace: Workspace) -> None:
    workspace.model("name Strin", "other Nope")
    with pytest.raises(SchemaInvalid, match="Strin") as caught:
        make(workspace)
    assert caught.value.message.count("error") == 2
    assert not workspace.database.exists()
    assert not workspace.migrations.exists()
