"""``init``: from an empty folder, or from a database, to a project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import EVERY_PROVIDER, Workspace


@pytest.fixture
def empty(workspace: Workspace, clean_environment: Callable[[str], None]) -> Workspace:
    """A folder with nothing in it, and no DATABASE_URL."""
    workspace.schema.unlink()
    clean_environment("DATABASE_URL")
    return workspace


def test_a_schema_a_dotenv_and_a_gitignore(empty: Workspace) -> None:
    code, out, _ = empty.cli("init")
    assert code == 0
    assert "Wrote the schema prisma/schema.prisma" in out
    assert "describe your data" in out
    assert Path(".env").read_text() == 'DATABASE_URL="file:./dev.db"\n'
    assert Path(".gitignore").read_text() == ".env\ndev.db*\n"
    assert empty.cli("validate")[0] == 0


def test_a_schema_is_never_overwritten(empty: Workspace) -> None:
    assert empty.cli("init", "--with-model")[0] == 0
    before = Path("prisma/schema.prisma").read_text()
    for arguments in (["init"], ["init", "--schema", "other/schema.prisma"]):
        code, out, err = empty.cli(*arguments)
        assert (code, out, "nothing was changed" in err) == (1, "", True)
    assert Path("prisma/schema.prisma").read_text() == before
    assert not Path("other").exists()


def test_what_dotenv_and_gitignore_say_stays(empty: Workspace) -> None:
    Path(".env").write_text("OTHER=1\nDATABASE_URL=file:./mine.db")
    Path(".gitignore").write_text("*.pyc\n.env")
    code, out, _ = empty.cli("init", "--url", "file:./other.db")
    assert (code, "was left as it is; its URL is not the one that was given" in out) == (0, True)
    assert Path(".env").read_text() == "OTHER=1\nDATABASE_URL=file:./mine.db"
    assert Path(".gitignore").read_text() == "*.pyc\n.env\nother.db*\n"


@pytest.mark.parametrize("provider", ["postgresql", "mysql", "cockroachdb"])
def test_a_provider_without_a_url(empty: Workspace, provider: str) -> None:
    code, _, _ = empty.cli("init", "--datasource-provider", provider, "--schema", "schema.prisma")
    assert code == 0
    assert f'provider = "{provider}"' in Path("schema.prisma").read_text()
    assert Path(".gitignore").read_text() == ".env\n"


def test_the_provider_follows_the_url(empty: Workspace) -> None:
    assert empty.cli("init", "--url", "mysql://root:a$b@localhost/x")[0] == 0
    assert 'provider = "mysql"' in Path("prisma/schema.prisma").read_text()
    assert Path(".env").read_text() == "DATABASE_URL='mysql://root:a$b@localhost/x'\n"


def test_the_place_comes_from_the_settings(empty: Workspace) -> None:
    Path("prismstack.toml").write_text('schema = "data"\n')
    assert empty.cli("init")[0] == 0
    assert Path("data/schema.prisma").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--datasource-provider", "oracle"], "unknown provider 'oracle'; known: sqlite"),
        (["--datasource-provider", "mysql", "--url", "file:./a.db"], "the URL is of sqlite, not of mysql"),
        (["--url", "nonsense:"], "unknown scheme"),
        (["--from-url", "file:./a.db", "--with-model"], "--from-url says all"),
        (["--migration", "init"], "pass --with-model"),
        (["--from-url", "file:./absent.db"], "P1003"),
    ],
)
def test_what_cannot_be_done_changes_nothing(empty: Workspace, arguments: list[str], message: str) -> None:
    code, out, err = empty.cli("init", *arguments)
    assert (code, out, message in err) == (1, "", True)
    assert list(empty.folder.iterdir()) == []


def test_a_folder_that_cannot_be_written(empty: Workspace) -> None:
    Path("prisma").write_text("a file")
    code, _, err = empty.cli("init")
    assert (code, "cannot write" in err) == (1, True)


def test_the_first_migration_of_an_example(empty: Workspace) -> None:
    code, out, _ = empty.cli("init", "--with-model", "--migration", "init")
    assert (code, "Wrote and applied prisma/migrations/" in out) == (0, True)
    assert empty.cli("migrate", "status")[0] == 0
    assert Path("prisma/dev.db").is_file()


@EVERY_PROVIDER
def test_a_project_of_an_existing_database(empty: Workspace) -> None:
    empty.sql("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);")
    empty.sql("INSERT INTO people VALUES (1, 'Ada');")
    url = empty.server.url if empty.server else "file:./dev.db"
    code, out, _ = empty.cli("init", "--from-url", url, "--migration", "first")
    assert (code, "recorded it as applied" in out) == (0, True)
    assert "model people {" in Path("prisma/schema.prisma").read_text()
    expected = empty.server.url if empty.server else "file:../dev.db"
    assert f'DATABASE_URL="{expected}"' in Path(".env").read_text()
    assert empty.cli("migrate", "status")[0] == 0
    assert "Already in sync" in empty.cli("migrate", "dev", "--skip-generate")[1]
    assert empty.sql("SELECT name FROM people") == [("Ada",)]
    # A second project over the same database has to take over that history.
    Path("prisma/schema.prisma").rename("former.prisma")
    for each in sorted(Path("prisma").rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()
    code, _, err = empty.cli("init", "--from-url", url, "--migration", "first")
    assert (code, "version control" in err) == (1, True)


def test_a_first_migration_after_others_is_refused(empty: Workspace) -> None:
    empty.sql("CREATE TABLE people (id INTEGER PRIMARY KEY)")
    folder = Path("prisma/migrations/20260101000000_a")
    folder.mkdir(parents=True)
    (folder / "migration.sql").write_text("")
    code, _, err = empty.cli("init", "--from-url", f"file:{empty.database}", "--migration", "first")
    assert (code, "there are migrations in" in err) == (1, True)
