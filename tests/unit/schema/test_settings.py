"""A project's settings: where they stand, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from prismstack.errors import ConfigurationError
from prismstack.schema import find_schema, project_settings

Write = Callable[[str, str], Path]
FULL = """\
schema = "db/schema.prisma"
seed = "python seed.py"
shadow_database_url = "postgresql://localhost/shadow"
migrations = "db/migrations"
"""


def test_a_folder_without_settings(tmp_path: Path, write: Write) -> None:
    assert project_settings(tmp_path).source is None
    write("pyproject.toml", '[project]\nname = "a"\n[tool.other]\n')
    settings = project_settings(tmp_path)
    assert (settings.schema, settings.seed, dict(settings.migrations)) == (None, None, {})


@pytest.mark.parametrize(
    ("name", "text"), [("prismstack.toml", FULL), ("pyproject.toml", f"[tool.prismstack]\n{FULL}")]
)
def test_both_files_say_the_same(tmp_path: Path, write: Write, name: str, text: str) -> None:
    path = write(name, text)
    settings = project_settings(tmp_path)
    assert settings.source == path
    assert (settings.schema, settings.seed) == ("db/schema.prisma", "python seed.py")
    assert settings.shadow_database_url == "postgresql://localhost/shadow"
    assert settings.migrations == {"": "db/migrations"}
    write("db/schema.prisma", "")
    assert find_schema(start=tmp_path) == tmp_path / "db" / "schema.prisma"


def test_migrations_of_each_provider(tmp_path: Path, write: Write) -> None:
    write("prismstack.toml", '[migrations]\nsqlite = "a"\nmysql = "b"\n')
    assert project_settings(tmp_path).migrations == {"sqlite": "a", "mysql": "b"}


def test_a_shadow_database_from_the_environment(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("prismstack.toml", 'shadow_database_url = { env = "SHADOW" }\n')
    monkeypatch.delenv("SHADOW", raising=False)
    assert project_settings(tmp_path).shadow_database_url is None
    monkeypatch.setenv("SHADOW", "postgresql://localhost/shadow")
    assert project_settings(tmp_path).shadow_database_url == "postgresql://localhost/shadow"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("scheme = 'a'", "unknown setting scheme; known: schema, migrations, seed"),
        ("schema = 1", "schema has to be a text that is not empty, not 1"),
        ("seed = ''", "seed has to be a text that is not empty"),
        ("seed = ['a']", "seed has to be a text"),
        ("migrations = 1", "migrations has to be a text"),
        ("[migrations]\noracle = 'a'", "unknown setting migrations.oracle; known: sqlite"),
        ("[migrations]\nsqlite = 1", "migrations.sqlite has to be a path, not 1"),
        ("shadow_database_url = { var = 'A' }", "unknown setting shadow_database_url.var; known: env"),
        ("shadow_database_url = { env = 1 }", "shadow_database_url.env has to be the name"),
        ("schema = ", "is not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, write: Write, text: str, message: str) -> None:
    write("prismstack.toml", text)
    with pytest.raises(ConfigurationError) as caught:
        project_settings(tmp_path)
    assert message in caught.value.message
    assert "prismstack.toml" in caught.value.message


@pytest.mark.parametrize("text", ["tool = 1", "[tool]\nprismstack = 1"])
def test_a_table_that_is_none(tmp_path: Path, write: Write, text: str) -> None:
    write("pyproject.toml", text)
    with pytest.raises(ConfigurationError, match="has to be a table"):
        project_settings(tmp_path)


def test_settings_in_both_files_are_refused(tmp_path: Path, write: Write) -> None:
    write("prismstack.toml", FULL)
    write("pyproject.toml", "[tool.prismstack]\nseed = 'x'\n")
    with pytest.raises(ConfigurationError, match="keep one of them"):
        project_settings(tmp_path)


def test_a_file_that_cannot_be_read(tmp_path: Path, write: Write) -> None:
    write("prismstack.toml", "").write_bytes(b"seed = '\xff'")
    with pytest.raises(ConfigurationError, match="not valid TOML"):
        project_settings(tmp_path)
