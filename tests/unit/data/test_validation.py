"""Checks of input name the field and say what it must be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from prismstack.data import (
    ValidationFailed,
    positive_amount,
    reject_unknown_fields,
    require_fields,
    require_one_of,
    require_text,
    valid_amount,
)


@pytest.mark.parametrize(
    ("check", "message", "fields"),
    [
        (lambda: reject_unknown_fields({"a": 1, "z": 2, "y": 3}, ["a", "b"]), "fields y, z; known: a, b", ("y", "z")),
        (lambda: reject_unknown_fields({"z": 2}, ["a"]), "unknown field z", ("z",)),
        (lambda: require_fields({"a": 1, "b": None}, "a", "b", "c"), "required: b, c", ("b", "c")),
        (lambda: require_text("plate", None), "not empty", ("plate",)),
        (lambda: require_text("plate", "  "), "not empty", ("plate",)),
        (lambda: require_text("plate", 7), "not empty", ("plate",)),
        (lambda: require_text("plate", "x" * 11, max_length=10), "11 characters; at most 10", ("plate",)),
        (lambda: require_one_of("kind", "lorry", ["car", "bus"]), "'lorry'; use one of bus, car", ("kind",)),
        (lambda: require_one_of("kind", ["car"], ["car"]), "use one of", ("kind",)),
        (lambda: valid_amount("fee", -1), "fee is -1; it must not be negative", ("fee",)),
        (lambda: valid_amount("fee", 1.5), "whole number of minor units, not 1.5", ("fee",)),
        (lambda: valid_amount("fee", True), "whole number", ("fee",)),
        (lambda: valid_amount("fee", "100"), "whole number", ("fee",)),
        (lambda: positive_amount("fee", 0), "fee is 0; it must be positive", ("fee",)),
    ],
)
def test_refused(check: Callable[[], Any], message: str, fields: tuple[str, ...]) -> None:
    with pytest.raises(ValidationFailed) as caught:
        check()
    assert message in caught.value.message
    assert caught.value.fields == fields


def test_accepted() -> None:
    reject_unknown_fields({"a": 1}, ["a", "b"])
    require_fields({"a": 0, "b": ""}, "a", "b")
    assert require_text("plate", " AB-1 ") == "AB-1"
    assert require_one_of("kind", "car", ["car"]) == "car"
    assert valid_amount("fee", 0) == 0
    assert positive_amount("fee", 1) == 1
