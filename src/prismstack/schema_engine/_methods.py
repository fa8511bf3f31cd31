"""The engine's methods as the Prisma CLI calls them: requests completed, the engine's gaps filled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from prismstack.errors import EngineCrashed
from prismstack.migrate.serving import (
    NO_FILTERS,
    Comparison,
    Database,
    DiffResult,
    EmptySide,
    MigrationDirectory,
    SchemaEngine,
    apply_listed,
    bare_schema,
    files_of,
    listing,
    open_database,
    refuse_unknown_database,
)
from prismstack.schema import Schema, restore_urls
from prismstack.schema_engine._context import Context, existing, schema_of

__all__ = ["METHODS", "Method"]

_DROP_HISTORY: Final = "DROP TABLE IF EXISTS _prisma_migrations;"

Request = dict[str, Any]
Method = Callable[[Context, Request], Any]


def apply_migrations(context: Context, request: Request) -> Request:
    with context.migrating() as (database, engine):
        filters: Request = request.get("filters") or NO_FILTERS
        # Tables that the project declares as another's may be there.
        if not any(filters.values()) or _emptying(context, database, filters).different:
            refuse_unknown_database(database)
        return {"appliedMigrationNames": list(apply_listed(engine, _complete(context, request)))}


def create_migration(context: Context, request: Request) -> Request:
    """The CLI writes what is answered; that of line 5 leaves it to the engine."""
    schema = schema_of(request["schema"]["files"])
    with context.engine() as engine:
        complete = _cached(context, engine, request)
        answer = engine.call("createMigration", {**complete, "schema": _files(context, schema)})
    if "migrationsDirectoryPath" not in request:
        return answer
    if not answer["migrationScript"]:
        return {"generatedMigrationName": None}
    directory = _directory(context, request)
    directory.write(answer["generatedMigrationName"], answer["migrationScript"])
    return {"generatedMigrationName": answer["generatedMigrationName"]}


def dev_diagnostic(context: Context, request: Request) -> Request:
    with context.engine() as engine:
        return engine.call("devDiagnostic", _complete(context, request))


def diagnose_migration_history(context: Context, request: Request) -> Request:
    database = existing(context.database())
    with context.engine() as engine:
        answer = engine.call("diagnoseMigrationHistory", _complete(context, request))
    # The engine cannot tell on SQLite.
    return {**answer, "hasMigrationsTable": database.history() is not None}


def evaluate_data_loss(context: Context, request: Request) -> Request:
    schema = schema_of(request["schema"]["files"])
    with context.engine() as engine:
        complete = _cached(context, engine, request)
        return engine.call("evaluateDataLoss", {**complete, "schema": _files(context, schema)})


def list_migration_directories(context: Context, request: Request) -> Request:
    return {"migrations": [each.name for each in _directory(context, request).migrations()]}


def mark_migration_applied(context: Context, request: Request) -> Request:
    with context.migrating() as (database, engine):
        database.create_history()
        return engine.call("markMigrationApplied", _complete(context, request))


def mark_migration_rolled_back(context: Context, request: Request) -> Request:
    with context.migrating() as (_, engine):
        return engine.call("markMigrationRolledBack", request)


def schema_push(context: Context, request: Request) -> Request:
    schema = schema_of(request["schema"]["files"])
    with context.migrating() as (database, engine), engine.atomically():
        files = files_of(schema.for_provider(database.provider))
        return engine.call("schemaPush", {"filters": NO_FILTERS, **request, "schema": files})


def reset(context: Context, request: Request) -> None:
    with context.migrating() as (database, engine):
        filters: Request = request.get("filter") or NO_FILTERS
        if any(filters.values()):
            # The engine's own reset would drop what the project declares as another's.
            engine.execute(f"{_emptying(context, database, filters).text}\n{_DROP_HISTORY}")
        else:
            database.clear()


def introspect(context: Context, request: Request) -> Request:
    """The schema as the CLI sent it, with the models of the database; its URLs are put back."""
    schema = schema_of(request["schema"]["files"])
    written = schema.datasource.provider
    with context.engine(schema) as engine:
        prepared = {"namespaces": None, "baseDirectoryPath": str(Path.cwd()), **request}
        answer = engine.call("introspect", {**prepared, "schema": _files(context, schema)})
    found = schema_of(answer["schema"]["files"]).for_provider(written)
    originals = {file.path: file.text for file in schema.files}
    files = [replace(each, text=restore_urls(each.text, originals.get(each.path, ""))) for each in found.files]
    return {**answer, "schema": {"files": [{"path": str(each.path), "content": each.text} for each in files]}}


def db_execute(context: Context, request: Request) -> None:
    source = request["datasourceType"]
    if source["tag"] == "url":
        side = context.named(source["url"])
    else:
        side = context.side(schema_of(source["files"], source.get("configDir")))
    database = existing(open_database(side.url))
    with SchemaEngine(database, bare_schema(database.provider)) as engine:
        engine.execute(request["script"])


def ensure_connection_validity(context: Context, request: Request) -> Request:
    existing(_database_of(context, request))
    return {}


def create_database(context: Context, request: Request) -> Request:
    database = _database_of(context, request)
    database.create()
    return {"databaseName": database.label}


def get_database_version(context: Context, request: Request) -> str:
    return existing(_database_of(context, request)).version()


def get_database_description(context: Context, request: Request) -> Request:
    database = existing(context.database(schema_of([{"path": "schema.prisma", "content": request["schema"]}])))
    return {"description": database.label}


def debug_panic(context: Context, request: Request) -> None:
    """What the CLI calls to test how it reports a crash."""
    raise EngineCrashed("This is the debugPanic artificial panic")


def _database_of(context: Context, request: Request) -> Any:
    source = request.get("datasource")
    if not source:
        return context.database()
    if source["tag"] == "ConnectionString":
        return open_database(context.named(source["url"]).url)
    return context.database(schema_of(source["files"], source.get("configDir")))


def _emptying(context: Context, database: Database, filters: Request) -> DiffResult:
    """The way to a database with nothing but what the filters say is another's."""
    comparison = Comparison(script=True, beside=lambda: database, filters={**NO_FILTERS, **filters})
    return comparison.run(context.side(), EmptySide())


def _cached(context: Context, engine: SchemaEngine, request: Request) -> Request:
    """The complete request; the engine has looked at the migrations, without which it could not answer."""
    complete = _complete(context, request)
    engine.call("devDiagnostic", {name: complete[name] for name in ("migrationsList", "filters")})
    return complete


def _complete(context: Context, request: Request) -> Request:
    """The request in the shape of line 7: the migrations themselves instead of their folder."""
    complete = {"filters": NO_FILTERS, **request}
    if "migrationsDirectoryPath" in request:
        complete["migrationsList"] = listing(_directory(context, request))
        del complete["migrationsDirectoryPath"]
    return complete


def _directory(context: Context, request: Request) -> MigrationDirectory:
    return MigrationDirectory(Path(request["migrationsDirectoryPath"]), context.database().provider)


def _files(context: Context, schema: Schema) -> Request:
    return files_of(schema.for_provider(context.database(schema).provider))


METHODS: Final[dict[str, Method]] = {
    "applyMigrations": apply_migrations,
    "createDatabase": create_database,
    "createMigration": create_migration,
    "dbExecute": db_execute,
    "debugPanic": debug_panic,
    "devDiagnostic": dev_diagnostic,
    "diagnoseMigrationHistory": diagnose_migration_history,
    "ensureConnectionValidity": ensure_connection_validity,
    "evaluateDataLoss": evaluate_data_loss,
    "getDatabaseDescription": get_database_description,
    "getDatabaseVersion": get_database_version,
    "introspect": introspect,
    "listMigrationDirectories": list_migration_directories,
    "markMigrationApplied": mark_migration_applied,
    "markMigrationRolledBack": mark_migration_rolled_back,
    "reset": reset,
    "schemaPush": schema_push,
}
