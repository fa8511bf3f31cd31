"""The procedures of the protocol, and what is none of them."""

from __future__ import annotations

import json
import time

import httpx
import pytest

from prismstack.studio._app import MAX_BODY
from tests.integration.studio.databases import Library
from tests.integration.studio.running import Running

ON_SQLITE = pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)
INSERT = {"sql": "INSERT INTO book (title, author_id) VALUES ('x', 1)", "parameters": []}
WRONG = {"sql": "INSERT INTO nowhere VALUES (1)", "parameters": []}
COUNT = {"sql": "SELECT count(*) AS n FROM book", "parameters": []}


def count(database: Library) -> int:
    return database.sql("SELECT count(*) FROM book")[0][0]


def test_a_failed_query_is_answered_with_the_databases_words(studio: Running) -> None:
    [error] = studio.ask("query", query=WRONG)
    assert error["name"] == "TableDoesNotExist"
    assert "nowhere" in error["message"]


def test_a_wrong_number_of_parameters_is_an_error(studio: Running, database: Library) -> None:
    placeholder = "$1" if database.provider == "postgresql" else "?"
    assert studio.refusal(f"SELECT title FROM book WHERE id = {placeholder}", 1, 2)
    assert studio.refusal(f"SELECT title FROM book WHERE id = {placeholder} OR id = {placeholder.replace('1', '2')}", 1)


def test_a_sequence_answers_each_statement(studio: Running, database: Library) -> None:
    [[error, _], [second, rows]] = studio.ask("sequence", sequence=[INSERT, COUNT])
    assert (error, second, int(rows[0]["n"])) == (None, None, 4)
    assert count(database) == 4


def test_a_sequence_ends_at_the_first_failure(studio: Running, database: Library) -> None:
    [[error]] = studio.ask("sequence", sequence=[WRONG, INSERT])
    assert "nowhere" in error["message"]
    assert count(database) == 3


def test_a_sequence_keeps_what_worked_before_the_failure(studio: Running, database: Library) -> None:
    [first, [error]] = studio.ask("sequence", sequence=[INSERT, WRONG])
    assert first[0] is None
    assert "nowhere" in error["message"]
    assert count(database) == 4


def test_a_transaction_keeps_everything(studio: Running, database: Library) -> None:
    error, results = studio.ask("transaction", queries=[INSERT, INSERT, COUNT])
    assert (error, int(results[2][0]["n"])) == (None, 5)
    assert count(database) == 5


def test_a_transaction_that_fails_keeps_nothing(studio: Running, database: Library) -> None:
    [error] = studio.ask("transaction", queries=[INSERT, WRONG])
    assert "nowhere" in error["message"]
    assert count(database) == 3


def test_a_transaction_cannot_be_left_by_a_statement(studio: Running, database: Library) -> None:
    [error] = studio.ask("transaction", queries=[{"sql": "ROLLBACK", "parameters": []}, INSERT])
    assert error["name"] == "TransactionAlreadyClosed"
    assert count(database) == 3


def test_foreign_keys_hold(studio: Running, database: Library) -> None:
    [error] = studio.ask("query", query={"sql": "DELETE FROM author WHERE id = 2", "parameters": []})
    assert error["name"] == "ForeignKeyConstraintViolation"
    assert database.sql("SELECT count(*) FROM author") == [(2,)]


def test_linting_falls_back_to_explain(studio: Running) -> None:
    [error] = studio.ask("sql-lint", sql="SELECT 1", schemaVersion="1")
    assert "not supported" in error["message"], "the words at which the front end falls back"
    assert studio.query("EXPLAIN SELECT title FROM book")
    assert "nowhere" in studio.refusal("EXPLAIN SELECT title FROM nowhere")


def test_rows_are_objects_even_when_there_are_none(studio: Running) -> None:
    assert studio.query("SELECT title FROM book WHERE id = 99") == []


@pytest.mark.parametrize("shared_database", ["postgresql"], indirect=True)
def test_a_schema_is_searched_first(studio: Running, database: Library) -> None:
    database.sql('CREATE SCHEMA "o""ther"; CREATE TABLE "o""ther".book (id integer)')
    try:
        assert studio.query("SELECT * FROM book", schema='o"ther') == []
        assert len(studio.query("SELECT * FROM book", schema="public")) == 3
        assert len(studio.query("SELECT * FROM author", schema='o"ther')) == 2, "then public"
        assert len(studio.query("SELECT * FROM book")) == 3, "the path was the one query's"
    finally:
        database.sql('DROP SCHEMA "o""ther" CASCADE')


@ON_SQLITE
def test_text_that_holds_json_is_parsed_where_asked(studio: Running) -> None:
    sql = "SELECT '[1]' AS a, '[1]' AS b, 'no' AS c, NULL AS d, 5 AS e"
    wanted = {"a": "json-parse", "c": "json-parse", "d": "json-parse", "e": "json-parse", "b": "other"}
    answer = studio.ask("query", query={"sql": sql, "parameters": [], "transformations": wanted})
    assert answer == [None, [{"a": [1], "b": "[1]", "c": "no", "d": None, "e": 5}]]


@ON_SQLITE
def test_the_last_of_several_statements_answers(studio: Running) -> None:
    assert studio.query("SELECT 1 AS one; SELECT 2 AS two") == [{"two": 2}]


@ON_SQLITE
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"procedure": "dance"}', 500),
        (b'{"procedure": "query"}', 400),
        (b'{"procedure": "query", "query": {"sql": 1}}', 400),
        (b'{"procedure": "sequence", "sequence": {}}', 400),
        (b'{"procedure": "transaction", "queries": [1]}', 400),
        (b"[]", 400),
        (b"not JSON", 400),
        (b"\xff", 400),
        (b"", 400),
    ],
)
def test_what_is_no_request_is_told_so(studio: Running, body: bytes, status: int) -> None:
    answer = studio.client.post("/bff", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, bool(answer.text)) == (status, True)


@ON_SQLITE
def test_only_json_is_taken(studio: Running) -> None:
    content = json.dumps({"procedure": "query", "query": COUNT})
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        assert studio.client.post("/bff", content=content, headers={"content-type": kind}).status_code == 415
    assert studio.client.get("/bff").status_code == 405


@ON_SQLITE
def test_a_request_has_a_largest_size(studio: Running) -> None:
    def parts() -> object:
        for _ in range(MAX_BODY // 2**20 + 1):
            yield b" " * 2**20

    answer = studio.client.post("/bff", content=parts(), headers={"content-type": "application/json"}, timeout=60)
    assert answer.status_code == 413
    assert studio.query("SELECT 1 AS one") == [{"one": 1}]


@ON_SQLITE
def test_what_insights_there_are_is_answered(studio: Running) -> None:
    assert "not supported" in studio.ask("query-insights", limit=1, since=0)[0]["message"]


ENDLESS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) AS marked FROM n",
    "postgresql": "SELECT pg_sleep(600) AS marked",
    "mysql": "SELECT SLEEP(600) AS marked",
}
RUNNING = {
    "postgresql": "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(600) AS m%'"
    " AND pid <> pg_backend_pid()",
    "mysql": "SELECT count(*) FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP(600) AS m%'",
}


def test_a_statement_that_nobody_waits_for_is_stopped(studio: Running, database: Library) -> None:
    for _ in range(6):  # more often than there are connections
        with pytest.raises(httpx.ReadTimeout):
            query = {"procedure": "query", "query": {"sql": ENDLESS[database.provider], "parameters": []}}
            studio.client.post("/bff", json=query, timeout=0.3)
    assert studio.query("SELECT count(*) AS n FROM book")
    if database.provider in RUNNING:
        deadline = time.monotonic() + 10
        while database.sql(RUNNING[database.provider]) != [(0,)] and time.monotonic() < deadline:
            time.sleep(0.05)
        assert database.sql(RUNNING[database.provider]) == [(0,)]
