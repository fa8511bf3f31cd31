"""Which statements a read-only Studio passes on to MySQL.

A read-only transaction refuses every change, but one statement (``START TRANSACTION READ
WRITE``, MariaDB's ``BEGIN NOT ATOMIC … END``) can end it and go on without. So only
statements that cannot do that get as far as the transaction.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_read"]

# Comments that the server executes, /*! … */ and /*M! … */, are not skipped.
_FIRST_WORD = re.compile(r"(?:\s|--[ \t][^\n]*\n|\#[^\n]*\n|/\*(?!M?!).*?\*/|\()*([a-z]+)\b", re.DOTALL | re.IGNORECASE)
_READS: Final = frozenset({"desc", "describe", "explain", "select", "show", "table", "values", "with"})


def is_read(sql: str) -> bool:
    """Whether a statement is of a kind that leaves the transaction as it is."""
    found = _FIRST_WORD.match(sql)
    return found is not None and found[1].lower() in _READS
