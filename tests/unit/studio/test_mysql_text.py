"""Statements as text: where parameters go, and which a read-only Studio passes on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prismstack.drivers import DriverError
from prismstack.studio.mysql._placeholders import filled
from prismstack.studio.mysql._reads import is_read

QUOTED = st.one_of(
    st.text("a?'\\", max_size=5).map(lambda text: "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"),
    st.text('a?"', max_size=5).map(lambda text: '"' + text.replace('"', '""') + '"'),
    st.text("a?`", max_size=5).map(lambda text: "`" + text.replace("`", "``") + "`"),
    st.text("a?* ", max_size=5).map(lambda text: f"/*{text.replace('*', '')}*/"),
    st.text("a?'", max_size=5).map(lambda text: f"-- {text}\n"),
    st.text("a?'", max_size=5).map(lambda text: f"#{text}\n"),
    st.sampled_from([" a = ", ", ", "(1 - 2)", "/", "--1"]),
)


@given(st.lists(QUOTED, min_size=1, max_size=6))
def test_parameters_go_where_no_quotes_or_comments_are(parts: list[str]) -> None:
    literals = [f"<{index}>" for index in range(len(parts))]
    text = filled("".join(f"{part}?" for part in parts), literals)
    assert text == "".join(f"{part}{literal}" for part, literal in zip(parts, literals, strict=True))


@pytest.mark.parametrize(("sql", "literals"), [("?", ["1", "2"]), ("? ?", ["1"]), ("'?'", ["1"])])
def test_the_number_of_parameters_must_fit(sql: str, literals: list[str]) -> None:
    with pytest.raises(DriverError, match="parameters"):
        filled(sql, literals)


def test_a_statement_without_parameters_is_taken_as_it_is() -> None:
    assert filled("SELECT a ? b, 'unclosed", []) == "SELECT a ? b, 'unclosed"


READS = [
    "SELECT 1", "select 1", " \n( ( SELECT 1 ) )", "WITH a AS (SELECT 1) SELECT * FROM a", "SHOW TABLES",
    "-- note\nSELECT 1", "# note\nSELECT 1", "/* note */ SELECT 1", "/**/SELECT 1", "TABLE book", "VALUES (1)",
    "DESC book", "EXPLAIN SELECT 1",
]  # fmt: skip
OTHERS = [
    "", "DELETE FROM a", "COMMIT", "SET SESSION TRANSACTION READ WRITE", "START TRANSACTION READ WRITE", "CALL f()",
    "BEGIN NOT ATOMIC DELETE FROM a; END", "/*! DELETE */ FROM a", "/*!40000 COMMIT */", "/*M! COMMIT */",
    "/*M!100000 COMMIT */ SELECT 1", "SELECTED", "1", "; SELECT 1", "-- SELECT\nDELETE FROM a", "--SELECT 1",
    "/* SELECT */ DELETE FROM a", "DO SLEEP(1)", "XA END 'a'", "LOCK TABLES a WRITE", "PREPARE a FROM 'COMMIT'",
]  # fmt: skip


@pytest.mark.parametrize("sql", READS)
def test_reads_are_passed_on(sql: str) -> None:
    assert is_read(sql)


@pytest.mark.parametrize("sql", OTHERS)
def test_other_statements_are_not(sql: str) -> None:
    assert not is_read(sql)
