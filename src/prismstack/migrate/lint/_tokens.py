"""A script of SQL cut into statements and tokens; comments are kept apart, positions stay true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Comment", "Statement", "Token", "statements"]

_TOKEN: Final = re.compile(
    r"""(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<string>[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z))
    |(?P<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`)
    |(?P<word>[^\W\d][\w$]*)
    |(?P<number>\d[\w.]*)
    |(?P<symbol>::|[^\s])""",
    re.VERBOSE | re.DOTALL,
)
# In a MySQL script a backslash escapes, and # begins a comment.
_MYSQL_TOKEN: Final = re.compile(
    r"""(?P<comment>(?:--\s|\#)[^\n]*|/\*(?!!).*?(?:\*/|\Z))
    |(?P<string>'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")
    |(?P<name>`(?:[^`]|``)*`)
    |(?P<word>[^\W\d][\w$]*)
    |(?P<number>\d[\w.]*)
    |(?P<symbol>[^\s])""",
    re.VERBOSE | re.DOTALL,
)
_HAS_BODY: Final = re.compile(r"CREATE (?:OR REPLACE )?(?:\w+ )*?(?:TRIGGER|PROCEDURE|FUNCTION|EVENT)\b")
_NOT_A_BLOCK: Final = ("IF", "LOOP", "WHILE", "REPEAT")


@dataclass(frozen=True, slots=True)
class Token:
    """``text`` is upper case for words and without quotes for names; ``start`` counts characters of the script."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as written, and where it stands."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Statement:
    """The tokens of one statement, and the comments before and inside it."""

    tokens: tuple[Token, ...]
    comments: tuple[Comment, ...]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def words(self) -> str:
        """The text without quotes and with single spaces, for patterns."""
        return " ".join(each.text for each in self.tokens)


def statements(script: str, provider: str) -> list[Statement]:
    """The statements of a script; a trigger's or routine's body belongs to its statement."""
    return list(_statements(script, _MYSQL_TOKEN if provider == "mysql" else _TOKEN))


def _statements(script: str, pattern: re.Pattern[str]) -> Iterator[Statement]:
    tokens: list[Token] = []
    comments: list[Comment] = []
    body = _Body()
    for found in pattern.finditer(script):
        kind = str(found.lastgroup if found.lastgroup != "tag" else "string")
        if kind == "comment":
            comments.append(Comment(found[0], found.start()))
            continue
        token = Token(kind, _text(found, kind), found.start(), found.end())
        if token.text == ";" and kind == "symbol" and not body.is_open:
            if tokens:
                yield Statement(tuple(tokens), tuple(comments))
            tokens, comments, body = [], [], _Body()
            continue
        tokens.append(token)
        body.see(tokens)
    if tokens:
        yield Statement(tuple(tokens), tuple(comments))


class _Body:
    """Whether the statement is inside a body of statements of its own."""

    def __init__(self) -> None:
        self._depth = 0
        self._last = ""

    @property
    def is_open(self) -> bool:
        return self._depth > 0

    def see(self, tokens: list[Token]) -> None:
        text, last = tokens[-1].text, self._last
        self._last = text if tokens[-1].kind == "word" else ""
        if tokens[-1].kind != "word":
            return
        if last == "END" and text in (*_NOT_A_BLOCK, "CASE"):
            # END IF does not end a BEGIN; END CASE was counted at END.
            self._depth += text != "CASE"
        elif text == "END" and self._depth:
            self._depth -= 1
        elif (text == "BEGIN" and self._may_have_body(tokens)) or (text == "CASE" and self._depth):
            self._depth += 1

    def _may_have_body(self, tokens: list[Token]) -> bool:
        return len(tokens) > 1 and bool(_HAS_BODY.match(" ".join(each.text for each in tokens[:12])))


def _text(found: re.Match[str], kind: str) -> str:
    text = found[0]
    if kind == "word":
        return text.upper()
    if kind == "name":
        return text[1:-1].replace(text[0] * 2, text[0])
    return text
