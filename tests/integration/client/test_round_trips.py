"""What is written is what is read: every scalar, with values that hypothesis makes up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

many = settings(
    max_examples=60,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
UTC = dt.UTC
numbers = st.integers(-(2**53), 2**53) | st.floats(-(2.0**53), 2.0**53)
# PostgreSQL's text has no NUL.
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
scalar_json = st.none() | st.booleans() | numbers | texts
documents = st.recursive(
    scalar_json,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
digits = st.integers(-(10**15) + 1, 10**15 - 1)
decimals = st.builds(lambda number, exponent: Decimal(number).scaleb(exponent), digits, st.integers(-15, 0))
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
moments = st.datetimes(dt.datetime(2, 1, 1), dt.datetime(9998, 12, 31), timezones=zones)


QUOTES = {"SqliteDatabase": '"', "PostgresDatabase": '"', "MysqlDatabase": "`"}


def written_and_read(blocking: Any, field: str, value: Any) -> Any:
    """The value as ``create`` returns it, which must be how every other way reads it."""
    row = blocking.scalars.create({field: value})
    stored = getattr(row, field)
    assert blocking.scalars.find_unique({"id": row.id}) == row
    assert blocking.scalars.find_many(where={"id": {"in": [row.id, 0]}}) == [row]
    found = blocking.scalars.find_first(where={"id": row.id, field: {"equals": value}})
    assert found == row, "not found by its own value"
    updated = blocking.scalars.update({field: value}, {"id": row.id})
    assert getattr(updated, field) == stored
    given = (-2 * row.id, -2 * row.id - 1)  # ids that no counter comes by
    blocking.scalars.create_many([{"id": given[0], field: value}, {"id": given[1], field: None}])
    twin, empty = (blocking.scalars.find_unique_or_raise({"id": each}) for each in given)
    assert getattr(twin, field) == stored
    assert getattr(empty, field) is None
    if not (field == "document" and isinstance(value.data, str)):  # the client itself parses such a text twice
        quote = QUOTES[type(blocking._engine.core.database).__name__]
        select = f"SELECT * FROM {quote}Scalars{quote} WHERE id = {int(row.id)}"
        assert blocking.query_raw(select, model=type(row)) == [row]
    return stored


@many
@given(texts)
@example("🏳️‍🌈 ÿ \u202e")
@example("'; DROP TABLE Scalars; --")
@example("2020-01-01T00:00:00.000Z")
@example("%1")
@pytest.mark.feature("String, Int, Float, Boolean")
def test_text(blocking: Any, value: str) -> None:
    assert written_and_read(blocking, "text", value) == value


@many
@given(st.integers(-(2**31), 2**31 - 1))
@example(2**31 - 1)
@example(-(2**31))
@pytest.mark.feature("String, Int, Float, Boolean")
def test_int(blocking: Any, value: int) -> None:
    assert written_and_read(blocking, "whole", value) == value


@many
@given(st.integers(-(2**63), 2**63 - 1))
@example(2**63 - 1)
@example(-(2**63))
@example(2**53 + 1)
@pytest.mark.feature("BigInt")
def test_bigint(blocking: Any, value: int) -> None:
    assert written_and_read(blocking, "large", value) == value


@many
@given(st.floats(allow_nan=False, allow_infinity=False))
@example(5e-324)
@example(1.7976931348623157e308)
@example(0.1)
@example(1e22)
@example(2.0**63)
@pytest.mark.feature("String, Int, Float, Boolean")
def test_float(blocking: Any, value: float) -> None:
    stored = written_and_read(blocking, "real", value)
    assert type(stored) is float
    assert stored == value


@many
@given(decimals)
@example(Decimal("0.000000000000001"))
@example(Decimal("999999999999999"))
@example(Decimal("-0.1"))
@pytest.mark.feature("Decimal")
def test_decimal_of_15_digits(blocking: Any, value: Decimal) -> None:
    stored = written_and_read(blocking, "money", value)
    assert type(stored) is Decimal
    assert stored == value


@many
@given(moments)
@example(dt.datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC))
@example(dt.datetime(2024, 6, 30, 12, 0, 0, 1, tzinfo=dt.timezone(dt.timedelta(hours=-9, minutes=-30))))
@pytest.mark.feature("DateTime with offset")
def test_datetime_in_milliseconds_of_utc(blocking: Any, value: dt.datetime) -> None:
    stored = written_and_read(blocking, "moment", value)
    assert stored.utcoffset() == dt.timedelta(0)
    assert stored == value.astimezone(UTC).replace(microsecond=value.microsecond // 1000 * 1000)


@many
@given(documents.filter(lambda document: document is not None))
@example({"": {"a": [[], {}, None, 1.5, "😀"]}})
@example("text")
@example(False)
@pytest.mark.feature("Json")
def test_json(blocking: Any, suite: Any, value: Any) -> None:
    assert written_and_read(blocking, "document", suite.generated_sync.Json(value)) == value


@many
@given(st.binary())
@example(b"")
@example(bytes(range(256)))
@pytest.mark.feature("Bytes")
def test_bytes(blocking: Any, suite: Any, value: bytes) -> None:
    stored = written_and_read(blocking, "blob", suite.generated_sync.Base64.encode(value))
    assert stored.decode() == value


@pytest.mark.feature("enums", "String, Int, Float, Boolean")
def test_boolean_and_enum(blocking: Any) -> None:
    for flag in (True, False):
        assert written_and_read(blocking, "flag", flag) is flag
    for role in ("USER", "ADMIN", "GUEST"):
        row = blocking.scalars.create({"role": role})
        assert row.role == role
        assert blocking.scalars.find_first_or_raise(where={"id": row.id}).role == role


def test_a_naive_datetime_counts_as_utc(blocking: Any) -> None:
    row = blocking.scalars.create({"moment": dt.datetime(2024, 1, 2, 3, 4, 5)})
    assert row.moment == dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.providers("sqlite")
def test_datetimes_that_other_programs_wrote_are_read(blocking: Any) -> None:
    texts: list[tuple[Any, dt.datetime]] = [
        ("2024-01-02 03:04:05", dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2024-01-02", dt.datetime(2024, 1, 2, tzinfo=UTC)),
        ("03:04:05", dt.datetime(1970, 1, 1, 3, 4, 5, tzinfo=UTC)),
        ("2024-01-02T03:04:05.678Z", dt.datetime(2024, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)),
        ("2024-01-02T03:04:05+02:00", dt.datetime(2024, 1, 2, 1, 4, 5, tzinfo=UTC)),
        ("2024-01-02 03:04:05.678 +00:00", dt.datetime(2024, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)),
        (1704164645678, dt.datetime(2024, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)),
        (-1, dt.datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC)),
    ]
    for at, (text, moment) in enumerate(texts):
        blocking.execute_raw("INSERT INTO Scalars (id, moment) VALUES (?, ?)", at, text)
        assert blocking.scalars.find_unique_or_raise({"id": at}).moment == moment, text
        assert [row.moment for row in blocking.scalars.find_many(where={"id": {"gte": at}})] == [moment], text


@pytest.mark.providers("sqlite")
def test_column_data_that_does_not_fit_its_type_is_a_known_error(blocking: Any, suite: Any) -> None:
    for column, bad in {"whole": "many", "moment": "never", "role": "KING", "money": "cheap"}.items():
        blocking.execute_raw(f"INSERT INTO Scalars (id, {column}) VALUES (1, ?)", bad)
        for read in (lambda: blocking.scalars.find_unique({"id": 1}), blocking.scalars.find_many):
            with pytest.raises(suite.generated_sync.errors.DataError, match=bad) as caught:
                read()
            assert caught.value.code == "P2023"
        blocking.scalars.delete_many()


@pytest.mark.providers("sqlite", "mysql")
def test_nul_in_text(blocking: Any) -> None:
    assert written_and_read(blocking, "text", "a\0b") == "a\0b"


@pytest.mark.providers("postgresql")
def test_nul_in_text_is_refused(blocking: Any, suite: Any) -> None:
    for value in ({"text": "a\0b"}, {"document": suite.generated_sync.Json("a\0b")}):
        with pytest.raises(suite.generated_sync.errors.DataError):
            blocking.scalars.create(value)
