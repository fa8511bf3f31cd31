"""SQLite connections: the URL's options, and connections opened with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote

import apsw

from prismstack.drivers._errors import DriverError
from prismstack.drivers.sqlite._errors import translate
from prismstack.errors import ConfigurationError

__all__ = ["SqliteOptions", "open_connection", "parse_url"]

# Settings every connection starts with; payments live here, so a commit is on the disk.
_DEFAULT_PRAGMAS = {"journal_mode": "WAL", "synchronous": "FULL", "foreign_keys": "ON"}
_PRAGMAS = frozenset(
    {
        "auto_vacuum", "automatic_index", "busy_timeout", "cache_size", "cache_spill", "case_sensitive_like",
        "cell_size_check", "foreign_keys", "fullfsync", "journal_mode", "journal_size_limit", "locking_mode",
        "mmap_size", "page_size", "recursive_triggers", "secure_delete", "synchronous", "temp_store",
        "threads", "trusted_schema", "wal_autocheckpoint",
    }
)  # fmt: skip
_PRAGMA_VALUE = re.compile(r"-?\w+")
_READER_PRAGMAS = frozenset({"cache_size", "mmap_size", "temp_store", "case_sensitive_like", "trusted_schema"})


@dataclass(frozen=True, slots=True)
class SqliteOptions:
    """What a ``file:`` URL says.

    ``busy_timeout`` is in seconds (``socket_timeout`` in the URL, as Prisma has it, or
    ``busy_timeout`` in milliseconds); ``connection_limit`` bounds the reader connections
    of worker threads; ``timestamp_format`` is how DateTime is written: ``iso8601`` or
    ``unixepoch-ms`` (both are read).
    """

    path: str
    pragmas: dict[str, str] = field(default_factory=lambda: dict(_DEFAULT_PRAGMAS))
    busy_timeout: float = 5.0
    connection_limit: int = 4
    timestamp_format: str = "iso8601"

    @property
    def in_memory(self) -> bool:
        return self.path == ":memory:"


def parse_url(url: str) -> SqliteOptions:
    """The options of a ``file:path?key=value`` URL.

    Raises ConfigurationError for an empty path, an unknown key or a bad value.
    """
    _, _, rest = url.partition(":")
    location, _, query = rest.partition("?")
    path = unquote(location.removeprefix("//")) if location.startswith("//") else unquote(location)
    if not path:
        raise ConfigurationError("the database URL names no file; use e.g. file:./dev.db")
    values = dict(parse_qsl(query, keep_blank_values=True))
    pragmas = dict(_DEFAULT_PRAGMAS)
    for name in [name for name in values if name in _PRAGMAS and name != "busy_timeout"]:
        pragmas[name] = _pragma_value(name, values.pop(name))
    options = SqliteOptions(
        path=path,
        pragmas=pragmas,
        busy_timeout=_seconds(values),
        connection_limit=_positive(values.pop("connection_limit", "4"), "connection_limit"),
        timestamp_format=_timestamp_format(values.pop("timestamp_format", "iso8601")),
    )
    if values:
        known = ", ".join(sorted(_PRAGMAS | {"connection_limit", "socket_timeout", "timestamp_format"}))
        raise ConfigurationError(f"unknown option {next(iter(values))!r} in the SQLite URL; known: {known}")
    return options


def open_connection(options: SqliteOptions, *, read_only: bool = False) -> apsw.Connection:
    """A connection with the URL's settings; the file is created unless ``read_only``.

    Raises DriverError when the file cannot be opened or is not a database.
    """
    flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
    try:
        connection = apsw.Connection(options.path, flags=flags, statementcachesize=256)
        connection.set_busy_timeout(int(options.busy_timeout * 1000))
        for name, value in options.pragmas.items():
            if not read_only or name in _READER_PRAGMAS:
                connection.execute(f"PRAGMA {name} = {value}").fetchall()
        # Touches the file, so that one that is not a database is noticed here.
        connection.execute("PRAGMA schema_version").fetchall()
    except apsw.Error as error:
        raise _explained(translate(error), options) from error
    return connection


def _explained(error: DriverError, options: SqliteOptions) -> DriverError:
    folder = Path(options.path).parent
    hint = "" if folder.is_dir() else f" (the folder {folder} does not exist)"
    message = f"cannot open the SQLite database {options.path}: {error.original_message}{hint}"
    return DriverError(error.kind, message, original_code=error.original_code, **error.detail)


def _pragma_value(name: str, value: str) -> str:
    if not _PRAGMA_VALUE.fullmatch(value):
        raise ConfigurationError(f"{name}={value!r} in the SQLite URL is not a word or a number")
    return value


def _seconds(values: dict[str, str]) -> float:
    milliseconds, seconds = values.pop("busy_timeout", None), values.pop("socket_timeout", None)
    if milliseconds is not None:
        return _positive(milliseconds, "busy_timeout") / 1000
    return float(_positive(seconds, "socket_timeout")) if seconds is not None else 5.0


def _positive(text: str, name: str) -> int:
    if not text.isdigit():
        raise ConfigurationError(f"{name}={text!r} in the SQLite URL is not a whole number")
    return int(text)


def _timestamp_format(text: str) -> str:
    if text not in ("iso8601", "unixepoch-ms"):
        raise ConfigurationError(f"timestamp_format={text!r}: use iso8601 or unixepoch-ms")
    return text
