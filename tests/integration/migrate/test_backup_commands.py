"""``prismstack db backup`` and ``db restore`` on a real file."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from prismstack.cli._app import run

SCHEMA = """
datasource db {
  provider = "sqlite"
  url      = "file:./app.db"
}

model Note {
  id   Int    @id
  text String
}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schema.prisma").write_text(SCHEMA, encoding="utf-8")
    assert run(["db", "push", "--skip-generate"]) == 0
    _write(tmp_path, "INSERT INTO Note VALUES (1, 'kept')")
    return tmp_path


def _write(project: Path, sql: str) -> list[tuple[object, ...]]:
    connection = apsw.Connection(str(project / "app.db"))
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_what_was_backed_up_comes_back(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["db", "backup"]) == 0
    assert "verified" in capsys.readouterr().out
    backup = next((project / "backups").iterdir())
    _write(project, "UPDATE Note SET text = 'changed'")
    assert run(["db", "restore", str(backup)]) == 0
    assert "The database as it was" in capsys.readouterr().out
    assert _write(project, "SELECT text FROM Note") == [("kept",)]


def test_a_damaged_backup_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["db", "backup"]) == 0
    backup = next((project / "backups").iterdir())
    data = bytearray(backup.read_bytes())
    data[100:2000] = b"\xff" * 1900
    backup.write_bytes(data)
    assert run(["db", "restore", str(backup)]) == 1
    assert "BACKUP_INVALID" in capsys.readouterr().err
    assert _write(project, "SELECT text FROM Note") == [("kept",)]
