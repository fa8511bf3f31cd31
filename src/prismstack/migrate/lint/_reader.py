"""A cursor over the tokens of one statement."""

from __future__ import annotations

from collections.abc import Sequence

from prismstack.migrate.lint._tokens import Token

__all__ = ["Reader", "at_commas"]


class Reader:
    """Takes tokens from the left; nothing it does fails at the end."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def is_done(self) -> bool:
        return self._at >= len(self._tokens)

    def peek(self) -> str:
        """The next token's text; empty at the end."""
        return "" if self.is_done else self._tokens[self._at].text

    def take(self, *words: str) -> bool:
        """Take these words, if they are next (all or none)."""
        ahead = self._tokens[self._at : self._at + len(words)]
        if tuple(each.text for each in ahead) != words or any(each.kind in ("name", "string") for each in ahead):
            return False
        self._at += len(words)
        return True

    def any_of(self, *words: str) -> str:
        """Take one of these words; empty when none is next."""
        return next((word for word in words if self.take(word)), "")

    def next(self) -> str:
        """Take one token, whatever it is."""
        text = self.peek()
        self._at += 1
        return text

    def name(self) -> str:
        """Take a name, with its qualification left out."""
        text = self._identifier()
        while self.take("."):
            text = self._identifier()
        return text

    def parenthesised(self) -> list[Token]:
        """Take ``( … )`` and return what is inside; nothing when no parenthesis is next."""
        inside: list[Token] = []
        if not self.take("("):
            return inside
        depth = 1
        while not self.is_done:
            token = self._tokens[self._at]
            self._at += 1
            depth += (token.text == "(") - (token.text == ")") if token.kind == "symbol" else 0
            if depth == 0:
                break
            inside.append(token)
        return inside

    def rest(self) -> list[Token]:
        """Take all that is left."""
        left = list(self._tokens[self._at :])
        self._at = len(self._tokens)
        return left

    def _identifier(self) -> str:
        if self.is_done:
            return ""
        token = self._tokens[self._at]
        self._at += 1
        # Unquoted names are the same in any case; the scripts of Prisma quote all of theirs.
        return token.text.lower() if token.kind == "word" else token.text


def at_commas(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens cut at the commas that are not inside parentheses."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        symbol = token.text if token.kind == "symbol" else ""
        depth += (symbol == "(") - (symbol == ")")
        if symbol == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]
