"""Generated ids: their formats, their order, their uniqueness under threads."""

from __future__ import annotations

import re
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from prismstack.query import PlanUnsupported
from prismstack.query._generators import cuid1, cuid2, generator, nanoid, ulid, uuid7

FORMATS = {
    ("uuid",): r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    ("uuid", 4.0): r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    ("uuid", 7.0): r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    ("cuid",): r"c[0-9a-z]{24}",
    ("cuid", 1.0): r"c[0-9a-z]{24}",
    ("cuid", 2.0): r"[a-z][0-9a-z]{23}",
    ("ulid",): r"[0-7][0-9A-HJKMNP-TV-Z]{25}",
    ("nanoid",): r"[\w-]{21}",
    ("nanoid", 5.0): r"[\w-]{5}",
}


@pytest.mark.parametrize("call", FORMATS)
def test_formats(call: tuple[Any, ...]) -> None:
    make = generator(call[0], list(call[1:]))
    for _ in range(200):
        assert re.fullmatch(FORMATS[call], make({"#run": {}}))


@pytest.mark.parametrize("make", [uuid7, cuid1, cuid2, ulid, nanoid])
def test_threads_make_no_duplicates(make: Any) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = [value for part in pool.map(lambda _: [make() for _ in range(2_000)], range(4)) for value in part]
    assert len(set(made)) == 8_000


def test_uuid7_ascends_and_tells_the_time() -> None:
    before = time.time_ns() // 1_000_000
    made = [uuid7() for _ in range(5_000)]
    assert made == sorted(made)
    moment = uuid.UUID(made[0]).int >> 80
    assert before <= moment <= time.time_ns() // 1_000_000 + 1


def test_ulid_tells_the_time() -> None:
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    moment = 0
    for letter in ulid()[:10]:
        moment = moment * 32 + letters.index(letter)
    assert abs(moment - time.time_ns() // 1_000_000) < 1_000


def test_now_is_one_instant_per_run_in_milliseconds() -> None:
    now = generator("now", [])
    run: dict[str, Any] = {"#run": {}}
    first = now(run)
    time.sleep(0.002)
    assert now(run) is first
    assert first.microsecond % 1000 == 0
    assert first.utcoffset().total_seconds() == 0
    assert now({"#run": {}}) > first


def test_an_unknown_generator_fails_by_name() -> None:
    with pytest.raises(PlanUnsupported, match="'snowflake'"):
        generator("snowflake", [])
