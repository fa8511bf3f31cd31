"""Scripts are cut where the database would cut them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prismstack.migrate.lint._tokens import statements


@pytest.mark.parametrize(
    ("provider", "script", "expected"),
    [
        ("sqlite", "SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]),
        ("sqlite", "SELECT 'a;''b'; -- c;\nSELECT \"d;\"", ["SELECT 'a;''b'", "SELECT d;"]),
        ("sqlite", "SELECT `a;``b`/* ; */;", ["SELECT a;`b"]),
        ("sqlite", ";;", []),
        ("sqlite", "-- nothing", []),
        (
            "sqlite",
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM b; END; SELECT",
            [
                "CREATE TRIGGER T AFTER INSERT ON A BEGIN SELECT CASE WHEN 1 THEN 2 END ; DELETE FROM B ; END",
                "SELECT",
            ],
        ),
        ("sqlite", "BEGIN; SELECT 1; COMMIT;", ["BEGIN", "SELECT 1", "COMMIT"]),
        ("postgresql", "DO $x$ SELECT ';' $x$; SELECT E'a\\';b'", ["DO $x$ SELECT ';' $x$", "SELECT E'a\\';b'"]),
        ("postgresql", "SELECT $$;$$, a::text", ["SELECT $$;$$ , A :: TEXT"]),
        ("mysql", "SELECT 'a\\';b', \"c;\" # d;\n; SELECT 2", ["SELECT 'a\\';b' , \"c;\"", "SELECT 2"]),
        (
            "mysql",
            "CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; SELECT 2; END; SELECT 3",
            ["CREATE PROCEDURE P ( ) BEGIN IF 1 THEN SELECT 1 ; END IF ; SELECT 2 ; END", "SELECT 3"],
        ),
    ],
)
def test_statements(provider: str, script: str, expected: list[str]) -> None:
    assert [each.words for each in statements(script, provider)] == expected


def test_comments_belong_to_the_statement_they_precede() -> None:
    first, second = statements("-- one\nSELECT 1; /* two */ SELECT /* three */ 2;", "sqlite")
    assert [each.text for each in first.comments] == ["-- one"]
    assert [each.text for each in second.comments] == ["/* two */", "/* three */"]
    assert (first.start, second.start) == (7, 27)


@given(st.text(alphabet="aB1'\"`$;-/*\\ \n#()", max_size=40), st.sampled_from(["sqlite", "postgresql", "mysql"]))
def test_any_text_is_cut_in_order_and_without_overlap(script: str, provider: str) -> None:
    end = 0
    for statement in statements(script, provider):
        for token in statement.tokens:
            assert end <= token.start < token.end <= len(script)
            end = token.end
