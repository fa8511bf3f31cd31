"""Seed data: realistic garages with a history, the same for the same seed number."""

from .rows import SeedRows, plan_rows
from .sizes import SIZES, Volume
from .writer import DEFAULT_SEED, Progress, SeedSummary, is_empty, seed_database

__all__ = [
    "DEFAULT_SEED",
    "SIZES",
    "Progress",
    "SeedRows",
    "SeedSummary",
    "Volume",
    "is_empty",
    "plan_rows",
    "seed_database",
]
