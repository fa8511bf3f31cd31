"""What requests work on: the schemas and databases that the command line and they themselves name."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prismstack.migrate.serving import (
    Database,
    DatabaseMissing,
    DatabaseSide,
    SchemaEngine,
    bare_schema,
    open_database,
)
from prismstack.schema import Schema, SchemaFile, UrlSetting, database_url, provider_of
from prismstack.schema_engine._arguments import Invocation

__all__ = ["Context", "schema_of"]


class Context:
    """The schema and the database of the command line; nothing is read or connected before it is asked for."""

    def __init__(self, invocation: Invocation) -> None:
        self._invocation = invocation

    @property
    def schema(self) -> Schema | None:
        """The schema files as they are now; None when the command line names none."""
        paths = self._invocation.datamodels
        files = tuple(SchemaFile(path, path.read_text(encoding="utf-8")) for path in paths)
        # The CLI starts the engine in the folder that relative URLs are relative to.
        return Schema(Path.cwd(), files) if files else None

    @property
    def shadow_url(self) -> str | None:
        """The shadow database of the command line."""
        return self._invocation.shadow_url

    def side(self, schema: Schema | None = None, shadow_url: str | None = None) -> DatabaseSide:
        """The database of the command line, else of a schema (default: that of the command line)."""
        source = schema or self.schema
        if source is None or self._invocation.url is not None:
            return self.named(self._invocation.url or "", shadow_url)
        datasource = source.datasource
        url = database_url(source, _value(datasource.direct_url))
        return DatabaseSide(url, shadow_url or self.shadow_url or _value(datasource.shadow_url))

    def named(self, url: str, shadow_url: str | None = None) -> DatabaseSide:
        """The database of a URL, whose path may be relative to the working directory."""
        schema = Schema(Path.cwd(), bare_schema(provider_of(url)).files)
        return DatabaseSide(database_url(schema, url), shadow_url or self.shadow_url)

    def database(self, schema: Schema | None = None) -> Database:
        """The database of :meth:`side`."""
        side = self.side(schema)
        return open_database(side.url, side.shadow_url)

    @contextmanager
    def engine(self, schema: Schema | None = None) -> Generator[SchemaEngine]:
        """An engine on the database, for one request. Raises DatabaseMissing (P1003) when there is none."""
        database = existing(self.database(schema))
        with SchemaEngine(database, schema or self.schema or bare_schema(database.provider)) as engine:
            yield engine

    @contextmanager
    def migrating(self, schema: Schema | None = None) -> Generator[tuple[Database, SchemaEngine]]:
        """The same for a request that changes the database, while nobody else migrates it."""
        database = self.database(schema)
        with database.lock():
            database.create()
            with SchemaEngine(database, schema or self.schema or bare_schema(database.provider)) as engine:
                yield database, engine


def existing(database: Database) -> Database:
    """Raise DatabaseMissing (P1003) when the database is not there."""
    if not database.exists():
        raise DatabaseMissing(f"the database does not exist: {database.label}")
    return database


def schema_of(files: Sequence[dict[str, Any]], folder: str | None = None) -> Schema:
    """The schema of a request; paths in its URLs are relative to ``folder`` (default: the working directory)."""
    loaded = tuple(SchemaFile(Path(each["path"]), str(each["content"])) for each in files)
    return Schema(Path(folder) if folder else Path.cwd(), loaded)


def _value(setting: UrlSetting | None) -> str | None:
    if setting is None or setting.environment_variable is None:
        return setting.value if setting is not None else None
    return os.environ.get(setting.environment_variable) or None
