"""JavaScript's values: undefined, BigInt, numbers, errors, properties and both equalities."""

from __future__ import annotations

from typing import Any

import pytest

from prismstack.wasm import UNDEFINED, BigInt, HostObject, JsError, error_text
from prismstack.wasm._values import (
    get_property,
    is_number,
    loosely_equal,
    number_text,
    set_property,
    strictly_equal,
)

ERROR = JsError("broken")
LIST: list[Any] = []


def test_undefined_is_falsy_and_not_none() -> None:
    assert not UNDEFINED
    assert UNDEFINED is not None
    assert repr(UNDEFINED) == "undefined"


@pytest.mark.parametrize(
    ("left", "right", "loose", "strict"),
    [
        (None, UNDEFINED, True, False),
        (UNDEFINED, UNDEFINED, True, True),
        (None, None, True, True),
        (None, 0, False, False),
        (UNDEFINED, "", False, False),
        (1, 1.0, True, True),
        (1, 2, False, False),
        ("a", "a", True, True),
        (True, 1, True, False),
        (BigInt(1), 1, True, False),
        (BigInt(2**70), BigInt(2**70), True, True),
        (LIST, LIST, True, True),
        ([], LIST, True, False),
    ],
)
def test_equality(left: Any, right: Any, loose: bool, strict: bool) -> None:
    assert loosely_equal(left, right) is loose
    assert strictly_equal(left, right) is strict


@pytest.mark.parametrize(
    ("value", "number"),
    [(1, True), (1.5, True), (True, False), (BigInt(1), False), ("1", False), (None, False), (UNDEFINED, False)],
)
def test_what_is_a_number(value: Any, number: bool) -> None:
    assert is_number(value) is number


def test_bigint_is_an_int_of_its_own_kind() -> None:
    assert BigInt(2**64) + 1 == 2**64 + 1
    assert isinstance(BigInt(1), int)


@pytest.mark.parametrize(
    ("target", "key", "expected"),
    [
        ({"a": None}, "a", None),
        ({"a": 1}, "b", UNDEFINED),
        ([10, 20], 1, 20),
        ([10, 20], 1.0, 20),
        ([10, 20], 2, UNDEFINED),
        ([10, 20], -1, UNDEFINED),
        ([10, 20], "length", 2.0),
        ([10, 20], "other", UNDEFINED),
        (b"ab", 0, 97),
        (HostObject(kind="adapter"), "kind", "adapter"),
        (HostObject(kind="adapter"), "other", UNDEFINED),
        (ERROR, "message", "broken"),
        (ERROR, "name", "Error"),
        (ERROR, "code", UNDEFINED),
        (None, "a", UNDEFINED),
        ("text", "a", UNDEFINED),
    ],
)
def test_properties(target: Any, key: Any, expected: Any) -> None:
    assert get_property(target, key) == expected


def test_properties_set_on_an_error_come_back() -> None:
    error = JsError("broken")
    set_property(error, "code", "P1001")
    assert get_property(error, "code") == "P1001"
    assert repr(error) == "Error: broken"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (JsError("broken"), "broken"),
        ({"message": "broken"}, "broken"),
        ({"code": 1}, "{'code': 1}"),
        ("broken", "broken"),
        (UNDEFINED, "undefined"),
    ],
)
def test_text_of_a_thrown_value(value: Any, text: str) -> None:
    assert error_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "null"), (True, "true"), (False, "false"), (1.0, "1"), (1.5, "1.5"), (10, "10"), ("a", "a")],
)
def test_string_of_a_value(value: Any, text: str) -> None:
    assert number_text(value) == text
