"""``db pull``: what is in the database becomes the schema, and what only a schema can say stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prismstack.errors import ConfigurationError
from prismstack.migrate import db_pull
from prismstack.migrate._errors import DatabaseEmpty

from .conftest import EVERY_PROVIDER, HEADER, Workspace

pytestmark = EVERY_PROVIDER
TABLES = """\
CREATE TABLE "people" ("id" INTEGER PRIMARY KEY, "first_name" TEXT NOT NULL);
CREATE TABLE "pets" ("id" INTEGER PRIMARY KEY, "owner" INTEGER NOT NULL REFERENCES "people" ("id"));
"""
NAMED = """
/// Somebody
model Person {
  id        Int    @id
  firstName String @map("first_name") // lost
  pets      Pet[]
  @@map("people")
}

model Pet {
  id     Int    @id
  owner  Int
  person Person @relation(fields: [owner], references: [id])
  @@map("pets")
}
"""


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    workspace.sql(TABLES)
    return workspace


def header(workspace: Workspace) -> str:
    return HEADER.replace('"sqlite"', f'"{workspace.provider}"')


def test_a_schema_without_models_gets_them(filled: Workspace) -> None:
    filled.schema.write_text(header(filled))
    code, out, _ = filled.cli("db", "pull")
    assert (code, "Introspected 2 models and wrote them into schema.prisma" in out) == (0, True)
    text = filled.schema.read_text()
    assert text.startswith(header(filled).rstrip())
    assert "model people {" in text
    assert filled.cli("validate")[0] == 0
    assert "already" in filled.cli("db", "pull")[1]


def test_names_maps_and_documentation_stay(filled: Workspace) -> None:
    filled.schema.write_text(header(filled) + NAMED)
    filled.sql('ALTER TABLE "people" ADD COLUMN "age" INTEGER')
    code, _, err = filled.cli("db", "pull")
    text = filled.schema.read_text()
    assert code == 0
    assert "/// Somebody\nmodel Person {" in text
    assert 'firstName String @map("first_name")' in " ".join(text.split())
    assert "age " in text
    assert 'env("DATABASE_URL")' in text
    assert "comments of two slashes inside models, 1 of them" in err
    assert "enriched with `@map`" in err


def test_print_writes_nothing(filled: Workspace) -> None:
    filled.schema.write_text(header(filled))
    code, out, _ = filled.cli("db", "pull", "--print")
    assert (code, "model pets {" in out) == (0, True)
    assert filled.schema.read_text() == header(filled)


def test_force_forgets_the_models_even_invalid_ones(filled: Workspace) -> None:
    filled.schema.write_text(header(filled) + "model Person {\n  id Nonsense\n}\n")
    code, _, err = filled.cli("db", "pull")
    assert (code, "Nonsense" in err) == (1, True)
    assert filled.cli("db", "pull", "--force")[0] == 0
    text = filled.schema.read_text()
    assert "model people {" in text
    assert "Person" not in text


def test_an_empty_database(workspace: Workspace) -> None:
    before = workspace.schema.read_text()
    code, _, err = workspace.cli("db", "pull")
    assert (code, err.partition(":")[0]) == (1, "error P1003")
    workspace.sql("CREATE TABLE a (b INT)")
    workspace.sql("DROP TABLE a")
    with pytest.raises(DatabaseEmpty):
        db_pull(workspace.schema)
    code, _, err = workspace.cli("db", "pull")
    assert (code, err.partition(":")[0]) == (1, "error P4001")
    assert workspace.schema.read_text() == before


def test_what_the_client_cannot_use_is_told(filled: Workspace) -> None:
    filled.sql("CREATE TABLE keyless (a INTEGER)")
    filled.schema.write_text(header(filled))
    code, out, err = filled.cli("db", "pull", "--json")
    document = json.loads(out)
    assert (code, err, document["models"]) == (0, "", 3)
    assert "keyless" in document["warnings"]
    assert document["written"] == [str(filled.schema)]
    assert "@@ignore" in document["files"][0]["content"]


def test_views_are_shown(filled: Workspace) -> None:
    filled.sql("CREATE VIEW names AS SELECT id, first_name FROM people")
    generator = 'generator client {\n  provider = "prisma-client-py"\n  previewFeatures = ["views"]\n}\n'
    filled.schema.write_text(header(filled) + generator)
    code, out, _ = filled.cli("db", "pull")
    assert code == 0
    assert ".names: select" in out.lower()
    assert "view names {" in filled.schema.read_text()


def test_a_schema_of_several_files(filled: Workspace) -> None:
    folder = filled.folder / "several"
    folder.mkdir()
    (folder / "main.prisma").write_text(header(filled))
    (folder / "people.prisma").write_text(NAMED)
    (folder / "gone.prisma").write_text("model Gone {\n  id Int @id\n}\n")
    filled.sql("CREATE TABLE fresh (id INTEGER PRIMARY KEY)")
    code, out, _ = filled.cli("db", "pull", "--schema", "several", "--url", filled.url)
    assert code == 0
    assert "Removed several/gone.prisma" in out
    assert (folder / "main.prisma").read_text() == header(filled)
    assert "model Person {" in (folder / "people.prisma").read_text()
    assert "model fresh {" in (folder / "introspected.prisma").read_text()
    assert not (folder / "gone.prisma").exists()


def test_a_url_of_another_provider_needs_force(workspace: Workspace, tmp_path: Path) -> None:
    other = "mysql" if workspace.provider == "sqlite" else "sqlite"
    workspace.sql(TABLES)
    workspace.schema.write_text(header(workspace).replace(f'"{workspace.provider}"', f'"{other}"'))
    with pytest.raises(ConfigurationError, match="--force"):
        db_pull(workspace.schema)
    assert db_pull(workspace.schema, keep_names=False).schema.datasource.provider == workspace.provider


def test_a_file_that_cannot_be_written(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    filled.schema.write_text(header(filled))
    pulled = db_pull(filled.schema)
    filled.schema.unlink()
    filled.schema.mkdir()
    with pytest.raises(ConfigurationError, match="cannot write"):
        pulled.write()
    assert [each.name for each in filled.folder.iterdir() if each.name.startswith(".schema")] == []
