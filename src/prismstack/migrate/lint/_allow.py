"""Comments that allow what a rule forbids: ``-- prismstack-lint: allow drop-column: nobody reads it since 2.1``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from prismstack.migrate.lint._findings import RULES
from prismstack.migrate.lint._tokens import Comment

__all__ = ["Allowance", "allowances"]

_COMMENT: Final = re.compile(r"prismstack-lint\s*:\s*(?P<rest>[^\n]*?)\s*(?:\*/)?$", re.MULTILINE)
_ALLOW: Final = re.compile(r"allow\s+(?P<rules>[\w/-]+(?:\s*,\s*[\w/-]+)*)\s*(?::\s*|\s+)?(?P<reason>.*)")


@dataclass(frozen=True, slots=True)
class Allowance:
    """``rules`` are allowed for ``reason``; or ``problem`` says what is wrong with the comment."""

    start: int
    rules: frozenset[str]
    reason: str
    problem: str | None = None


def allowances(comments: Sequence[Comment]) -> list[Allowance]:
    """What the comments of a statement allow in it."""
    found: list[Allowance] = []
    for comment in comments:
        for each in _COMMENT.finditer(comment.text):
            found.append(_read(each["rest"], comment.start + each.start()))
    return found


def _read(text: str, start: int) -> Allowance:
    allow = _ALLOW.fullmatch(text)
    if allow is None:
        return Allowance(start, frozenset(), "", 'write "prismstack-lint: allow <rule>: <reason>"')
    rules = frozenset(each.strip() for each in allow["rules"].split(","))
    unknown = sorted(each for each in rules if each not in RULES and not each.startswith("squawk/"))
    if unknown:
        return Allowance(start, rules, "", f"there is no rule {unknown[0]}")
    if not allow["reason"]:
        return Allowance(start, rules, "", "say why after the rule")
    return Allowance(start, rules, allow["reason"])
