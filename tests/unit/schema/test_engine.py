"""What the engine says of a schema: diagnostics with positions, formatting, generators, DMMF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from prismstack.errors import SchemaInvalid
from prismstack.schema import Schema, check, dmmf, formatted, generators, load_schema, validate

Write = Callable[[str, str], Path]

HEAD = """
datasource db {
  provider = "sqlite"
  url      = env("DATABASE_URL")
}
"""


@pytest.fixture
def load(write: Write) -> Callable[[str], Schema]:
    def load_text(text: str) -> Schema:
        return load_schema(write("schema.prisma", HEAD + text))

    return load_text


def test_valid_schema_has_no_diagnostics_though_it_has_a_url(load: Callable[[str], Schema]) -> None:
    assert validate(load("model A {\n  id Int @id\n}\n")) == []


def test_position_counts_from_one_and_the_url_moves_nothing(load: Callable[[str], Schema]) -> None:
    schema = load("model A {\n  id   Int @id\n  kind Kidn\n}\n")
    (found,) = validate(schema)
    assert (found.path, found.line, found.column) == (schema.root, 8, 8)
    assert 'Type "Kidn" is neither a built-in type' in found.message
    assert str(found).startswith(f"{schema.root}:8:8: error: ")
    line = schema.text.splitlines()[found.line - 1]
    assert line[found.column - 1 :] == "Kidn"


def test_column_counts_characters_of_any_script(load: Callable[[str], Schema]) -> None:
    schema = load("model A {\n  id Int @id\n  /* \N{PARTY POPPER}é */ kind Kidn\n}\n")
    (found,) = validate(schema)
    assert (found.line, found.column) == (8, 17)
    assert schema.text.splitlines()[7][16:] == "Kidn"


def test_diagnostics_name_the_file_of_a_folder(write: Write, tmp_path: Path) -> None:
    write("schema/a.prisma", HEAD)
    wrong = write("schema/b.prisma", "model A {\n  id Int\n}\n")
    found = validate(load_schema(tmp_path / "schema"))
    assert [(each.path, each.line) for each in found] == [(wrong, 1)]


def test_warnings_are_told_apart(load: Callable[[str], Schema]) -> None:
    schema = load('generator g {\n  provider = "prisma-client-py"\n  previewFeatures = ["tracing"]\n}\n')
    (warning,) = check(schema)
    assert warning.is_warning
    assert "warning: " in str(warning)


def test_check_and_dmmf_raise_with_every_error(load: Callable[[str], Schema]) -> None:
    schema = load("model A {\n  id Int @id\n  b  B\n  c  C\n}\n")
    for call in (check, dmmf, formatted, generators):
        with pytest.raises(SchemaInvalid) as caught:
            call(schema)
        assert caught.value.message.count(f"{schema.root}:") == 2
        assert caught.value.code == "SCHEMA_INVALID"


def test_schema_without_datasource_is_refused(write: Write) -> None:
    with pytest.raises(SchemaInvalid, match="exactly one datasource"):
        validate(load_schema(write("schema.prisma", "model A {\n  id Int @id\n}\n")))


def test_formatting_aligns_and_keeps_the_url(load: Callable[[str], Schema]) -> None:
    schema = load("model A {\n id Int @id\n  longer   String\n}\n")
    ((path, text),) = formatted(schema)
    assert path == schema.root
    assert "  id     Int    @id\n  longer String\n" in text
    assert 'url      = env("DATABASE_URL")' in text


def test_formatting_a_folder_keeps_files_apart(write: Write, tmp_path: Path) -> None:
    write("schema/a.prisma", HEAD + "model A {\n id Int @id\n}\n")
    write("schema/b.prisma", "model B {\n  id Int @id\n}\n")
    texts = {path.name: text for path, text in formatted(load_schema(tmp_path / "schema"))}
    assert "  id Int @id" in texts["a.prisma"]
    assert "model B" not in texts["a.prisma"]
    assert texts["b.prisma"] == "model B {\n  id Int @id\n}\n"


def test_generators_as_the_protocol_has_them(load: Callable[[str], Schema]) -> None:
    (found,) = generators(load('generator py {\n  provider = "prisma-client-py"\n  interface = "sync"\n}\n'))
    assert found["name"] == "py"
    assert found["provider"]["value"] == "prisma-client-py"
    assert found["config"]["interface"] == "sync"


def test_dmmf_describes_models(load: Callable[[str], Schema]) -> None:
    description = dmmf(load('model A {\n  id Int @id\n  name String @default("x")\n  @@map("as")\n}\n'))
    (model,) = description["datamodel"]["models"]
    assert (model["name"], model["dbName"]) == ("A", "as")
    assert [field["name"] for field in model["fields"]] == ["id", "name"]
    assert set(description) >= {"datamodel", "schema", "mappings"}


def test_base64_is_wanted_in_bytes_lists(load: Callable[[str], Schema]) -> None:
    with pytest.raises(SchemaInvalid, match=r"(?i)base64"):
        check(load('model A {\n  id Int @id\n  data Bytes @default("not base64!")\n}\n'))
