"""``migrate down``: back to the schema before, with the rows that fit into it."""

from __future__ import annotations

import pytest

from prismstack.errors import ConfigurationError
from prismstack.migrate import (
    DatabaseSide,
    MigrationsSide,
    Preset,
    SchemaSide,
    State,
    deploy,
    dev,
    diff,
    down,
    status,
)
from prismstack.migrate._errors import (
    DatabaseMissing,
    DestructiveChange,
    FailedMigrationsFound,
    MigrationFailed,
    MigrationNotFound,
    NoWayBack,
    RollbackFailed,
)

from .conftest import EVERY_PROVIDER, WITH_TRANSACTIONAL_DDL, Workspace

OTHER = "model Other {\n  id Int @id\n}\n"


def make(workspace: Workspace, name: str, *fields: str, extra: str = "") -> str:
    """Change the schema and apply the step to it; returns the migration's name."""
    workspace.model(*fields, extra=extra)
    created = dev(workspace.schema, workspace.url, name=name, dialog=Preset(data_loss=True)).created
    assert created is not None
    return created.name


def undo(workspace: Workspace, *, data_loss: bool = False, **which: object) -> tuple[str, ...]:
    return down(workspace.schema, workspace.url, dialog=Preset(data_loss=data_loss), **which).rolled_back  # type: ignore[arg-type]


@EVERY_PROVIDER
def test_back_and_forth(workspace: Workspace) -> None:
    first = make(workspace, "init", "name String")
    workspace.sql("INSERT INTO \"Item\" (name) VALUES ('a')")
    former = workspace.schema.read_text()
    second = make(workspace, "more", "name String @unique", "age Int?", extra=OTHER)
    assert undo(workspace) == (second,)
    result = status(workspace.schema, workspace.url)
    assert [(each.name, each.state) for each in result.migrations] == [
        (first, State.APPLIED),
        (second, State.ROLLED_BACK),
    ]
    assert result.migrations[1].logs == "rolled back by `prismstack migrate down`"
    assert workspace.sql('SELECT * FROM "Item"') == [(1, "a")]
    now = workspace.schema.read_text()
    workspace.schema.write_text(former)
    assert not diff(DatabaseSide(workspace.url), SchemaSide(workspace.schema)).different
    workspace.schema.write_text(now)
    assert deploy(workspace.schema, workspace.url).applied == (second,)
    assert status(workspace.schema, workspace.url).up_to_date
    assert not diff(DatabaseSide(workspace.url), MigrationsSide(workspace.migrations)).different
    assert undo(workspace) == (second,)


@EVERY_PROVIDER
def test_steps_and_targets(workspace: Workspace) -> None:
    names = [make(workspace, "init", "name String")]
    names.append(make(workspace, "age", "name String", "age Int?"))
    names.append(make(workspace, "other", "name String", "age Int?", extra=OTHER))
    assert undo(workspace, to=names[2]) == ()
    assert undo(workspace, to=names[0]) == (names[2], names[1])
    assert undo(workspace, steps=1) == (names[0],)
    assert workspace.tables() & {"Item", "Other"} == set()
    deploy(workspace.schema, workspace.url)
    assert undo(workspace, steps=3) == tuple(reversed(names))
    for wrong in ({"steps": 1}, {"steps": 0}, {"steps": -1}, {"steps": 1, "to": names[0]}):
        with pytest.raises(ConfigurationError):
            undo(workspace, **wrong)
    with pytest.raises(MigrationNotFound):
        undo(workspace, to=names[0])


@EVERY_PROVIDER
def test_data_that_would_be_lost(workspace: Workspace) -> None:
    make(workspace, "init", "name String")
    second = make(workspace, "more", "name String", "age Int?")
    workspace.sql("INSERT INTO \"Item\" (name, age) VALUES ('a', 7)")
    with pytest.raises(DestructiveChange, match="column `age`") as caught:
        undo(workspace)
    assert "--accept-data-loss" in caught.value.message
    assert workspace.sql('SELECT age FROM "Item"') == [(7,)]
    assert status(workspace.schema, workspace.url).up_to_date
    assert undo(workspace, data_loss=True) == (second,)
    assert workspace.sql('SELECT name FROM "Item"') == [("a",)]


@WITH_TRANSACTIONAL_DDL
def test_a_script_that_fails_changes_nothing(workspace: Workspace) -> None:
    make(workspace, "init", "name String?")
    second = make(workspace, "age", "name String?", "age Int?")
    third = make(workspace, "other", "name String?", "age Int?", extra=OTHER)
    (workspace.migrations / second / "down.sql").write_text('DROP TABLE "Item";\nDROP TABLE nowhere;\n')
    with pytest.raises(RollbackFailed, match="nowhere") as caught:
        undo(workspace, steps=2)
    assert caught.value.migration == second
    assert {"Item", "Other"} <= workspace.tables()
    assert status(workspace.schema, workspace.url).up_to_date
    assert undo(workspace) == (third,)


@EVERY_PROVIDER
def test_rows_that_do_not_fit_change_nothing(workspace: Workspace) -> None:
    make(workspace, "init", "name String")
    make(workspace, "optional", "name String?")
    workspace.sql('INSERT INTO "Item" (name) VALUES (NULL)')
    with pytest.raises(RollbackFailed, match=r"(?i)not null|null values|truncated"):
        undo(workspace, data_loss=True)
    assert status(workspace.schema, workspace.url).up_to_date


@EVERY_PROVIDER
def test_what_has_no_way_back(workspace: Workspace) -> None:
    with pytest.raises(DatabaseMissing):
        undo(workspace)
    workspace.migration("1_hand", "CREATE TABLE a (b INT);")
    deploy(workspace.schema, workspace.url)
    with pytest.raises(NoWayBack, match=r"1_hand has no down\.sql"):
        undo(workspace)
    way = workspace.migrations / "1_hand" / "down.sql"
    way.write_text("VACUUM;" if workspace.provider != "mysql" else "START TRANSACTION; DROP TABLE a; COMMIT;")
    with pytest.raises(NoWayBack, match="transaction"):
        undo(workspace, data_loss=True)
    way.write_text("DROP TABLE a;")
    assert undo(workspace) == ("1_hand",)
    assert "a" not in workspace.tables()
    workspace.migration("2_bad", "CREATE TABEL a (b INT);")
    with pytest.raises(MigrationFailed):
        deploy(workspace.schema, workspace.url)
    with pytest.raises(FailedMigrationsFound, match="resolve --rolled-back 2_bad"):
        undo(workspace)


@EVERY_PROVIDER
def test_the_command(workspace: Workspace) -> None:
    name = make(workspace, "init", "name String")
    workspace.sql("INSERT INTO \"Item\" (name) VALUES ('a')")
    code, _, err = workspace.cli("migrate", "down")
    assert (code, err.startswith("error DATA_LOSS: ")) == (1, True)
    code, out, err = workspace.cli("migrate", "down", "--accept-data-loss")
    assert (code, f"Rolled back migration `{name}`" in out) == (0, True)
    assert "Item" in err
    code, out, _ = workspace.cli("migrate", "status")
    assert (code, f"rolled back {name}" in out) == (1, True)
