"""Money, time, ids, idempotency keys and settings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atrium.garage.models import JournalEntry, JournalKind, LedgerAccount, LedgerLine, UnbalancedEntry
from atrium.platform.clock import ManualClock, SystemClock, iso_z, to_utc_millis
from atrium.platform.errors import IdempotencyKeyReused, SettingsInvalid, ValidationFailed
from atrium.platform.idempotency import IdempotencyRecord, check_key, hash_request, replay
from atrium.platform.ids import uuid7, uuid7_at
from atrium.platform.money import format_cents, from_cents, scale, to_cents
from atrium.platform.settings import load_settings

NOW = datetime(2026, 3, 2, 8, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "cents"),
    [(0.1, 10), (8.675, 868), (-8.675, -868), ("12.345", 1235), (Decimal("0.005"), 1), (5, 500), (1e6, 100_000_000)],
)
def test_decimal_amounts_round_half_away_from_zero(amount: float | str | Decimal, cents: int) -> None:
    assert to_cents(amount) == cents


@pytest.mark.parametrize("amount", [float("nan"), float("inf"), "ten", ""])
def test_what_is_no_amount(amount: float | str) -> None:
    with pytest.raises(ValidationFailed):
        to_cents(amount)


@given(st.integers(-(10**12), 10**12))
def test_cents_round_trip(cents: int) -> None:
    assert to_cents(from_cents(cents)) == cents


@given(st.integers(-(10**9), 10**9), st.integers(0, 1000), st.integers(1, 1000))
def test_scaling_is_exact_to_half_a_cent(cents: int, numerator: int, denominator: int) -> None:
    error = abs(scale(cents, numerator, denominator) * denominator - cents * numerator)
    assert 2 * error <= denominator
    assert scale(-cents, numerator, denominator) == -scale(cents, numerator, denominator)


def test_amounts_for_people() -> None:
    assert (format_cents(123456789), format_cents(-5)) == ("1,234,567.89", "-0.05")


def test_times_are_utc_milliseconds() -> None:
    assert iso_z(NOW) == "2026-03-02T08:00:00.123Z"
    east = NOW.astimezone(timezone(timedelta(hours=3)))
    assert to_utc_millis(east) == to_utc_millis(NOW.replace(tzinfo=None)) == NOW.replace(microsecond=123000)
    assert SystemClock().now().microsecond % 1000 == 0
    clock = ManualClock(NOW)
    clock.advance(timedelta(hours=1))
    assert clock.now() == to_utc_millis(NOW) + timedelta(hours=1)


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    st.binary(min_size=10, max_size=10),
)
def test_uuid7_holds_its_time(moment: datetime, entropy: bytes) -> None:
    made = UUID(uuid7_at(moment, entropy))
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(moment.timestamp() * 1000)
    assert str(made) == uuid7_at(moment, entropy)


def test_uuid7_is_new_each_time_and_grows() -> None:
    made = [uuid7() for _ in range(10_000)]
    assert len(set(made)) == 10_000
    assert made == sorted(made)
    assert {UUID(each).version for each in made} == {7}
    assert {UUID(each).variant for each in made} == {"specified in RFC 4122"}


def test_requests_are_hashed_by_content() -> None:
    assert hash_request("pay", {"a": 1, "b": None}) == hash_request("pay", {"b": None, "a": 1})
    assert len({hash_request(*each) for each in [("pay", {"a": 1}), ("pay", {"a": 2}), ("refund", {"a": 1})]}) == 3
    record = IdempotencyRecord(key="k", operation="pay", request_hash="h", response={"a": 1}, created_at=NOW)
    assert replay(record, "h") == {"a": 1}
    with pytest.raises(IdempotencyKeyReused):
        replay(record, "other")


@pytest.mark.parametrize("key", ["", "x" * 129, "tab\t", "umläut"])
def test_bad_idempotency_keys(key: str) -> None:
    with pytest.raises(ValidationFailed):
        check_key(key)


def test_unbalanced_entries_cannot_be_made() -> None:
    for lines in ((LedgerLine(LedgerAccount.CASH, 1),), (), (LedgerLine(LedgerAccount.CASH, 1),) * 2):
        with pytest.raises(UnbalancedEntry):
            JournalEntry(
                id="1",
                reference="r",
                kind=JournalKind.CHARGE,
                garage_id="g",
                session_id="s",
                occurred_at=NOW,
                lines=lines,
            )


def test_settings_have_defaults() -> None:
    settings = load_settings(
        {"DATABASE_URL": "file:dev.db", "ATRIUM_PORT": "9001", "ALLOWED_ORIGINS": "http://a, http://b"}
    )
    assert (settings.port, settings.seed, settings.origins) == (9001, "small", ["http://a", "http://b"])


@pytest.mark.parametrize(
    ("name", "value"),
    [("ATRIUM_PORT", "70000"), ("ATRIUM_SEED", "huge"), ("ATRIUM_RATE_LIMIT_MAX", "-1"), ("DATABASE_URL", "")],
)
def test_bad_settings_are_named(name: str, value: str) -> None:
    with pytest.raises(SettingsInvalid, match=name):
        load_settings({"DATABASE_URL": "file:dev.db", name: value})
