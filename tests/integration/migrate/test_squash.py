"""``migrate squash``: one migration in the place of many, here and in the databases that follow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prismstack.errors import ConfigurationError
from prismstack.migrate import (
    MigrationsSide,
    Preset,
    SchemaSide,
    SquashPlan,
    State,
    deploy,
    dev,
    diff,
    down,
    plan_squash,
    squash,
    status,
)
from prismstack.migrate._errors import (
    DatabaseMissing,
    DestructiveChange,
    MigrationNotFound,
    SquashConflict,
)

from .conftest import EVERY_PROVIDER, ITEM, Workspace


@pytest.fixture
def three(workspace: Workspace) -> Workspace:
    """Three applied migrations, and a row."""
    workspace.migration("20260101000000_m0", ITEM[workspace.provider])
    workspace.migration("20260102000000_m1", 'ALTER TABLE "Item" ADD COLUMN "age" INTEGER;\n')
    workspace.migration("20260103000000_m2", 'CREATE INDEX "Item_name_idx" ON "Item"("name");\n')
    workspace.model("name String", "age Int?", "@@index([name])")
    deploy(workspace.schema)
    workspace.sql("INSERT INTO \"Item\" (name) VALUES ('Ada')")
    return workspace


def names(workspace: Workspace) -> list[str]:
    return sorted(each.name for each in workspace.migrations.iterdir() if each.is_dir())


def is_in_sync(workspace: Workspace) -> bool:
    return not diff(MigrationsSide(workspace.migrations), SchemaSide(workspace.schema)).different


@EVERY_PROVIDER
def test_all(three: Workspace) -> None:
    before = names(three)
    code, out, _ = three.cli("migrate", "squash")
    assert (code, "which is recorded as applied" in out) == (0, True)
    (new,) = names(three)
    assert new == f"{before[-1][:14]}_squashed"
    assert is_in_sync(three)
    assert three.sql('SELECT name FROM "Item"') == [("Ada",)]
    assert {path.name for path in (three.folder / "migrations-squashed" / new).iterdir()} == set(before)
    assert three.cli("migrate", "status")[0] == 0
    assert "Already in sync" in three.cli("migrate", "dev", "--skip-generate")[1]


def test_what_follows_goes_on(three: Workspace) -> None:
    squash(three.schema)
    three.model("name String", "age Int?", "size Int?", "@@index([name])")
    created = dev(three.schema, name="size").created
    assert created is not None
    assert status(three.schema).up_to_date
    assert down(three.schema).rolled_back == (created.name,)
    assert three.sql('SELECT name FROM "Item"') == [("Ada",)]


@EVERY_PROVIDER
def test_up_to_one_of_them(three: Workspace) -> None:
    first, second, third = names(three)
    plan = squash(three.schema, to=second, name="The start")
    assert [each.name for each in plan.replaced] == [first, second]
    assert names(three) == [f"{second[:14]}_the_start", third]
    assert status(three.schema).up_to_date
    assert is_in_sync(three)


@EVERY_PROVIDER
def test_a_new_database_gets_the_new_one_only(three: Workspace) -> None:
    plan = squash(three.schema)
    three.remove_database()
    assert deploy(three.schema).applied == (plan.name,)
    assert status(three.schema).up_to_date


class TestAnotherDatabase:
    """One that has the same migrations, squashed elsewhere: the directories change under it."""

    def pretend(self, three: Workspace, plan: SquashPlan) -> None:
        """Give the history back the state of before the squash."""
        three.sql(f"DELETE FROM _prisma_migrations WHERE migration_name = '{plan.name}'")
        three.sql("UPDATE _prisma_migrations SET rolled_back_at = NULL, logs = NULL")

    @EVERY_PROVIDER
    def test_it_is_recorded_at_the_next_deploy(self, three: Workspace) -> None:
        before = names(three)
        plan = squash(three.schema)
        self.pretend(three, plan)
        told = status(three.schema)
        assert told.named(State.SQUASHED) == tuple(before)
        assert told.named(State.PENDING) == (plan.name,)
        assert "migrate deploy" in three.cli("migrate", "status")[1]
        result = deploy(three.schema)
        assert (result.adopted, result.applied) == ((plan.name,), ())
        assert status(three.schema).up_to_date
        assert deploy(three.schema).adopted == ()
        assert three.sql('SELECT name FROM "Item"') == [("Ada",)]

    def test_dev_records_it_too(self, three: Workspace) -> None:
        plan = squash(three.schema)
        self.pretend(three, plan)
        assert not dev(three.schema).was_reset
        assert status(three.schema).up_to_date

    def test_an_interrupted_record_is_completed(self, three: Workspace) -> None:
        squash(three.schema)
        three.sql("UPDATE _prisma_migrations SET rolled_back_at = NULL")
        assert not status(three.schema).up_to_date
        deploy(three.schema)
        assert status(three.schema).up_to_date

    def test_some_of_them_are_not_enough(self, three: Workspace) -> None:
        before = names(three)
        plan = squash(three.schema)
        self.pretend(three, plan)
        three.sql(f"DELETE FROM _prisma_migrations WHERE migration_name = '{before[-1]}'")
        code, _, err = three.cli("migrate", "deploy")
        assert (code, err.partition(":")[0], "before the squash" in err) == (1, "error SQUASH_CONFLICT", True)

    @EVERY_PROVIDER
    def test_a_squash_of_a_squash(self, three: Workspace) -> None:
        first, second, _ = names(three)
        squash(three.schema, to=second)
        plan = squash(three.schema, name="again")
        assert status(three.schema).up_to_date
        self.pretend(three, plan)
        three.sql("DELETE FROM _prisma_migrations WHERE migration_name LIKE '%squashed'")
        assert status(three.schema).named(State.SQUASHED)[:2] == (first, second)
        assert deploy(three.schema).adopted == (plan.name,)
        assert status(three.schema).up_to_date

    def test_directories_that_came_back_are_refused(self, three: Workspace) -> None:
        plan = squash(three.schema)
        first = plan.replaced[0]
        (plan.backup / first.name).rename(first.path)
        with pytest.raises(SquashConflict, match="delete its directory"):
            deploy(three.schema)

    def test_a_damaged_list_is_told(self, three: Workspace) -> None:
        plan = squash(three.schema)
        (three.migrations / plan.name / "replaces.toml").write_text("replaces = 1")
        with pytest.raises(ConfigurationError, match="restore it"):
            deploy(three.schema)


def test_a_dry_run_changes_nothing(three: Workspace) -> None:
    before = names(three)
    code, out, _ = three.cli("migrate", "squash", "--dry-run")
    assert (code, 'CREATE TABLE "Item"' in out, "would become" in out) == (0, True, True)
    document = json.loads(three.cli("migrate", "squash", "--dry-run", "--json")[1])
    assert (document["replaced"], document["dryRun"], document["backup"]) == (before, True, None)
    assert names(three) == before
    assert not Path("migrations-squashed").exists()


def test_without_a_backup(three: Workspace) -> None:
    code, out, _ = three.cli("migrate", "squash", "--no-backup", "--json")
    assert (code, json.loads(out)["backup"]) == (0, None)
    assert list(Path("migrations-squashed").iterdir()) == []


def test_statements_that_no_schema_says_need_consent(three: Workspace) -> None:
    before = names(three)
    by_hand = 'CREATE VIEW v AS SELECT 1 AS a;\n\nUPDATE "Item" SET age = 1 WHERE age > 1;\n'
    three.migration("29990101000000_hand", by_hand)
    deploy(three.schema)
    code, _, err = three.cli("migrate", "squash")
    assert (code, err.partition(":")[0]) == (1, "error DATA_LOSS")
    assert "29990101000000_hand:1: CREATE VIEW v AS SELECT 1 AS a" in err
    assert "29990101000000_hand:3: UPDATE" in err
    assert names(three) == [*before, "29990101000000_hand"]
    with pytest.raises(DestructiveChange):
        squash(three.schema)
    assert len(squash(three.schema, dialog=Preset(data_loss=True)).by_hand) == 2
    assert status(three.schema).up_to_date


class TestRefused:
    """Nothing is moved when the history is not clean."""

    def refused(self, workspace: Workspace, message: str) -> None:
        before = names(workspace)
        with pytest.raises(SquashConflict, match=message):
            squash(workspace.schema)
        assert names(workspace) == before

    def test_pending(self, three: Workspace) -> None:
        three.migration("29990101000000_pending", "CREATE TABLE p (a INT);")
        self.refused(three, "is not applied")

    def test_failed(self, three: Workspace) -> None:
        three.migration("29990101000000_bad", "CREATE TABEL p (a INT);")
        three.cli("migrate", "deploy")
        self.refused(three, "failed")

    def test_edited(self, three: Workspace) -> None:
        script = three.migrations / names(three)[1] / "migration.sql"
        script.write_text(script.read_text() + "-- edited\n")
        self.refused(three, "edited")

    def test_drift(self, three: Workspace) -> None:
        three.sql("CREATE TABLE stray (a INT)")
        self.refused(three, "stray")

    def test_fewer_than_two(self, workspace: Workspace) -> None:
        dev(workspace.schema, name="only")
        self.refused(workspace, "fewer than two")


def test_what_does_not_exist(workspace: Workspace) -> None:
    with pytest.raises(DatabaseMissing):
        plan_squash(workspace.schema)
    dev(workspace.schema, name="only")
    with pytest.raises(MigrationNotFound):
        plan_squash(workspace.schema, to="nothing")


def test_a_name_that_is_taken_gets_a_number(three: Workspace) -> None:
    last = names(three)[-1]
    assert plan_squash(three.schema, name="m2").name == f"{last}_2"
    with pytest.raises(ConfigurationError, match="choose another name"):
        three.migration(f"{last}_b", "SELECT 1;")
        deploy(three.schema)
        plan_squash(three.schema, to=last, name="z")


def test_files_that_cannot_be_moved_stay(three: Workspace) -> None:
    before = names(three)
    (three.folder / "migrations-squashed").write_text("a file in the way")
    with pytest.raises(ConfigurationError, match="cannot move"):
        squash(three.schema)
    assert names(three) == before
    assert status(three.schema).up_to_date
