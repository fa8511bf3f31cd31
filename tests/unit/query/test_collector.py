"""Long lists are made without automatic collections, and what the program has set comes back."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from prismstack.query import calmly

LONG = list(range(1_000))


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    yield
    gc.enable()


def enabled(_value: object) -> bool:
    return gc.isenabled()


@pytest.mark.parametrize(("value", "expected"), [(LONG, False), (LONG[:10], True), (None, True), ("x" * 1_000, True)])
def test_only_long_lists_pause_it(value: object, expected: bool) -> None:
    assert calmly(enabled, value) is expected
    assert gc.isenabled()


def test_pauses_nest() -> None:
    assert calmly(lambda _: calmly(enabled, LONG) or gc.isenabled(), LONG) is False
    assert gc.isenabled()


def test_an_error_ends_the_pause() -> None:
    with pytest.raises(ZeroDivisionError):
        calmly(lambda _: 1 / 0, LONG)
    assert gc.isenabled()


def test_a_program_that_has_switched_it_off_keeps_it_off() -> None:
    gc.disable()
    assert calmly(enabled, LONG) is False
    assert not gc.isenabled()
