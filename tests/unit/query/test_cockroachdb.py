"""CockroachDB without a server: its own compiler build makes plans, and its errors are found in the table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prismstack.drivers import ErrorKind
from prismstack.drivers.postgresql import PostgresCodec, PostgresDatabase, asyncpg, translate
from prismstack.engines import query_compiler
from prismstack.query import QueryCompiler
from prismstack.schema import load_schema

INFO: dict[str, Any] = {"supportsRelationJoins": False, "schemaName": "public"}


@pytest.fixture
def compiler(write: Callable[[str, str], Path]) -> QueryCompiler:
    path = write(
        "schema.prisma",
        """
        datasource db {
          provider = "cockroachdb"
          url      = env("DATABASE_URL")
        }

        model User {
          id    BigInt @id @default(sequence())
          email String @unique
          tags  String[]
        }
        """,
    )
    return QueryCompiler(load_schema(path), "cockroachdb", INFO)


def request(action: str, arguments: dict[str, Any]) -> dict[str, Any]:
    query = {"arguments": arguments, "selection": {"id": True, "email": True}}
    return {"modelName": "User", "action": action, "query": query}


@pytest.mark.parametrize(
    ("action", "arguments", "words"),
    [
        ("findUnique", {"where": {"email": "x"}}, "SELECT"),
        ("findMany", {"where": {"tags": {"has": "x"}}}, "SELECT"),
        ("createOne", {"data": {"email": "x"}}, "INSERT INTO"),
        ("upsertOne", {"where": {"email": "x"}, "create": {"email": "x"}, "update": {"email": "x"}}, "ON CONFLICT"),
    ],
)
def test_its_compiler_build_makes_plans(
    compiler: QueryCompiler, action: str, arguments: dict[str, Any], words: str
) -> None:
    assert query_compiler("cockroachdb") != query_compiler("postgresql")
    assert words in str(compiler.compile(request(action, arguments)))


def test_its_driver_is_postgresqls() -> None:
    database = PostgresDatabase("cockroachdb", "cockroachdb://root@127.0.0.1:26257/defaultdb")
    assert isinstance(database.codec, PostgresCodec)
    assert database.codec.provider == "cockroachdb"
    assert (database.options.port, database.options.database) == (26257, "defaultdb")


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("40001", ErrorKind.WRITE_CONFLICT),  # "restart transaction", which it asks for more often than others
        ("23505", ErrorKind.UNIQUE_VIOLATION),
        ("23503", ErrorKind.FOREIGN_KEY_VIOLATION),
        ("23502", ErrorKind.NULL_VIOLATION),
        ("22001", ErrorKind.LENGTH_MISMATCH),
        ("42P01", ErrorKind.TABLE_DOES_NOT_EXIST),
        ("42703", ErrorKind.COLUMN_NOT_FOUND),
        ("57P01", ErrorKind.CONNECTION_CLOSED),
        ("XXUUU", ErrorKind.POSTGRESQL),  # its own; stays visible
    ],
)
def test_its_errors(state: str, kind: ErrorKind) -> None:
    found = translate(asyncpg.PostgresError.new({"C": state, "M": "what it said", "S": "ERROR"}))
    assert found.kind is kind
    assert found.original_code == state
