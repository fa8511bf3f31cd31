"""The shape of a call: everything about its arguments except the values.

Calls of one shape share a plan. A shape is a hashable tree of keys and leaf *types*; the
leaf values are collected in traversal order, so the n-th leaf of every call of a shape
stands in the same place. This walk runs on every query, so it does as little as it can.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prismstack.query._json import is_object

__all__ = ["LIST_OF", "SEQUENCE", "equality_pattern", "is_leaf_type", "shape", "type_of"]

#: Marks a list of anything but equal-typed scalars; its elements follow.
SEQUENCE = object()
#: Marks a non-empty list of scalars of one type, which is one leaf.
LIST_OF = object()

#: The built-in ``type`` of one argument, under a type that checkers can follow.
type_of: Callable[[Any], Any] = type

_CONTAINER_TYPES = (dict, list, tuple, set)


def is_leaf_type(kind: type[Any]) -> bool:
    """Whether values of a Python type are leaves of a shape."""
    return kind is not type(None) and not issubclass(kind, _CONTAINER_TYPES)


def shape(value: Any, leaves: list[Any]) -> Any:
    """The shape of an argument; appends the leaf values it passes to ``leaves``."""
    kind = type_of(value)
    if kind is dict:
        parts: list[Any] = []
        for key, item in value.items():
            item_kind = type_of(item)
            if item_kind is str or item_kind is int:
                leaves.append(item)
                parts += (key, item_kind)
            else:
                parts += (key, shape(item, leaves))
        return tuple(parts)
    if value is None:
        return None
    if kind is list or kind is tuple or kind is set:
        return _list_shape(value, leaves)
    if isinstance(value, _CONTAINER_TYPES):  # a subclass
        plain: Any = dict(value) if is_object(value) else [*value]
        return shape(plain, leaves)
    leaves.append(value)
    return kind


def _list_shape(values: Any, leaves: list[Any]) -> Any:
    kinds = set(map(type_of, values))
    if len(kinds) == 1:
        kind = next(iter(kinds))
        if is_leaf_type(kind):
            leaves.append(list(values))
            return (LIST_OF, kind)
    return (SEQUENCE, *[shape(item, leaves) for item in values])


def equality_pattern(leaves: list[Any]) -> tuple[int, ...]:
    """For each leaf, the position of the first leaf equal to it.

    The compiler turns an upsert into one native statement only if the unique filter and
    the created record hold the *same* placeholders, so there the pattern is part of the key.
    """
    pattern: list[int] = []
    for position, leaf in enumerate(leaves):
        first = position
        for earlier in range(position):
            if type(leaves[earlier]) is type(leaf) and leaves[earlier] == leaf:
                first = earlier
                break
        pattern.append(first)
    return tuple(pattern)
