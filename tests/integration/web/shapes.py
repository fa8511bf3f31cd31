"""Patterns for JSON: exact keys, exact values, and a few kinds of values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

TIMESTAMP_TEXT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@dataclass(frozen=True)
class Kind:
    """Any value that the test accepts."""

    name: str
    accepts: Callable[[Any], bool]


@dataclass(frozen=True)
class Listed:
    """A list whose items all fit ``item``; of ``length`` items when it is given."""

    item: Any
    length: int | None = None


@dataclass(frozen=True)
class Having:
    """A dict with at least these keys."""

    keys: dict[str, Any]


TEXT = Kind("text", lambda value: isinstance(value, str) and value != "")
NUMBER = Kind("number", lambda value: isinstance(value, int | float) and not isinstance(value, bool))
COUNT = Kind("count", lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0)
FLAG = Kind("boolean", lambda value: isinstance(value, bool))
STAMP = Kind("timestamp", lambda value: isinstance(value, str) and TIMESTAMP_TEXT.fullmatch(value) is not None)
ANYTHING = Kind("anything", lambda value: True)


def containing(part: str) -> Kind:
    return Kind(f"text with {part!r}", lambda value: isinstance(value, str) and part in value)


def differences(pattern: Any, value: Any, at: str = "$") -> list[str]:
    """Where the value does not fit the pattern; empty when it does."""
    match pattern:
        case Kind():
            return [] if pattern.accepts(value) else [f"{at}: {value!r} is no {pattern.name}"]
        case Listed():
            return _list_differences(pattern, value, at)
        case Having():
            return _dict_differences(pattern.keys, value, at, exact=False)
        case dict():
            return _dict_differences(pattern, value, at, exact=True)
        case list():
            if not isinstance(value, list) or len(value) != len(pattern):
                return [f"{at}: {value!r} instead of {pattern!r}"]
            pairs = enumerate(zip(pattern, value, strict=True))
            return [text for index, (each, item) in pairs for text in differences(each, item, f"{at}[{index}]")]
        case _:
            same = value == pattern and isinstance(value, bool) == isinstance(pattern, bool)
            return [] if same else [f"{at}: {value!r} instead of {pattern!r}"]


def _list_differences(pattern: Listed, value: Any, at: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{at}: {value!r} is no list"]
    if pattern.length is not None and len(value) != pattern.length:
        return [f"{at}: {len(value)} items instead of {pattern.length}"]
    return [text for index, item in enumerate(value) for text in differences(pattern.item, item, f"{at}[{index}]")]


def _dict_differences(keys: dict[str, Any], value: Any, at: str, *, exact: bool) -> list[str]:
    if not isinstance(value, dict):
        return [f"{at}: {value!r} is no object"]
    missing = [f"{at}.{key} is missing" for key in keys if key not in value]
    extra = [f"{at}.{key} is too much" for key in value if key not in keys] if exact else []
    inner = [
        text for key, each in keys.items() if key in value for text in differences(each, value[key], f"{at}.{key}")
    ]
    return missing + extra + inner
