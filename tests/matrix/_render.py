"""docs/support-matrix.md from what passed."""

from __future__ import annotations

from collections.abc import Iterable

from tests.matrix._features import FEATURES, PROVIDERS, Feature

__all__ = ["INTERFACES", "Proof", "render"]

INTERFACES = ("asyncio", "sync")

#: (feature, provider, interface)
Proof = tuple[str, str, str]

_HEAD = """\
# Support matrix

What the client and the schema language can do on each database, with the asynchronous and the blocking client. The
test run writes this page (`make matrix`) and the check compares it: ✓ stands only where a test with
`@pytest.mark.feature("…")` passed, `–` where Prisma itself does not have the feature on that database, an empty cell
where nothing is proven. MySQL is proven on MariaDB. CockroachDB is not run here: its compiler build and its table of
errors are tested, no server is.
"""
_COLUMNS = "| | SQLite | | PostgreSQL | | MySQL | | CockroachDB |\n|---|:-:|:-:|:-:|:-:|:-:|:-:|:-:|\n"
_INTERFACES = "| | async | sync | async | sync | async | sync | |\n"


def render(proofs: Iterable[Proof]) -> str:
    """The page; ``proofs`` are those without a failing test."""
    proven = set(proofs)
    parts = [_HEAD]
    section = None
    for feature in FEATURES.values():
        if feature.section != section:
            section = feature.section
            parts.append(f"\n## {section}\n\n{_COLUMNS}{_INTERFACES}")
        cells = [_cell(feature, provider, each, proven) for provider in PROVIDERS for each in INTERFACES]
        parts.append(f"| {feature.name} | {' | '.join(cells)} | not run here |\n")
    return "".join(parts)


def _cell(feature: Feature, provider: str, interface: str, proven: set[Proof]) -> str:
    if provider not in feature.providers:
        return "–"
    return "✓" if (feature.name, provider, interface) in proven else " "
