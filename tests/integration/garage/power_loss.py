"""A default VFS for SQLite under which the loss of power can be played: only what was synced is kept.

Writes reach the real file at once and a durable copy beside it when SQLite syncs. After the process was killed,
``lose_power`` puts the durable copies in the place of the files.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import apsw

__all__ = ["install", "lose_power"]

_SUFFIX = ".durable"
_installed: list[apsw.VFS] = []

#: What was done to a file since its last sync, in order: (offset, data) or (size, None) for a truncation.
_pending: dict[str, list[tuple[int, bytes | None]]] = {}


class _File(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int]) -> None:
        super().__init__("unix", name, flags)
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if self._path and os.path.exists(self._path) and not os.path.exists(self._path + _SUFFIX):
            shutil.copyfile(self._path, self._path + _SUFFIX)

    def xWrite(self, data: Any, offset: int) -> None:
        super().xWrite(data, offset)
        _pending.setdefault(self._path, []).append((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        super().xTruncate(newsize)
        _pending.setdefault(self._path, []).append((newsize, None))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        durable = os.open(self._path + _SUFFIX, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            for place, data in _pending.pop(self._path, []):
                if data is None:
                    os.ftruncate(durable, place)
                else:
                    os.pwrite(durable, data, place)
        finally:
            os.close(durable)


class _LosingPower(apsw.VFS):
    def __init__(self) -> None:
        super().__init__("losing-power", "unix", makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return _File(name, flags)


def install() -> None:
    """From now on every database of this process is written as if power could be lost."""
    _installed.append(_LosingPower())


def lose_power(database: Path) -> None:
    """What is left of a database whose process was killed when power was lost."""
    for name in (str(database), f"{database}-wal"):
        if os.path.exists(name + _SUFFIX):
            shutil.copyfile(name + _SUFFIX, name)
        else:
            Path(name).unlink(missing_ok=True)
    Path(f"{database}-shm").unlink(missing_ok=True)
