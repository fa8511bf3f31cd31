"""A store as a file: one JSON value a line, kind by kind, with a first line that says what it is and a last one that
says that it is whole.

``{"format": "atrium.garage", "version": 1, "configName": …, "takenAt": …}``, then ``{"kind": …, "value": {…}}``
for every value, then ``{"values": <how many>}``.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from atrium.garage.in_memory import InMemoryStore
from atrium.garage.interfaces import GarageStore, Kind, Tables
from atrium.platform.clock import iso_z
from atrium.platform.errors import ValidationFailed

from .values import from_json, to_json

__all__ = ["Snapshot", "SnapshotInvalid", "read_snapshot", "snapshot_lines", "write_snapshot"]

_FORMAT = "atrium.garage"
_VERSION = 1
_AT_ONCE = 500


class SnapshotInvalid(ValidationFailed):
    """The file is no snapshot, or not a whole one; the message names the line. Export again."""

    code = "SNAPSHOT_INVALID"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a file held. ``checksum`` is the SHA-256 of the file."""

    store: InMemoryStore
    config_name: str
    checksum: str
    values: int

    @property
    def tables(self) -> Tables:
        return self.store.committed.tables


async def snapshot_lines(tables: Tables, config_name: str) -> AsyncIterator[str]:
    """The lines of a snapshot, each with its newline."""
    yield _line(
        {"format": _FORMAT, "version": _VERSION, "configName": config_name, "takenAt": iso_z(datetime.now(UTC))}
    )
    count = 0
    for kind in Kind:
        async for values in tables[kind].batches(_AT_ONCE):
            count += len(values)
            yield "".join(_line({"kind": kind.value, "value": to_json(kind, value)}) for value in values)
    yield _line({"values": count})


async def write_snapshot(store: GarageStore, path: Path) -> int:
    """Write what the store holds at one moment; how many values. The file appears when it is whole."""

    async def write(repositories: Any) -> int:
        lines = 0
        with temporary.open("w", encoding="utf-8") as file:
            async for text in snapshot_lines(repositories.tables, store.config_name):
                lines += text.count("\n")
                file.write(text)
            file.flush()
            os.fsync(file.fileno())
        return lines - 2

    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        count = await store.read(write)
        temporary.replace(path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    return count


async def read_snapshot(path: Path) -> Snapshot:
    """The snapshot in a file, every value checked.

    Raises:
        SnapshotInvalid: something is wrong with a line, or the end is missing.
        OSError: the file cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        lines = _numbered(file, digest)
        first: dict[str, Any] = next(lines, (1, dict[str, Any]()))[1]
        header = _check_header(first)
        store = InMemoryStore(config_name=header)
        count = await _fill(store, lines)
    return Snapshot(store, header, digest.hexdigest(), count)


async def _fill(store: InMemoryStore, lines: Iterator[tuple[int, dict[str, Any]]]) -> int:
    values: dict[Kind, list[Any]] = {kind: [] for kind in Kind}
    kinds = {kind.value: kind for kind in Kind}
    count = 0
    for number, line in lines:
        if "values" in line:
            if line["values"] != count:
                raise SnapshotInvalid(f"Line {number}: the snapshot had {line['values']} values, the file has {count}")
            if next(lines, None) is not None:
                raise SnapshotInvalid(f"Line {number + 1}: there is something after the end")
            for kind, found in values.items():
                await store.committed.tables[kind].put(found)
            return count
        kind = kinds.get(str(line.get("kind")))
        if kind is None:
            raise SnapshotInvalid(f"Line {number}: unknown kind {line.get('kind')!r}")
        try:
            values[kind].append(from_json(kind, line.get("value")))
        except ValidationFailed as error:
            raise SnapshotInvalid(f"Line {number}: {error.message}", error.errors) from None
        count += 1
    raise SnapshotInvalid(f"The file ends after {count} values without its last line: it is not whole")


def _numbered(file: Any, digest: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, raw in enumerate(file, 1):
        digest.update(raw)
        try:
            line: object = json.loads(raw)
        except ValueError as error:
            raise SnapshotInvalid(f"Line {number} is not JSON: {error}") from None
        if not isinstance(line, dict):
            raise SnapshotInvalid(f"Line {number} is not an object")
        yield number, cast(dict[str, Any], line)


def _check_header(header: dict[str, Any]) -> str:
    if header.get("format") != _FORMAT:
        raise SnapshotInvalid("The file is no snapshot of a garage: its first line does not say so")
    if header.get("version") != _VERSION:
        raise SnapshotInvalid(f"The snapshot has version {header.get('version')!r}; this release reads {_VERSION}")
    return str(header.get("configName"))


def _line(value: dict[str, object]) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False) + "\n"
