"""Changes of a schema's files are noticed once they have settled."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

from prismstack.cli._watching import changes_of, snapshot


def test_a_change_is_noticed_once(tmp_path: Path) -> None:
    path = tmp_path / "schema.prisma"
    path.write_text("a")
    found = changes_of(path, 0.01)
    next(found)
    path.write_text("longer")
    next(found)
    noticed = Event()

    def wait() -> None:
        next(found)
        noticed.set()

    waiting = Thread(target=wait, daemon=True)
    waiting.start()
    assert not noticed.wait(0.2), "nothing has changed since"
    path.write_text("and longer")
    assert noticed.wait(30)
    waiting.join()


def test_files_that_come_and_go_are_changes(tmp_path: Path) -> None:
    empty = snapshot(tmp_path)
    path = tmp_path / "sub" / "a.prisma"
    path.parent.mkdir()
    path.write_text("")
    one = snapshot(tmp_path)
    path.with_name("notes.md").write_text("not a schema")
    assert empty != one == snapshot(tmp_path)
    path.unlink()
    assert snapshot(tmp_path) == empty
    assert snapshot(path) == frozenset()
