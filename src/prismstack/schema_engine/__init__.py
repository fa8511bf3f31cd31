"""The schema engine as an executable: what Prisma's own CLI starts in place of its native binary."""

from prismstack.schema_engine._main import main, run

__all__ = ["main", "run"]
