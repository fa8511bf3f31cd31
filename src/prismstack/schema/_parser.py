"""Reads the syntax of a valid schema.prisma."""

from __future__ import annotations

import json
import re

from prismstack.schema._files import Schema
from prismstack.schema._syntax import Argument, Attribute, Block, Call, Field, Items, Quoted, Value, Word

__all__ = ["parse_blocks"]

_TOKEN = re.compile(
    r"""(?P<space>[^\S\n]+|//(?!/)[^\n]*|////[^\n]*)|(?P<doc>///[^\n]*)|(?P<line>\n)|(?P<string>"(?:[^"\\]|\\.)*")"""
    r"""|(?P<word>[\w.+-]+)|(?P<mark>@@|[@(){}\[\],:=?!])|(?P<other>.)"""
)
_END = ("end", "")


def parse_blocks(schema: Schema) -> tuple[Block, ...]:
    """All blocks of a schema in the order of its files."""
    return tuple(block for file in schema.files for block in _Parser(file.text).blocks())


class _Parser:
    """One pass over the tokens of a file; newlines count only outside of parentheses and brackets."""

    def __init__(self, text: str) -> None:
        found = ((str(each.lastgroup), each[0]) for each in _TOKEN.finditer(text))
        self._tokens = [token for token in found if token[0] not in ("space", "other")]
        self._at = 0

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        documentation: list[str] = []
        while self._peek() != _END:
            kind, text = self._next()
            if kind == "doc":
                documentation.append(_documentation(text))
            elif kind == "word":
                found.append(self._block(text, tuple(documentation)))
                documentation.clear()
        return found

    def _block(self, kind: str, documentation: tuple[str, ...]) -> Block:
        name = self._next()[1]
        fields: list[Field] = []
        attributes: list[Attribute] = []
        settings: dict[str, Value] = {}
        above: list[str] = []
        while self._peek() not in (_END, ("mark", "}")):
            token, text = self._next()
            if token == "doc":
                above.append(_documentation(text))
            elif text == "@@":
                attributes.append(self._attribute())
            elif token == "word" and self._peek()[1] == "=":
                self._next()
                settings[text] = self._value()
            elif token == "word":
                fields.append(self._field(text, tuple(above)))
                above.clear()
        self._next()
        return Block(kind, name, tuple(fields), tuple(attributes), settings, documentation)

    def _field(self, name: str, above: tuple[str, ...]) -> Field:
        kind, arity, unsupported = "", "", None
        if self._peek()[0] == "word":
            kind = self._next()[1]
            if kind == "Unsupported":
                unsupported = json.loads(self._arguments_text())
        if self._take("?"):
            arity = "?"
        elif self._take("["):
            self._take("]")
            arity = "[]"
        attributes: list[Attribute] = []
        while self._take("@"):
            attributes.append(self._attribute())
        if self._peek()[0] == "doc":
            above = (*above, _documentation(self._next()[1]))
        return Field(name, kind, arity, tuple(attributes), above, unsupported)

    def _attribute(self) -> Attribute:
        name = self._next()[1]
        return Attribute(name, self._arguments() if self._peek() == ("mark", "(") else ())

    def _arguments_text(self) -> str:
        """The string in ``("…")``."""
        self._next()
        text = self._next()[1]
        self._next()
        return text

    def _arguments(self) -> tuple[Argument, ...]:
        self._next()
        found: list[Argument] = []
        while not self._closes(")"):
            if self._take(","):
                continue
            name = None
            if self._peek()[0] == "word" and self._peek(1) == ("mark", ":"):
                name = self._next()[1]
                self._next()
            found.append(Argument(name, self._value()))
        return tuple(found)

    def _value(self) -> Value:
        self._skip_lines()
        kind, text = self._next()
        if kind == "string":
            return Quoted(json.loads(text))
        if text == "[":
            values: list[Value] = []
            while not self._closes("]"):
                if not self._take(","):
                    values.append(self._value())
            return Items(tuple(values))
        if self._peek() == ("mark", "("):
            return Call(text, self._arguments())
        return Word(text)

    def _peek(self, ahead: int = 0) -> tuple[str, str]:
        index = self._at + ahead
        return self._tokens[index] if index < len(self._tokens) else _END

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        self._at += 1
        return token

    def _take(self, mark: str) -> bool:
        """Whether the mark is next; if so it is passed."""
        found = self._peek() == ("mark", mark)
        self._at += found
        return found

    def _closes(self, mark: str) -> bool:
        """As :meth:`_take`, after any newlines; the end of the text closes everything."""
        self._skip_lines()
        return self._take(mark) or self._peek() == _END

    def _skip_lines(self) -> None:
        while self._peek()[0] in ("line", "doc"):
            self._at += 1


def _documentation(token: str) -> str:
    return token.removeprefix("///").strip()
