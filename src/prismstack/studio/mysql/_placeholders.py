"""Parameters in the text of a statement, as mysql2's ``query`` puts them there.

The text protocol answers every value in the server's own words, zero dates and
microseconds included, which the binary protocol of prepared statements does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from prismstack.drivers import DriverError, ErrorKind

__all__ = ["filled"]

_PARTS = re.compile(
    r"""'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`]|``)*`|--[ \t][^\n]*|\#[^\n]*|/\*.*?\*/|\?""",
    re.DOTALL,
)


def filled(sql: str, literals: Sequence[str]) -> str:
    """The statement with each ``?`` outside quotes and comments replaced by the next literal.

    Raises DriverError when there are more or fewer. A statement without parameters is taken as it is.
    """
    if not literals:
        return sql
    left = list(reversed(literals))

    def replaced(part: re.Match[str]) -> str:
        if part[0] != "?":
            return part[0]
        if not left:
            raise _wrong_number(len(literals))
        return left.pop()

    text = _PARTS.sub(replaced, sql)
    if left:
        raise _wrong_number(len(literals))
    return text


def _wrong_number(given: int) -> DriverError:
    return DriverError(ErrorKind.INVALID_INPUT_VALUE, f"the statement does not take {given} parameters")
