"""What the front end itself sent when the library was browsed and edited (``recorded.json``), answered again.

That it still sends these requests is seen to by the test in a browser.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.studio.databases import Library
from tests.integration.studio.running import Running

_RECORDED = (Path(__file__).parent / "recorded.json").read_text(encoding="utf-8")
JANE = {"id": 2, "title": "Jane Eyre", "pages": 500, "author_id": 2}
VILLETTE = {"id": 3, "title": "Villette", "pages": 400, "author_id": 2}
TRICKY = 'It\'s 100% "q" ?'


class Replay:
    """The recorded requests of one database."""

    def __init__(self, studio: Running, database: Library) -> None:
        name = database.url.rpartition("/")[2]
        self._requests: dict[str, Any] = json.loads(_RECORDED.replace("{database}", name))[database.provider]
        self._studio = studio

    def __contains__(self, action: str) -> bool:
        return action in self._requests

    def answer(self, action: str) -> Any:
        return self._studio.ask(**self._requests[action])

    def rows(self, action: str) -> list[dict[str, Any]]:
        """The rows of a query that worked, without the front end's own columns."""
        error, *found = self.answer(action)
        assert error is None, error
        return [plain(row) for row in found[0]]


def plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not name.startswith("__ps_")}


@pytest.fixture
def replay(studio: Running, database: Library) -> Replay:
    return Replay(studio, database)


def test_the_tables_are_described(replay: Replay) -> None:
    tables = {row["name"]: row["columns"] for row in replay.rows("describe")}
    assert set(tables) == {"author", "book"}
    relation = next(column for column in tables["book"] if column["name"] == "author_id")
    assert (relation["fk_table"], relation["fk_column"]) == ("author", "id")
    assert {column["name"] for column in tables["book"]} == set(JANE)


def test_times_are_in_utc(replay: Replay, database: Library) -> None:
    if "time zone" in replay:
        assert replay.rows("time zone") == [{"timezone": {"postgresql": "UTC", "mysql": "+00:00"}[database.provider]}]


def test_a_table_is_read_with_the_number_of_its_rows_as_text(replay: Replay) -> None:
    _, rows = replay.answer("rows")
    assert [row["__ps_count__"] for row in rows] == ["3", "3", "3"]
    assert [plain(row) for row in rows][1:] == [JANE, VILLETTE]


def test_a_table_is_sorted_filtered_and_searched(replay: Replay) -> None:
    assert [row["pages"] for row in replay.rows("sorted")] == [300, 400, 500]
    assert replay.rows("filtered") == [VILLETTE]
    assert replay.rows("searched for text") == [VILLETTE]
    assert replay.rows("searched for a number") == [JANE]


def test_a_day_is_searched_for(replay: Replay, database: Library) -> None:
    # To the front end, SQLite has no dates.
    expected = [] if database.provider == "sqlite" else ["Ada"]
    assert [row["name"] for row in replay.rows("searched for a day")] == expected


def test_a_row_is_updated(replay: Replay, database: Library) -> None:
    changed = {"id": 1, "title": TRICKY, "pages": 300, "author_id": 1}
    if database.provider == "mysql":
        [done, [error, rows]] = replay.answer("updated")
        assert (done[0], done[1][0]["affectedRows"], error) == (None, 1, None)
        assert [plain(row) for row in rows] == [changed]
    else:
        assert replay.rows("updated") == [changed]
    assert database.sql("SELECT title FROM book WHERE id = 1") == [(TRICKY,)]


def test_many_rows_are_updated_in_one_transaction(replay: Replay, database: Library) -> None:
    error, results = replay.answer("updated many")
    assert error is None
    rows = [plain(row) for result in results for row in result if "title" in row]
    assert rows == [{**JANE, "title": "X"}, {**VILLETTE, "title": "Y"}]
    assert database.sql("SELECT title FROM book ORDER BY id") == [("Notes",), ("X",), ("Y",)]


def test_a_row_is_inserted(replay: Replay, database: Library) -> None:
    [row] = replay.rows("inserted")
    if database.provider == "mysql":
        assert (row["affectedRows"], row["insertId"]) == (1, 4)
    else:
        assert row == {"id": 4, "title": "New", "pages": None, "author_id": 2}
    assert database.sql("SELECT title, pages, author_id FROM book WHERE id = 4") == [("New", None, 2)]


def test_a_row_is_deleted(replay: Replay, database: Library) -> None:
    [row] = replay.rows("deleted")
    assert row["affectedRows"] == 1 if database.provider == "mysql" else row["title"] == "Notes"
    assert database.sql("SELECT id FROM book ORDER BY id") == [(2,), (3,)]
