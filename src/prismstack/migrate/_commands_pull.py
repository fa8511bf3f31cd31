"""``db pull``: write what is in the database into the schema."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from prismstack.errors import ConfigurationError
from prismstack.migrate._config_blocks import comments_in_models, only_config, with_config_of
from prismstack.migrate._engine import SchemaEngine, View
from prismstack.migrate._errors import DatabaseMissing
from prismstack.migrate._project import Project, load_project
from prismstack.schema import PROVIDERS, Schema

__all__ = ["PullResult", "db_pull"]

_MODEL = re.compile(r"^model\s", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PullResult:
    """The schema that describes the database; nothing is written before :meth:`write`.

    ``warnings`` is the engine's text (empty when there are none); ``lost_comments`` counts
    comments of two slashes inside models, which the engine does not keep.
    """

    schema: Schema
    former: Schema
    views: tuple[View, ...]
    warnings: str
    lost_comments: int
    database: str

    @property
    def models(self) -> int:
        """How many models there are."""
        return len(_MODEL.findall(self.schema.text))

    def write(self) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
        """Write the files that changed and remove those left empty; returns both.

        Raises ConfigurationError when a file cannot be written.
        """
        before = {each.path: each.text for each in self.former.files}
        now = {each.path: each.text for each in self.schema.files if each.text.strip()}
        written = tuple(path for path, text in now.items() if before.get(path) != text)
        removed = tuple(path for path in before if path not in now)
        for path in written:
            _replace(path, now[path])
        for path in removed:
            path.unlink(missing_ok=True)
        return written, removed


def db_pull(
    schema: Schema | Path | str | None = None,
    url: str | None = None,
    *,
    keep_names: bool = True,
    namespaces: Sequence[str] | None = None,
) -> PullResult:
    """The schema that describes the database; see :class:`PullResult`.

    ``keep_names=False`` ignores the models that the schema has (their names, maps and
    documentation), also when they are not valid. ``namespaces`` are the database schemas
    to look at (default: the datasource's ``schemas``, else that of the URL).

    Raises DatabaseEmpty (P4001), DatabaseMissing, SchemaInvalid, ConfigurationError, DriverError.
    """
    project = load_project(schema, url)
    if not project.database.exists():
        raise DatabaseMissing(f"the database does not exist: {project.database.label}")
    if keep_names:
        _refuse_other_provider(project)
    former = project.schema if keep_names else only_config(project.schema)
    with SchemaEngine(project.database, former) as engine:
        found = engine.introspect(keep_names=keep_names, namespaces=namespaces)
    pulled = with_config_of(found.schema, project.schema)
    if not keep_names:
        pulled = pulled.for_provider(project.database.provider)
    lost = max(0, comments_in_models(project.schema) - comments_in_models(pulled))
    return PullResult(pulled, project.schema, found.views, found.warnings, lost, project.database.label)


def _refuse_other_provider(project: Project) -> None:
    declared = project.schema.datasource.provider
    if PROVIDERS.get(declared, declared) != project.database.provider:
        raise ConfigurationError(
            f"the schema is written for {declared}, but the URL is of {project.database.provider}, whose own types "
            f"would be written into it; use a {declared} URL, or --force to make it a schema for "
            f"{project.database.provider}"
        )


def _replace(path: Path, text: str) -> None:
    unfinished = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        unfinished.write_text(text, encoding="utf-8", newline="")
        os.replace(unfinished, path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise ConfigurationError(f"cannot write {path}: {error.strerror}") from error
