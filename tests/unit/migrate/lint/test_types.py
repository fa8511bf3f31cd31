"""Whether values of one type fit into another."""

from __future__ import annotations

import pytest

from prismstack.migrate.lint._types import Fit, fit


@pytest.mark.parametrize(
    ("former", "new", "expected"),
    [
        ("TEXT", "TEXT", Fit.SAME),
        ("INTEGER", "INT", Fit.SAME),
        ("SERIAL", "INTEGER", Fit.SAME),
        ("INTEGER", "BIGINT", Fit.WIDER),
        ("BIGINT", "INTEGER", Fit.NARROWER),
        ("INT(11)", "INT(5)", Fit.SAME),
        ("VARCHAR(10)", "VARCHAR(20)", Fit.WIDER),
        ("VARCHAR(20)", "VARCHAR(10)", Fit.NARROWER),
        ("TEXT", "VARCHAR(10)", Fit.NARROWER),
        ("VARCHAR(10)", "TEXT", Fit.WIDER),
        ("DECIMAL(10,2)", "DECIMAL(12,2)", Fit.WIDER),
        ("DECIMAL(10,2)", "DECIMAL(10,4)", Fit.NARROWER),
        ("DECIMAL(65,30)", "DECIMAL", Fit.WIDER),
        ("TIMESTAMP(3)", "TIMESTAMP(0)", Fit.NARROWER),
        ("TIMESTAMP(3)", "TIMESTAMPTZ(3)", Fit.CONVERTED),
        ("DOUBLE PRECISION", "REAL", Fit.NARROWER),
        ("INTEGER", "TEXT", Fit.WIDER),
        ("INTEGER", "DECIMAL(10,2)", Fit.WIDER),
        ("TEXT", "INTEGER", Fit.CONVERTED),
        ("TEXT[]", "INTEGER[]", Fit.CONVERTED),
        ("COLOUR", "COLOUR_NEW", Fit.CONVERTED),
        ("A(B(C", "A", Fit.CONVERTED),
    ],
)
def test_on_a_server(former: str, new: str, expected: Fit) -> None:
    assert fit(former, new, "postgresql") is expected


def test_sqlite_has_one_size_of_numbers() -> None:
    assert fit("BIGINT", "INTEGER", "sqlite") is Fit.SAME
    assert fit("REAL", "DOUBLE", "sqlite") is Fit.SAME
    assert fit("REAL", "INTEGER", "sqlite") is Fit.CONVERTED
