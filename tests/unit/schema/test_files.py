"""Where a schema is found and how it is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from prismstack.errors import ConfigurationError
from prismstack.schema import find_schema, load_schema

Write = Callable[[str, str], Path]


def test_single_file(write: Write) -> None:
    path = write("schema.prisma", "model A { id Int @id }")
    schema = load_schema(path)
    assert (schema.root, schema.folder) == (path, path.parent)
    assert [file.path for file in schema.files] == [path]
    assert schema.text == "model A { id Int @id }"
    assert len(schema.digest) == 64


def test_folder_is_one_schema_in_path_order(write: Write, tmp_path: Path) -> None:
    write("schema/b.prisma", "// b")
    write("schema/a.prisma", "// a")
    write("schema/models/c.prisma", "// c")
    write("schema/notes.md", "not a schema")
    schema = load_schema(tmp_path / "schema")
    assert schema.folder == tmp_path / "schema"
    assert schema.text == "// a\n// b\n// c"


def test_digest_follows_the_text(write: Write) -> None:
    first = load_schema(write("a.prisma", "// 1")).digest
    assert first == load_schema(write("b.prisma", "// 1")).digest
    assert first != load_schema(write("c.prisma", "// 2")).digest


def test_relative_path_becomes_absolute(write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write("schema.prisma", "")
    monkeypatch.chdir(tmp_path)
    assert load_schema("schema.prisma").root == tmp_path / "schema.prisma"


def test_missing_empty_and_unreadable(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"absent\.prisma does not exist; pass --schema"):
        load_schema(tmp_path / "absent.prisma")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigurationError, match=r"no \*\.prisma file"):
        load_schema(tmp_path / "empty")
    (tmp_path / "latin.prisma").write_bytes("// caf\xe9".encode("latin-1"))
    with pytest.raises(ConfigurationError, match=r"not UTF-8 \(byte 6\)"):
        load_schema(tmp_path / "latin.prisma")


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    loop = tmp_path / "schema.prisma"
    loop.symlink_to(loop)
    with pytest.raises(ConfigurationError, match=r"cannot read the schema .*symbolic links"):
        load_schema(loop)


@pytest.mark.parametrize("place", ["schema.prisma", "prisma/schema.prisma", "prisma/schema/a.prisma"])
def test_usual_places(write: Write, tmp_path: Path, place: str) -> None:
    written = write(place, "")
    assert find_schema(start=tmp_path) in (written, written.parent)


def test_configured_place_wins_and_must_exist(write: Write, tmp_path: Path) -> None:
    write("schema.prisma", "")
    write("pyproject.toml", '[tool.prismstack]\nschema = "data/app.prisma"')
    with pytest.raises(ConfigurationError, match=r"looked for data/app\.prisma"):
        find_schema(start=tmp_path)
    configured = write("data/app.prisma", "")
    assert find_schema(start=tmp_path) == configured


def test_explicit_place_wins_and_must_exist(write: Write, tmp_path: Path) -> None:
    path = write("other.prisma", "")
    assert find_schema(path, start=tmp_path) == path
    with pytest.raises(ConfigurationError, match=r"absent\.prisma does not exist"):
        find_schema(tmp_path / "absent.prisma")


def test_nowhere(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"prismstack init`, or pass --schema"):
        find_schema(start=tmp_path)
