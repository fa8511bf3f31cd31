"""Whether values of one column type fit into another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

__all__ = ["Fit", "fit"]


class Fit(Enum):
    """What becomes of the values when a column changes its type."""

    SAME = "same"
    WIDER = "wider"
    NARROWER = "narrower"
    #: They are converted, which may fail or lose something.
    CONVERTED = "converted"


_UNLIMITED: Final = 1 << 40
#: Type -> family and size; a size in parentheses takes precedence.
_FAMILIES: Final[dict[str, tuple[str, int]]] = {
    **dict.fromkeys(("BOOLEAN", "BOOL", "TINYINT"), ("integer", 1)),
    **dict.fromkeys(("SMALLINT", "INT2", "SMALLSERIAL"), ("integer", 2)),
    "MEDIUMINT": ("integer", 3),
    **dict.fromkeys(("INTEGER", "INT", "INT4", "SERIAL"), ("integer", 4)),
    **dict.fromkeys(("BIGINT", "INT8", "BIGSERIAL"), ("integer", 8)),
    **dict.fromkeys(("REAL", "FLOAT", "FLOAT4"), ("float", 4)),
    **dict.fromkeys(("DOUBLE", "DOUBLE PRECISION", "FLOAT8"), ("float", 8)),
    **dict.fromkeys(("DECIMAL", "NUMERIC"), ("decimal", _UNLIMITED)),
    **dict.fromkeys(("CHAR", "CHARACTER", "BPCHAR"), ("text", 1)),
    **dict.fromkeys(("VARCHAR", "CHARACTER VARYING"), ("text", _UNLIMITED)),
    **dict.fromkeys(("TEXT", "CITEXT"), ("text", _UNLIMITED)),
    "TINYTEXT": ("text", 255),
    "MEDIUMTEXT": ("text", _UNLIMITED),
    "LONGTEXT": ("text", _UNLIMITED),
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMP WITHOUT TIME ZONE", "DATETIME"), ("timestamp", 6)),
    **dict.fromkeys(("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE"), ("timestamptz", 6)),
    **dict.fromkeys(("BLOB", "BYTEA", "LONGBLOB"), ("bytes", _UNLIMITED)),
    **dict.fromkeys(("JSON", "JSONB"), ("json", 0)),
}
#: SQLite keeps integers of any size, and 64-bit floats.
_ONE_SIZE: Final = ("integer", "float")
_ARGUMENTS: Final = re.compile(r"^(?P<name>[^(]*?)(?:\((?P<sizes>[\d,]*)\))?(?P<rest>\[\])?$")


@dataclass(frozen=True, slots=True)
class _Kind:
    family: str
    size: int
    scale: int


def fit(former: str, new: str, provider: str) -> Fit:
    """How values of the type ``former`` fit into ``new``; both as :class:`Column` has them."""
    if former == new:
        return Fit.SAME
    a, b = _kind(former, provider), _kind(new, provider)
    if a.family != b.family:
        # Integers are exact in decimals and as text everything can be written.
        unlimited = b.family == "text" and b.size == _UNLIMITED
        return Fit.WIDER if unlimited or (a.family, b.family) == ("integer", "decimal") else Fit.CONVERTED
    if (a.size, a.scale) == (b.size, b.scale):
        return Fit.SAME
    return Fit.NARROWER if b.size < a.size or b.scale < a.scale else Fit.WIDER


def _kind(text: str, provider: str) -> _Kind:
    found = _ARGUMENTS.match(text)
    if found is None:
        return _Kind(text, 0, 0)
    family, size = _FAMILIES.get(found["name"].strip(), (text, 0))
    sizes = [int(each) for each in (found["sizes"] or "").split(",") if each]
    if found["rest"]:
        family += "[]"
    if provider == "sqlite" and family in _ONE_SIZE:
        return _Kind(family, 8, 0)
    if family == "decimal":
        scale = sizes[1] if len(sizes) > 1 else 0
        return _Kind(family, sizes[0] - scale, scale) if sizes else _Kind(family, _UNLIMITED, _UNLIMITED)
    if family in ("text", "timestamp", "timestamptz") and sizes:
        size = sizes[0]
    # A display width such as INT(11) says nothing about the values.
    return _Kind(family, size, 0)
