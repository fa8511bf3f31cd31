"""The nulls of Json fields: SQL's, JSON's own, and either of them."""

from __future__ import annotations

import enum
from typing import Final

__all__ = ["AnyNull", "DbNull", "JsonNull", "NullKind"]


class NullKind(enum.Enum):
    """Which null a Json argument means; the values are the names in Prisma's protocol."""

    DB = "DbNull"
    JSON = "JsonNull"
    ANY = "AnyNull"


#: SQL's NULL: nothing is stored. To write, and to filter.
DbNull: Final = NullKind.DB
#: The JSON value ``null``. To write, and to filter.
JsonNull: Final = NullKind.JSON
#: Either of them; only to filter.
AnyNull: Final = NullKind.ANY
