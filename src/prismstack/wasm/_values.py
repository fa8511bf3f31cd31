"""JavaScript values that have no Python twin: undefined, BigInt, Error and the thrown value.

Everything else maps one to one: objects are dicts, arrays are lists, functions are
callables, ``null`` is None and numbers are floats (ints are accepted wherever a number is).
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from typing import Any, Final, cast

__all__ = ["UNDEFINED", "BigInt", "HostObject", "JsError", "JsException", "Undefined"]


class Undefined(enum.Enum):
    """The type of ``undefined``: falsy, and distinct from None (JavaScript's ``null``)."""

    UNDEFINED = "undefined"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "undefined"

    __str__ = __repr__


UNDEFINED: Final = Undefined.UNDEFINED


class BigInt(int):
    """An integer that crosses the border as BigInt; a plain int crosses as a number."""


class JsError:
    """A JavaScript ``Error`` object; properties that the engine sets land in ``properties``."""

    def __init__(self, message: str) -> None:
        self.name = "Error"
        self.message = message
        self.properties: dict[str, Any] = {}

    def __repr__(self) -> str:
        return f"{self.name}: {self.message}"


class JsException(Exception):
    """A JavaScript value that was thrown; ``value`` is any value, usually a :class:`JsError` or a dict."""

    def __init__(self, value: Any) -> None:
        super().__init__(error_text(value))
        self.value = value


class HostObject:
    """A Python object that the engine sees as a JavaScript object.

    ``members`` holds its properties; methods are plain callables that take ``*args``
    because JavaScript callers may pass more arguments than a method declares.
    """

    def __init__(self, **members: Callable[..., Any] | str) -> None:
        self.members: dict[str, Any] = members


def error_text(value: Any) -> str:
    """The human text of a thrown value."""
    if isinstance(value, JsError):
        return value.message
    message = get_property(value, "message")
    return str(value if message is UNDEFINED else message)


def get_property(target: Any, key: Any) -> Any:
    """``target[key]`` as JavaScript would answer it: a missing property is undefined."""
    if isinstance(target, dict):
        return cast(dict[Any, Any], target).get(key, UNDEFINED)
    if isinstance(target, (list, bytes, bytearray)):
        return _element(cast(Sequence[Any], target), key)
    if isinstance(target, HostObject):
        return target.members.get(key, UNDEFINED)
    if isinstance(target, JsError):
        return target.properties.get(key, getattr(target, str(key), UNDEFINED))
    return UNDEFINED


def _element(array: Sequence[Any], key: Any) -> Any:
    if key == "length":
        return float(len(array))
    index = int(key) if isinstance(key, (int, float)) else -1
    return array[index] if 0 <= index < len(array) else UNDEFINED


def set_property(target: Any, key: Any, value: Any) -> None:
    """``target[key] = value``."""
    if isinstance(target, JsError):
        target.properties[key] = value
    else:
        target[key] = value


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, (bool, BigInt))


def loosely_equal(left: Any, right: Any) -> bool:
    """``left == right`` for the cases the engines use: null and undefined equal each other only."""
    nothing_left = left is None or left is UNDEFINED
    nothing_right = right is None or right is UNDEFINED
    if nothing_left or nothing_right:
        return nothing_left and nothing_right
    return bool(left == right)


def strictly_equal(left: Any, right: Any) -> bool:
    """``left === right``: objects by identity, primitives by type and value."""
    if is_number(left) and is_number(right):
        return bool(left == right)
    if isinstance(left, (str, bool, BigInt)):
        return type(left) is type(right) and bool(left == right)
    return left is right


def number_text(value: Any) -> str:
    """``String(value)``."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return str(value)
