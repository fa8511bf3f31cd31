"""Waits for files to change, by looking at their times: a schema is a handful of files."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

__all__ = ["changes_of", "snapshot"]

_SECONDS = 0.3

Snapshot = frozenset[tuple[Path, int, int]]


def changes_of(root: Path, seconds: float = _SECONDS) -> Iterator[None]:
    """Yield at once, then after each change of a ``*.prisma`` file, never to end.

    A change counts when nothing has changed for ``seconds`` any more, so that an editor
    which writes several files, or one in steps, is waited for.
    """
    seen = snapshot(root)
    yield
    while True:
        time.sleep(seconds)
        now = snapshot(root)
        if now == seen:
            continue
        while (settled := _after(root, seconds)) != now:
            now = settled
        seen = now
        yield


def snapshot(root: Path) -> Snapshot:
    """The files of a schema with their times and sizes; files that go meanwhile are left out."""
    paths = root.rglob("*.prisma") if root.is_dir() else [root]
    found: set[tuple[Path, int, int]] = set()
    for path in paths:
        try:
            state = path.stat()
        except OSError:
            continue
        found.add((path, state.st_mtime_ns, state.st_size))
    return frozenset(found)


def _after(root: Path, seconds: float) -> Snapshot:
    time.sleep(seconds)
    return snapshot(root)
