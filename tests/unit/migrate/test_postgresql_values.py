"""Values between the schema engine and asyncpg."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

from prismstack.migrate.postgresql._connection import Rows
from prismstack.migrate.postgresql._rows import result_set
from prismstack.migrate.postgresql._values import argument

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (1.0, "int4", 1),
        (None, "int4", None),
        (["a", "b"], "text[]", ["a", "b"]),
        ([1.0], "int8[]", [1]),
        ("2026-01-02T13:00:00.000+01:00", "timestamptz", NOON),
        ("2026-01-02T13:00:00+01:00", "timestamp", NOON.replace(tzinfo=None)),
        ("1.50", "numeric", Decimal("1.50")),
        (7.0, "text", "7"),
        ("x", "jsonb", "x"),
    ],
)
def test_arguments(value: object, kind: str, expected: object) -> None:
    assert argument(value, kind) == expected


@pytest.mark.parametrize(
    ("kind", "value", "code", "sent"),
    [
        ("int4", 1, 0, 1),
        ("int8", 2**60, 1, str(2**60)),
        ("bool", True, 5, True),
        ("char", b"r", 6, "r"),
        ("name", "x", 7, "x"),
        ("timestamptz", NOON.astimezone(timezone(timedelta(hours=9))), 10, "2026-01-02T12:00:00.000000+00:00"),
        ("bytea", b"\x01\x02", 13, [1, 2]),
        ("uuid", UUID(int=1), 15, str(UUID(int=1))),
        ("numeric", Decimal("1.50"), 4, "1.50"),
        ("int2[]", [1, None], 64, [1, None]),
        ("char[]", [b"r"], 70, ["r"]),
        ("uuid[]", [UUID(int=1)], 78, [str(UUID(int=1))]),
        ("an_enum", "RED", 7, "RED"),
        ("an_enum[]", ["RED"], 71, ["RED"]),
        ("int4", None, 0, None),
    ],
)
def test_rows(kind: str, value: object, code: int, sent: object) -> None:
    answer = result_set(Rows(("c",), (kind,), ((value,),), 1))
    assert (answer["columnTypes"], answer["rows"]) == ([code], [[sent]])
