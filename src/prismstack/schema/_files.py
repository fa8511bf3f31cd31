"""Loads ``schema.prisma``: one file, or a folder of ``*.prisma`` files that form one schema."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from prismstack.errors import ConfigurationError
from prismstack.schema._datasource import Datasource, blank_urls, read_datasource, set_provider
from prismstack.schema._settings import project_settings

__all__ = ["Schema", "SchemaFile", "find_schema", "load_schema"]

_DEFAULT_PLACES = ("schema.prisma", "prisma/schema.prisma", "prisma/schema", "db/schema.prisma")


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """One file of a schema: its absolute path and its text."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class Schema:
    """A literal schema as written by its author.

    ``root`` is the file or folder it was loaded from; relative paths in URLs and in the
    generator's ``output`` are relative to ``folder``.
    """

    root: Path
    files: tuple[SchemaFile, ...]

    @property
    def folder(self) -> Path:
        return self.root if self.root.is_dir() else self.root.parent

    @property
    def text(self) -> str:
        """All files as one text, in path order."""
        return "\n".join(file.text for file in self.files)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the schema's text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def datasource(self) -> Datasource:
        """The datasource block; raises SchemaInvalid when there is none or several."""
        return read_datasource(self.text)

    def engine_files(self) -> list[list[str]]:
        """``[[path, text], …]`` as the engines take it: datasource URLs blanked, positions kept."""
        return [[str(file.path), blank_urls(file.text)] for file in self.files]

    def for_provider(self, provider: str) -> Schema:
        """The same schema with another provider in its datasource block."""
        files = tuple(replace(file, text=set_provider(file.text, provider)) for file in self.files)
        return replace(self, files=files)


def load_schema(path: Path | str) -> Schema:
    """Load a schema file or folder.

    Raises ConfigurationError when it is missing, unreadable or not UTF-8.
    """
    root = Path(path).absolute()
    if root.is_dir():
        paths = sorted(root.rglob("*.prisma"))
        if not paths:
            raise ConfigurationError(f"no *.prisma file in the schema folder {root}")
    else:
        paths = [root]
    return Schema(root, tuple(SchemaFile(each, _read(each)) for each in paths))


def find_schema(explicit: Path | str | None = None, *, start: Path | None = None) -> Path:
    """Where the schema is: ``explicit``, else the setting ``schema``, else Prisma's usual places.

    Raises ConfigurationError when nothing is there.
    """
    if explicit is not None:
        if not Path(explicit).exists():
            raise ConfigurationError(f"the schema {explicit} does not exist; pass --schema with the right path")
        return Path(explicit)
    folder = start or Path.cwd()
    configured = project_settings(folder).schema
    places = [configured] if configured else list(_DEFAULT_PLACES)
    for place in places:
        if (folder / place).exists():
            return folder / place
    raise ConfigurationError(
        f"no schema found in {folder} (looked for {', '.join(places)}); "
        "run `prismstack init`, or pass --schema with its path"
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigurationError(f"the schema {path} does not exist; pass --schema with the right path") from None
    except OSError as error:
        raise ConfigurationError(f"cannot read the schema {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"the schema {path} is not UTF-8 (byte {error.start})") from error
