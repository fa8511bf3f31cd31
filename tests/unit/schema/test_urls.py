"""Database URLs and .env files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from prismstack.errors import ConfigurationError
from prismstack.schema import Schema, database_url, load_dotenv, load_schema, masked_url, provider_of

Write = Callable[[str, str], Path]


@pytest.fixture
def schema(write: Write) -> Callable[[str], Schema]:
    """A schema whose datasource has this line instead of a url."""

    def load(line: str) -> Schema:
        return load_schema(write("db/schema.prisma", f'datasource db {{\n  provider = "sqlite"\n  {line}\n}}'))

    return load


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("file:./dev.db", "sqlite"),
        ("sqlite:dev.db", "sqlite"),
        ("postgresql://u:p@h/db", "postgresql"),
        ("postgres://h/db", "postgresql"),
        ("MySQL://h/db", "mysql"),
        ("mariadb://h/db", "mysql"),
        ("cockroachdb://h/db", "cockroachdb"),
    ],
)
def test_provider_follows_the_scheme(url: str, provider: str) -> None:
    assert provider_of(url) == provider


@pytest.mark.parametrize("url", ["oracle://h/db", "dev.db", "", ":memory:", "postgresql"])
def test_unknown_scheme_says_what_to_use(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"unknown scheme .*use file:\./dev\.db, postgresql://"):
        provider_of(url)


def test_relative_files_are_relative_to_the_schemas_folder(schema: Callable[[str], Schema], tmp_path: Path) -> None:
    assert database_url(schema('url = "file:./dev.db?mmap_size=0"')) == f"file:{tmp_path}/db/dev.db?mmap_size=0"
    assert database_url(schema('url = "file:../dev.db"')) == f"file:{tmp_path}/dev.db"


def test_absolute_files_and_memory_stay(schema: Callable[[str], Schema]) -> None:
    assert database_url(schema('url = "file:/var/dev.db"')) == "file:/var/dev.db"
    assert database_url(schema('url = "file::memory:"')) == "file::memory:"


@pytest.mark.parametrize(("line", "variable"), [('url = env("OTHER_URL")', "OTHER_URL"), ("", "DATABASE_URL")])
def test_url_from_the_environment(
    schema: Callable[[str], Schema], monkeypatch: pytest.MonkeyPatch, line: str, variable: str
) -> None:
    monkeypatch.setenv(variable, "postgresql://h/db?schema=x")
    assert database_url(schema(line)) == "postgresql://h/db?schema=x"
    monkeypatch.setenv(variable, "")
    with pytest.raises(ConfigurationError, match=f"the environment variable {variable} is not set"):
        database_url(schema(line))
    monkeypatch.delenv(variable)
    with pytest.raises(ConfigurationError, match=rf"e\.g\. {variable}=file:\./dev\.db"):
        database_url(schema(line))


def test_literal_url_beats_the_environment(schema: Callable[[str], Schema], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://h/db")
    assert database_url(schema('url = "file:/a.db"')) == "file:/a.db"


def test_dotenv_fills_in_what_is_not_set(write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PRISMSTACK_TEST_A", "PRISMSTACK_TEST_B", "PRISMSTACK_TEST_C", "PRISMSTACK_TEST_D"):
        monkeypatch.setenv(name, "set, so that it is restored after the test")
        if name != "PRISMSTACK_TEST_B":
            monkeypatch.delenv(name)
    write(".env", "PRISMSTACK_TEST_A='from .env'\nPRISMSTACK_TEST_B=ignored\nPRISMSTACK_TEST_D")
    write("prisma/.env", "PRISMSTACK_TEST_A=second\nPRISMSTACK_TEST_C=third # comment")
    load_dotenv(tmp_path)
    assert os.environ["PRISMSTACK_TEST_A"] == "from .env"
    assert os.environ["PRISMSTACK_TEST_B"].startswith("set")
    assert os.environ["PRISMSTACK_TEST_C"] == "third"
    assert "PRISMSTACK_TEST_D" not in os.environ


def test_no_dotenv_is_fine(tmp_path: Path) -> None:
    load_dotenv(tmp_path)


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("postgresql://u:p@h:5432/db", "postgresql://u:***@h:5432/db"),
        ("postgresql://u:p@ss/w:rd@h/db", "postgresql://u:***@h/db"),
        ("postgresql://u@h/db?schema=a", "postgresql://u@h/db?schema=a"),
        ("mysql://:p@h/db?SSLPassword=x&a=b", "mysql://:***@h/db?SSLPassword=***&a=b"),
        ("prisma://h/?api_key=x", "prisma://h/?api_key=***"),
        ("file:./dev.db", "file:./dev.db"),
        ("not a url", "not a url"),
    ],
)
def test_secrets_are_masked(url: str, masked: str) -> None:
    assert masked_url(url) == masked
