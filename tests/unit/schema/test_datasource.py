"""The datasource block: read as written, blanked without moving anything, pointed at another provider."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prismstack.errors import SchemaInvalid
from prismstack.schema import Datasource, UrlSetting, load_schema
from prismstack.schema._datasource import blank_urls, read_datasource, set_provider

Write = Callable[[str, str], Path]

LITERAL = """
datasource db {
  provider = "sqlite"
  url      = "file:./dev.db" // with a comment
}
"""


def test_literal_url() -> None:
    assert read_datasource(LITERAL) == Datasource("db", "sqlite", UrlSetting(value="file:./dev.db"), None)


def test_url_from_the_environment_and_shadow() -> None:
    source = read_datasource("""
        datasource main {
          provider          = "postgresql"
          url               = env( "MAIN_URL" )
          shadowDatabaseUrl = env("SHADOW_URL")
        }
    """)
    assert source.url == UrlSetting(environment_variable="MAIN_URL")
    assert source.shadow_url == UrlSetting(environment_variable="SHADOW_URL")


def test_no_url() -> None:
    assert read_datasource('datasource db {\n  provider = "sqlite"\n}').url is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("model A { id Int @id }", "it has 0"),
        (LITERAL + LITERAL, "it has 2"),
        ("datasource db {\n}", 'has no provider; add e.g. provider = "sqlite"'),
        ('datasource db {\n  provider = env("PROVIDER")\n}', "has no provider"),
    ],
)
def test_unusable_datasource(text: str, reason: str) -> None:
    with pytest.raises(SchemaInvalid, match=reason):
        read_datasource(text)


def test_blanking_moves_nothing() -> None:
    blanked = blank_urls(LITERAL)
    assert "url" not in blanked
    assert [len(line) for line in blanked.splitlines()] == [len(line) for line in LITERAL.splitlines()]
    assert 'provider = "sqlite"' in blanked


@given(st.text(alphabet='url = "e\n {}datasorcbmv', max_size=200))
def test_blanking_keeps_every_line_length_of_any_text(text: str) -> None:
    assert [len(line) for line in blank_urls(text).split("\n")] == [len(line) for line in text.split("\n")]


def test_other_blocks_are_left_alone() -> None:
    text = 'model Link {\n  url = "x"\n}\n'
    assert blank_urls(text) == text
    generator = 'generator client {\n  provider = "prisma-client-py"\n}\n'
    changed = set_provider(generator + LITERAL, "postgresql")
    assert changed.startswith(generator)
    assert read_datasource(changed).provider == "postgresql"


def test_schema_for_another_provider(write: Write) -> None:
    schema = load_schema(write("schema.prisma", LITERAL))
    assert schema.for_provider("postgresql").datasource.provider == "postgresql"
    assert schema.datasource.provider == "sqlite", "the original is not changed"
