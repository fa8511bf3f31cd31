"""Values inside a plan: literals, references to the scope, generator calls."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from prismstack.query._errors import PlanUnsupported
from prismstack.query._generators import generator
from prismstack.query._json import is_array, is_object
from prismstack.query._scope import Evaluate, Scope

__all__ = ["compile_value", "decode_literal", "is_constant", "parameter_name"]


def parameter_name(value: Any) -> str | None:
    """The scope name a value refers to, or None."""
    if is_object(value) and value.get("prisma__type") == "param":
        return str(value["prisma__value"]["name"])
    return None


def is_constant(value: Any) -> bool:
    """Whether a value is the same in every run."""
    if is_array(value):
        return all(is_constant(item) for item in value)
    return not (is_object(value) and value.get("prisma__type") in ("param", "generatorCall"))


def compile_value(value: Any) -> Evaluate:
    """A plan value as a function of the scope.

    Raises PlanUnsupported for a tagged value this release does not know.
    """
    if is_array(value):
        parts = [compile_value(item) for item in value]
        return lambda scope: [part(scope) for part in parts]
    if is_constant(value):
        constant = decode_literal(value)
        return lambda _scope: constant
    inner = value["prisma__value"]
    if value["prisma__type"] == "param":
        name = inner["name"]
        return lambda scope: scope[name]
    if inner["name"] == "product":
        return _product(inner["args"])
    return generator(inner["name"], inner["args"])


def decode_literal(value: Any) -> Any:
    """A constant of a plan as its canonical Python value."""
    if is_array(value):
        return [decode_literal(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if is_object(value):
        tag = value.get("prisma__type")
        decode = _TAGGED.get(tag) if isinstance(tag, str) else None
        if decode is None:
            raise PlanUnsupported(f"the plan holds a value of the unknown kind {tag!r}")
        return decode(value["prisma__value"])
    return value


def _product(arguments: list[Any]) -> Evaluate:
    left, right = (compile_value(argument) for argument in arguments)

    def pairs(scope: Scope) -> list[Any]:
        firsts, seconds = _as_list(left(scope)), _as_list(right(scope))
        return [[first, second] for first in firsts for second in seconds]

    return pairs


def _as_list(value: Any) -> list[Any]:
    return value if is_array(value) else [value]


_TAGGED: dict[str, Callable[[Any], Any]] = {
    "date": dt.datetime.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "bigint": int,
    "decimal": Decimal,
    "bytes": base64.b64decode,
}
