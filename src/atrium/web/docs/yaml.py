"""Plain JSON values as YAML: block style for containers, JSON's own spelling for the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import cast

__all__ = ["to_yaml"]


def to_yaml(value: object) -> str:
    """The value as a YAML document; JSON scalars are YAML scalars, so quoting needs no rules of its own."""
    return "\n".join(_lines(value, 0)) + "\n"


def _lines(value: object, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(value, dict) and value:
        for key, item in cast("dict[str, object]", value).items():
            yield from _entry(f"{indent}{json.dumps(key)}:", item, depth)
    elif isinstance(value, list) and value:
        for item in cast("list[object]", value):
            yield from _entry(f"{indent}-", item, depth)
    else:
        yield indent + json.dumps(value, ensure_ascii=False)


def _entry(head: str, item: object, depth: int) -> Iterator[str]:
    if isinstance(item, dict | list) and item:
        yield head
        yield from _lines(cast("object", item), depth + 1)
    else:
        yield f"{head} {json.dumps(item, ensure_ascii=False)}"
