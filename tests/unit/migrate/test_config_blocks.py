"""Datasource and generator blocks survive introspection as they were written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from prismstack.migrate._config_blocks import comments_in_models, only_config, with_config_of
from prismstack.schema import Schema, SchemaFile

WRITTEN = """\
// The team's schema.

generator client {
  provider = "prisma-client-py" // ours
}

/// The database
datasource db {
  provider = "sqlite"
  // where it is
  url      = env("DATABASE_URL")
}

// about users
model User {
  id  Int    @id // the key
  url String @default("http://x")
}
"""
INTROSPECTED = """\
generator client {
  provider = "prisma-client-py"
}

datasource db {
  provider = "sqlite"
}

model User {
  id Int @id
}
"""


def schema(*texts: str) -> Schema:
    paths = [Path(f"/x/{number}.prisma") for number in range(len(texts))]
    return Schema(Path("/x"), tuple(SchemaFile(path, text) for path, text in zip(paths, texts, strict=True)))


def test_blocks_come_back_with_the_comments_above_them() -> None:
    text = with_config_of(schema(INTROSPECTED), schema(WRITTEN)).text
    assert text.startswith(WRITTEN.partition("// about users")[0].rstrip())
    assert text.endswith("model User {\n  id Int @id\n}\n")


def test_blocks_come_back_from_whichever_file_they_were_in() -> None:
    config, _, models = WRITTEN.partition("// about users\n")
    former = schema(models, config)
    pulled = replace(former, files=schema("model User {}\n", INTROSPECTED).files)
    assert 'url      = env("DATABASE_URL")' in with_config_of(pulled, former).files[1].text


def test_a_new_block_stays() -> None:
    text = 'generator other {\n  provider = "x"\n}\n'
    assert with_config_of(schema(text), schema(WRITTEN)).text == text


def test_only_the_config_is_left_in_the_file_of_the_datasource() -> None:
    config, _, models = WRITTEN.partition("// about users\n")
    left = only_config(schema(models, config))
    assert [each.path.name for each in left.files] == ["1.prisma"]
    assert "model" not in left.text
    assert "generator client" in left.text
    assert "// where it is" in left.text


def test_comments_are_counted_but_not_those_in_texts_blocks_and_documentation() -> None:
    assert comments_in_models(schema(WRITTEN)) == 2
    assert comments_in_models(schema("/// documentation\nmodel A {\n  id Int @id\n}\n")) == 0
