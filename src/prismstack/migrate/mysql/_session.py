"""What the methods of one engine share: a connection, opened when it is first needed, and replays of migrations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prismstack.drivers.mysql import FAILURES, MysqlOptions, translate
from prismstack.migrate._errors import SchemaEngineError
from prismstack.migrate.mysql._builder import build
from prismstack.migrate.mysql._connection import Connection
from prismstack.migrate.mysql._describer import describe
from prismstack.migrate.mysql._differ import differences
from prismstack.migrate.mysql._listing import before_replay
from prismstack.migrate.mysql._model import EMPTY, Structure
from prismstack.migrate.mysql._shadow import Replays
from prismstack.migrate.mysql._steps import Step
from prismstack.schema import Items, Quoted, Schema, SchemaFile, check, parse_blocks

__all__ = ["EngineSession", "between", "built", "previews", "schema_in"]

_Request = dict[str, Any]


class EngineSession:
    """Closed with :meth:`close`, also when it never connected."""

    def __init__(self, options: MysqlOptions, shadow: MysqlOptions | None) -> None:
        self._options = options
        self._connection: Connection | None = None
        self.replays = Replays(options, shadow)

    @property
    def connection(self) -> Connection:
        """Raises DriverError when there is no getting through."""
        if self._connection is None:
            try:
                self._connection = Connection(self._options)
            except FAILURES as error:
                raise translate(error) from error
        return self._connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def describe(self) -> Structure:
        """What is in the database."""
        return describe(self.connection)

    def steps_to_schema(self, request: _Request) -> tuple[Step, ...]:
        """From what a request's migrations build to its schema."""
        migrations = before_replay(request["migrationsList"])
        return between(self.replays.structure(migrations), built(request["schema"]), request)

    def side(self, side: _Request) -> Structure:
        """One side of a comparison."""
        match side["tag"]:
            case "empty":
                return EMPTY
            case "schemaDatamodel":
                return built(side)
            case "schemaDatasource":
                return self.describe()
            case "migrations":
                return self.replays.structure(before_replay(side))
            case other:
                raise SchemaEngineError(f"cannot compare with {other!r} on mysql")


def between(before: Structure, after: Structure, request: _Request) -> tuple[Step, ...]:
    """The steps from one to the other, without the tables that a request's filters say are another's."""
    filters: _Request = request.get("filters") or {}
    external: list[str] = filters.get("externalTables") or []
    return differences(before.without(external), after.without(external))


def built(files: _Request) -> Structure:
    """What a schema in a request describes. Raises SchemaInvalid."""
    schema = schema_in(files)
    check(schema)
    return build(schema)


def schema_in(files: _Request) -> Schema:
    """The schema in a request."""
    loaded = tuple([SchemaFile(Path(each["path"]), str(each["content"])) for each in files["files"]])
    return Schema(loaded[0].path if loaded else Path("schema.prisma"), loaded)


def previews(schema: Schema, feature: str) -> bool:
    """Whether a generator of the schema turns on a preview feature."""
    generators = [each for each in parse_blocks(schema) if each.kind == "generator"]
    values = [each.settings.get("previewFeatures") for each in generators]
    return any(isinstance(each, Items) and Quoted(feature) in each.values for each in values)
