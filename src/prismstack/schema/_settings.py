"""A project's settings: ``prismstack.toml``, or ``[tool.prismstack]`` in ``pyproject.toml``."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from prismstack.errors import ConfigurationError

__all__ = ["SETTINGS_FILE", "Settings", "project_settings", "settings_file"]

SETTINGS_FILE: Final = "prismstack.toml"
_PYPROJECT: Final = "pyproject.toml"
_PROVIDERS: Final = ("sqlite", "postgresql", "mysql", "cockroachdb")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project says about itself; paths are relative to ``folder``.

    ``migrations`` holds one path for all providers under the key ``""``, or one for each.
    ``source`` is the file that the settings come from; None when there are none.
    """

    folder: Path
    source: Path | None = None
    schema: str | None = None
    migrations: Mapping[str, str] = field(default_factory=dict[str, str])
    seed: str | None = None
    shadow_database_url: str | None = None


def settings_file(folder: Path) -> Path | None:
    """The file in the folder that may hold settings; ``prismstack.toml`` comes first."""
    for name in (SETTINGS_FILE, _PYPROJECT):
        if (folder / name).is_file():
            return folder / name
    return None


def project_settings(folder: Path) -> Settings:
    """The settings of a folder (all unset when it has none).

    Raises ConfigurationError for a file that is not TOML, an unknown key, a value of the
    wrong type, and when both files hold settings.
    """
    own, shared = folder / SETTINGS_FILE, folder / _PYPROJECT
    table = _table_of(shared)
    if own.is_file():
        if table is not None:
            raise ConfigurationError(f"both {own} and [tool.prismstack] in {shared} hold settings; keep one of them")
        return _Reader(own, "", _read(own)).settings(folder)
    if table is None:
        return Settings(folder)
    return _Reader(shared, "tool.prismstack.", table).settings(folder)


class _Reader:
    """Takes one table apart, and knows how messages name its keys."""

    def __init__(self, path: Path, prefix: str, table: Mapping[str, Any]) -> None:
        self._path = path
        self._prefix = prefix
        self._table = table

    def settings(self, folder: Path) -> Settings:
        known = ("schema", "migrations", "seed", "shadow_database_url")
        self._refuse_unknown(self._table, known, "")
        return Settings(
            folder,
            self._path,
            schema=self._text("schema"),
            migrations=self._migrations(),
            seed=self._text("seed"),
            shadow_database_url=self._url("shadow_database_url"),
        )

    def _text(self, key: str) -> str | None:
        value = self._table.get(key)
        if value is not None and (not isinstance(value, str) or not value):
            raise self._wrong(key, "a text that is not empty", value)
        return value

    def _migrations(self) -> dict[str, str]:
        value = self._table.get("migrations")
        if not isinstance(value, dict):
            path = self._text("migrations")
            return {} if path is None else {"": path}
        table: dict[str, Any] = {**value}
        self._refuse_unknown(table, _PROVIDERS, "migrations.")
        for provider, path in table.items():
            if not isinstance(path, str) or not path:
                raise self._wrong(f"migrations.{provider}", "a path", path)
        return {str(provider): str(path) for provider, path in table.items()}

    def _url(self, key: str) -> str | None:
        """A URL, or ``{ env = "NAME" }``; a variable that is not set is as if nothing were said."""
        value = self._table.get(key)
        if not isinstance(value, dict):
            return self._text(key)
        table: dict[str, Any] = {**value}
        self._refuse_unknown(table, ("env",), f"{key}.")
        name = table.get("env")
        if not isinstance(name, str) or not name:
            raise self._wrong(f"{key}.env", "the name of an environment variable", name)
        return os.environ.get(name) or None

    def _refuse_unknown(self, table: Mapping[str, Any], known: tuple[str, ...], within: str) -> None:
        unknown = [key for key in table if key not in known]
        if unknown:
            raise ConfigurationError(
                f"{self._path}: unknown setting {self._prefix}{within}{unknown[0]}; known: {', '.join(known)}"
            )

    def _wrong(self, key: str, wanted: str, value: object) -> ConfigurationError:
        kind = type(value).__name__
        return ConfigurationError(f"{self._path}: {self._prefix}{key} has to be {wanted}, not {value!r} ({kind})")


def _table_of(pyproject: Path) -> dict[str, Any] | None:
    """``[tool.prismstack]``; None when there is none."""
    if not pyproject.is_file():
        return None
    document: dict[str, Any] = _read(pyproject)
    for key in ("tool", "prismstack"):
        inner: Any = document.get(key)
        if inner is None:
            return None
        if not isinstance(inner, dict):
            raise ConfigurationError(f"{pyproject}: {key} has to be a table")
        document = {**inner}
    return document


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is not valid TOML: {error}") from error
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror}") from error
