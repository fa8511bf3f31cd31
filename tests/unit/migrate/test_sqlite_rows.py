"""Rows and column types as the schema engine takes them."""

from __future__ import annotations

from typing import Any

import pytest

from prismstack.migrate.sqlite._rows import BYTES, DATETIME, DOUBLE, INTEGER, TEXT, result_set


@pytest.mark.parametrize(
    ("declared", "values", "expected"),
    [
        ("DATETIME", [None], DATETIME),
        ("datetime", ["2026-01-01"], DATETIME),
        ("TEXT", [None], TEXT),
        (None, [None], TEXT),
        ("INTEGER UNSIGNED", [None], INTEGER),
        (None, [None, 3], INTEGER),
        (None, [1.5], DOUBLE),
        ("BLOB", [b"x"], BYTES),
    ],
)
def test_column_types(declared: str | None, values: list[Any], expected: int) -> None:
    result = result_set([("c", declared)], [[value] for value in values])
    assert result["columnTypes"] == [expected]
    assert result["columnNames"] == ["c"]


def test_no_rows() -> None:
    assert result_set([], []) == {"columnNames": [], "columnTypes": [], "rows": []}


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("2026-11-21 01:02:03", "2026-11-21T01:02:03+00:00"),
        ("2026-11-21T01:02:03.170+00:00", "2026-11-21T01:02:03.170+00:00"),
        (1_795_222_923_170, "2026-11-21T01:02:03.170+00:00"),
        (None, None),
    ],
)
def test_timestamps_of_every_writer_are_understood(stored: Any, expected: str | None) -> None:
    assert result_set([("at", "DATETIME")], [[stored]])["rows"] == [[expected]]
