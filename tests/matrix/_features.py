"""The rows of docs/support-matrix.md. A test claims a row with ``@pytest.mark.feature(name)``."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FEATURES", "PROVIDERS", "Feature"]

PROVIDERS = ("sqlite", "postgresql", "mysql")


@dataclass(frozen=True)
class Feature:
    """A row; ``providers`` are the databases on which Prisma has the feature."""

    name: str
    section: str
    providers: tuple[str, ...] = PROVIDERS


_POSTGRESQL = ("postgresql",)
_SERVERS = ("postgresql", "mysql")
_SQLITE_POSTGRESQL = ("sqlite", "postgresql")

_SECTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "Queries": {
        "find_unique, find_first, and their or_raise forms": PROVIDERS,
        "find_many: order, cursor, take, skip": PROVIDERS,
        "distinct": PROVIDERS,
        "create, with every default": PROVIDERS,
        "create_many": PROVIDERS,
        "create_many: skip_duplicates": _SERVERS,
        "update, update_many: set, increment, decrement, multiply, divide": PROVIDERS,
        "upsert": PROVIDERS,
        "delete, delete_many": PROVIDERS,
        "count, also of columns": PROVIDERS,
        "group_by with aggregates and having": PROVIDERS,
        "include, with arguments at every level": PROVIDERS,
        "nested writes": PROVIDERS,
        "errors: classes, codes, meta": PROVIDERS,
    },
    "Additions": {
        "count of relations in include": PROVIDERS,
        "order by a relation's field or count": PROVIDERS,
        "order with nulls first or last": _SQLITE_POSTGRESQL,
        "create_many_and_return": _SQLITE_POSTGRESQL,
        "update_many_and_return": _SQLITE_POSTGRESQL,
        "select, omit": PROVIDERS,
        "isolation levels of tx()": PROVIDERS,
        "@transactional, in_transaction": PROVIDERS,
        "hooks": PROVIDERS,
        "read replicas": PROVIDERS,
        "rich raw queries (db.raw)": PROVIDERS,
        "SQL log through logging": PROVIDERS,
        "tags in SQL (sqlcommenter)": PROVIDERS,
        "OpenTelemetry spans": PROVIDERS,
        "explain": PROVIDERS,
        "pool statistics": PROVIDERS,
    },
    "Filters": {
        "comparisons, in, not_in, not": PROVIDERS,
        "contains, startswith, endswith": PROVIDERS,
        "mode: insensitive": _POSTGRESQL,
        "AND, OR, NOT": PROVIDERS,
        "relations: some, every, none, is, is_not": PROVIDERS,
        "Json: equals, not": PROVIDERS,
        "Json by path": PROVIDERS,
        "DbNull, JsonNull, AnyNull": PROVIDERS,
        "scalar lists: has, has_some, has_every, is_empty": _POSTGRESQL,
        "full-text search": _SERVERS,
    },
    "Types": {
        "String, Int, Float, Boolean": PROVIDERS,
        "BigInt": PROVIDERS,
        "Decimal": PROVIDERS,
        "DateTime with offset": PROVIDERS,
        "Bytes": PROVIDERS,
        "Json": PROVIDERS,
        "enums": PROVIDERS,
        "scalar lists: set, push": _POSTGRESQL,
        "native types (@db.…)": _SERVERS,
        "Unsupported columns are skipped": PROVIDERS,
    },
    "Schema": {
        "@map, @@map, also of enums and their values": PROVIDERS,
        "compound ids and uniques": PROVIDERS,
        "self relations": PROVIDERS,
        "implicit many-to-many relations": PROVIDERS,
        "@default: autoincrement, now, uuid, cuid, ulid, nanoid": PROVIDERS,
        "@default: dbgenerated": PROVIDERS,
        "@updatedAt": PROVIDERS,
        "referential actions: Cascade, Restrict, NoAction, SetNull": PROVIDERS,
        "referential action SetDefault": _SQLITE_POSTGRESQL,
        "relationMode = prisma": PROVIDERS,
        "views": PROVIDERS,
        "several schemas (multi-schema)": _POSTGRESQL,
    },
    "Raw queries": {
        "query_raw, query_first, execute_raw with parameters": PROVIDERS,
        "results by the database's types": PROVIDERS,
        "results as models": PROVIDERS,
    },
    "Transactions": {
        "tx(): isolation, commit, rollback": PROVIDERS,
        "tx(): timeout, max_wait": PROVIDERS,
        "batch_(), 1,000 operations, all or nothing": PROVIDERS,
        "batch_() inside a transaction": PROVIDERS,
    },
    "Client": {
        "register, auto_register, access through models": PROVIDERS,
        "get_metrics as json and prometheus": PROVIDERS,
        "log_queries": PROVIDERS,
        "the query builder's GraphQL text": PROVIDERS,
        "a schema of 64 models, used as with upstream's client": PROVIDERS,
    },
}

#: Row by name, in the order of the document.
FEATURES: dict[str, Feature] = {
    name: Feature(name, section, providers) for section, rows in _SECTIONS.items() for name, providers in rows.items()
}
