"""What the databases spell differently in the analytic queries; everything else of them is common SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

__all__ = ["DIALECTS", "Dialect"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """``hour`` gives the text ``YYYY-MM-DDTHH`` of a column; ``minutes`` the whole minutes between two expressions.

    ``bounds`` is a table expression of one row, whose parameters are a moment ``lo``, a moment ``hi`` and a ``name``.
    """

    quote: str
    bounds: str
    hour: Callable[[str], str]
    minutes: Callable[[str, str], str]
    least: str
    greatest: str

    def sql(self, text: str) -> str:
        """The statement with ``[name]`` quoted as an identifier."""
        return text.replace("[", self.quote).replace("]", self.quote)


_SQLITE = Dialect(
    quote='"',
    bounds="SELECT ?1 AS lo, ?2 AS hi, ?3 AS name",
    hour=lambda column: f"substr({column}, 1, 13)",
    minutes=lambda start, end: (
        f"CAST(floor(round((julianday({end}) - julianday({start})) * 86400, 3) / 60) AS INTEGER)"
    ),
    least="min",
    greatest="max",
)
_POSTGRESQL = Dialect(
    quote='"',
    bounds="SELECT $1::timestamp AS lo, $2::timestamp AS hi, $3::text AS name",
    hour=lambda column: f"to_char({column}, 'YYYY-MM-DD\"T\"HH24')",
    minutes=lambda start, end: f"CAST(floor(EXTRACT(EPOCH FROM ({end} - {start})) / 60) AS BIGINT)",
    least="LEAST",
    greatest="GREATEST",
)
_MYSQL = Dialect(
    quote="`",
    bounds="SELECT CAST(? AS DATETIME(3)) AS lo, CAST(? AS DATETIME(3)) AS hi, ? AS name",
    hour=lambda column: f"DATE_FORMAT({column}, '%Y-%m-%dT%H')",
    minutes=lambda start, end: f"TIMESTAMPDIFF(MINUTE, {start}, {end})",
    least="LEAST",
    greatest="GREATEST",
)

DIALECTS: Mapping[str, Dialect] = {
    "sqlite": _SQLITE,
    "postgresql": _POSTGRESQL,
    "cockroachdb": _POSTGRESQL,
    "mysql": _MYSQL,
}
