"""Where the migrations of a project are: the place of the lock file decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from prismstack.migrate._layout import locate_migrations, project_folder
from prismstack.schema import load_schema

Write = Callable[[str, str], Path]

SCHEMA = 'datasource db {\n  provider = "sqlite"\n}\n'
SETTINGS = '[tool.prismstack]\nmigrations = "prisma/migrations"\n'


def located(tmp_path: Path, schema: Path, provider: str = "sqlite") -> str:
    return locate_migrations(load_schema(schema), provider).path.relative_to(tmp_path).as_posix()


@pytest.mark.parametrize(
    ("schema", "expected"),
    [("prisma/schema.prisma", "prisma/migrations"), ("schema.prisma", "migrations")],
)
def test_a_new_project_has_one_history_beside_the_schema(
    tmp_path: Path, write: Write, schema: str, expected: str
) -> None:
    assert located(tmp_path, write(schema, SCHEMA)) == expected


def test_a_schema_of_several_files_has_its_history_inside_the_folder(tmp_path: Path, write: Write) -> None:
    write("prisma/schema/main.prisma", SCHEMA)
    assert located(tmp_path, tmp_path / "prisma" / "schema") == "prisma/schema/migrations"


def test_a_configured_new_project_has_one_history_for_each_provider(tmp_path: Path, write: Write) -> None:
    write("pyproject.toml", SETTINGS)
    schema = write("schema.prisma", SCHEMA)
    assert located(tmp_path, schema) == "prisma/migrations/sqlite"
    assert located(tmp_path, schema, "postgresql") == "prisma/migrations/postgresql"


def test_the_setting_is_relative_to_pyproject(tmp_path: Path, write: Write) -> None:
    write("pyproject.toml", SETTINGS)
    schema = write("db/schema.prisma", SCHEMA)
    assert located(tmp_path, schema) == "prisma/migrations/sqlite"
    assert project_folder(load_schema(schema)) == tmp_path


@pytest.mark.parametrize("settings", ["", SETTINGS])
def test_prismas_own_history_is_recognised(tmp_path: Path, write: Write, settings: str) -> None:
    write("pyproject.toml", settings)
    schema = write("schema.prisma", SCHEMA)
    write("prisma/migrations/migration_lock.toml", 'provider = "sqlite"\n')
    assert located(tmp_path, schema) == "prisma/migrations"


def test_prismas_own_history_without_its_lock_file(tmp_path: Path, write: Write) -> None:
    schema = write("prisma/schema.prisma", SCHEMA)
    write("prisma/migrations/20260101000000_init/migration.sql", "")
    assert located(tmp_path, schema) == "prisma/migrations"


@pytest.mark.parametrize("settings", ["", SETTINGS])
def test_histories_of_several_providers_are_recognised(tmp_path: Path, write: Write, settings: str) -> None:
    write("pyproject.toml", settings)
    schema = write("schema.prisma", SCHEMA)
    write("prisma/migrations/postgresql/migration_lock.toml", 'provider = "postgresql"\n')
    assert located(tmp_path, schema) == "prisma/migrations/sqlite"
    assert located(tmp_path, schema, "postgresql") == "prisma/migrations/postgresql"


def test_a_path_for_each_provider(tmp_path: Path, write: Write) -> None:
    write("prismstack.toml", '[migrations]\npostgresql = "pg"\n')
    schema = write("schema.prisma", SCHEMA)
    assert located(tmp_path, schema, "postgresql") == "pg"
    assert located(tmp_path, schema) == "migrations"
