"""``init``: a new project's schema, ``.env`` and entries in ``.gitignore``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from prismstack.errors import ConfigurationError
from prismstack.migrate._commands_diff import diff
from prismstack.migrate._commands_pull import db_pull
from prismstack.migrate._commands_resolve import mark_applied
from prismstack.migrate._diff_sides import EmptySide, SchemaSide
from prismstack.migrate._directories import Migration, slug
from prismstack.migrate._errors import HistoryConflict
from prismstack.migrate._project import load_project
from prismstack.schema import Schema, SchemaFile, find_schema, project_settings, provider_of

__all__ = ["EXAMPLE_MODEL", "InitResult", "baseline", "init", "init_from_database"]

_PLACE: Final = "prisma/schema.prisma"
_VARIABLE: Final = "DATABASE_URL"
#: Provider -> the URL to begin with.
_URLS: Final = {
    "sqlite": "file:./dev.db",
    "postgresql": "postgresql://johndoe:randompassword@localhost:5432/mydb?schema=public",
    "mysql": "mysql://johndoe:randompassword@localhost:3306/mydb",
    "cockroachdb": "postgresql://johndoe:randompassword@localhost:26257/mydb?schema=public",
}
_SCHEMA: Final = """\
generator client {{
  provider             = "prisma-client-py"
  interface            = "asyncio"
  recursive_type_depth = 5
}}

datasource db {{
  provider = "{provider}"
  url      = env("DATABASE_URL")
}}
"""
#: A first model, for those who have none.
EXAMPLE_MODEL: Final = """
model User {
  id    Int     @id @default(autoincrement())
  email String  @unique
  name  String?
}
"""


@dataclass(frozen=True, slots=True)
class InitResult:
    """``schema`` is the file that was written; ``notes`` say what else was written, and what was left alone."""

    schema: Path
    notes: tuple[str, ...]


def init(
    folder: Path,
    *,
    provider: str | None = None,
    url: str | None = None,
    schema: Path | None = None,
    models: str = "",
) -> InitResult:
    """Write a schema, and what is missing in ``.env`` and ``.gitignore``; overwrites nothing.

    ``provider`` defaults to the URL's, else ``sqlite``; ``url`` to an example of the
    provider (a relative ``file:`` path is relative to the schema's folder); ``schema`` to
    the setting of that name, else ``prisma/schema.prisma``; ``models`` is text to append.

    Raises ConfigurationError when there is a schema already, or the URL is another provider's.
    """
    chosen = _provider(provider, url)
    path = _new_place(folder, schema)
    return _write(folder, path, _SCHEMA.format(provider=chosen) + models, url or _URLS[chosen])


def init_from_database(folder: Path, url: str, *, schema: Path | None = None) -> InitResult:
    """Like :func:`init`, with the models of an existing database.

    A relative ``file:`` path is relative to ``folder``. Raises DatabaseEmpty (P4001),
    DatabaseMissing, DriverError too; nothing is written then.
    """
    provider, path = provider_of(url), _new_place(folder, schema)
    if provider == "sqlite":
        url = _seen_from(path.parent, folder, url)
    empty = Schema(path, (SchemaFile(path, _SCHEMA.format(provider=provider)),))
    pulled = db_pull(empty, url)
    notes = (pulled.warnings,) if pulled.warnings else ()
    result = _write(folder, path, pulled.schema.text, url)
    return InitResult(result.schema, (*result.notes, *notes))


def baseline(name: str, schema: Path) -> Migration:
    """Write a migration that builds what is in the database already, and record it there as applied.

    Raises HistoryConflict when the database has a history, ConfigurationError when there are migrations.
    """
    project = load_project(schema)
    if project.database.history() is not None:
        raise HistoryConflict(
            f"migrations are recorded in the database already ({project.database.label}); "
            "take their directories from version control instead of writing a first one"
        )
    if project.directory.migrations():
        raise ConfigurationError(f"there are migrations in {project.directory.path} already")
    script = diff(EmptySide(), SchemaSide(schema), script=True).text
    back = diff(SchemaSide(schema), EmptySide(), script=True).text
    timestamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    made = project.directory.write(project.directory.next_name(timestamp, slug(name)), script, back)
    mark_applied(made.name, schema)
    return made


def _provider(provider: str | None, url: str | None) -> str:
    if provider is not None and provider not in _URLS:
        raise ConfigurationError(f"unknown provider {provider!r}; known: {', '.join(_URLS)}")
    from_url = provider_of(url) if url is not None else None
    # CockroachDB speaks PostgreSQL's protocol, under its scheme too.
    if provider and from_url and from_url != provider and (from_url, provider) != ("postgresql", "cockroachdb"):
        raise ConfigurationError(f"the URL is of {from_url}, not of {provider}")
    return provider or from_url or "sqlite"


def _new_place(folder: Path, schema: Path | None) -> Path:
    """Where the schema goes. Raises ConfigurationError when there is one."""
    configured = project_settings(folder).schema
    path = folder / (schema or configured or _PLACE)
    try:
        present = path if path.exists() else find_schema(start=folder)
    except ConfigurationError:
        return path if path.suffix == ".prisma" else path / "schema.prisma"
    raise ConfigurationError(f"there is a schema already: {present}; nothing was changed")


def _seen_from(place: Path, folder: Path, url: str) -> str:
    """A ``file:`` URL relative to ``folder`` as one relative to ``place``."""
    scheme, _, rest = url.partition(":")
    path, question, query = rest.partition("?")
    if Path(path).is_absolute():
        return url
    return f"{scheme}:{Path(os.path.relpath(folder / path, place)).as_posix()}{question}{query}"


def _write(folder: Path, schema: Path, text: str, url: str) -> InitResult:
    try:
        schema.parent.mkdir(parents=True, exist_ok=True)
        with schema.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
        notes = (_environment(folder / ".env", url), *_ignored(folder / ".gitignore", url))
    except OSError as error:
        raise ConfigurationError(f"cannot write {error.filename}: {error.strerror}") from error
    return InitResult(schema, notes)


def _environment(path: Path, url: str) -> str:
    present = dotenv_values(path).get(_VARIABLE) if path.is_file() else None
    if present is not None:
        same = "" if present == url else f"; its URL is not {_example(url)}"
        return f"{path.name} sets {_VARIABLE} already and was left as it is{same}"
    quote = "'" if set(url) & set('"$\\') else '"'
    _append(path, [f"{_VARIABLE}={quote}{url}{quote}"])
    shadowed = f" (the environment's own {_VARIABLE} wins over it)" if os.environ.get(_VARIABLE) else ""
    return f"Wrote {_VARIABLE} to {path.name}{shadowed}"


def _ignored(path: Path, url: str) -> Sequence[str]:
    """Keep secrets and database files out of version control."""
    wanted = [".env"]
    if provider_of(url) == "sqlite":
        wanted.append(f"{Path(url.partition(':')[2].partition('?')[0]).name}*")
    present = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    missing = [each for each in wanted if each not in present]
    if not missing:
        return ()
    _append(path, missing)
    return (f"Added {', '.join(missing)} to {path.name}",)


def _append(path: Path, lines: Sequence[str]) -> None:
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    gap = "" if not before or before.endswith("\n") else "\n"
    path.write_text(before + gap + "\n".join(lines) + "\n", encoding="utf-8", newline="")


def _example(url: str) -> str:
    return "the one that was given" if url not in _URLS.values() else f"the example of {provider_of(url)}"
