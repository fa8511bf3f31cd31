"""What our templates do to the text of upstream's; upstream's version is pinned, so what they look for is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

__all__ = ["FILTERS"]

_METHOD = re.compile(r"^    (?:async )?def \w+\(.*?(?=^    (?:async )?def |^    @|^class |\Z)", re.M | re.S)
_INCLUDE = re.compile(r"\binclude: Optional\[types\.(\w+)Include\] = None")
_CHOICES = """\
        *,
        select: Optional[types.{model}Select] = None,
        omit: Optional[types.{model}Omit] = None,
"""
_PASSED = "'include': include,\n"
_PASSED_TOO = "{indent}**({{}} if select is None and omit is None else {{'select': select, 'omit': omit}}),\n"


def replacing(text: str, old: str, new: str) -> str:
    """The text with its one occurrence of ``old`` replaced."""
    if text.count(old) != 1:
        raise ValueError(f"upstream's template has {text.count(old)} times what is to be replaced: {old}")
    return text.replace(old, new)


def choosing(text: str) -> str:
    """Methods that take ``include`` take ``select`` and ``omit`` too, and pass them on only when they are given."""
    return _METHOD.sub(lambda found: _with_choices(found[0]), text)


def _with_choices(method: str) -> str:
    signature, arrow, body = method.partition("\n    ) -> ")
    include = _INCLUDE.search(signature)
    if include is None or _PASSED not in body:
        return method
    comma = "" if signature.endswith(",") else ","
    at = body.index(_PASSED)
    indent = body[body.rindex("\n", 0, at) + 1 : at]
    body = replacing(body, _PASSED, _PASSED + _PASSED_TOO.format(indent=indent))
    return f"{signature}{comma}\n{_CHOICES.format(model=include[1]).rstrip()}{arrow}{body}"


FILTERS: Final[dict[str, Callable[..., Any]]] = {"replacing": replacing, "choosing": choosing}
