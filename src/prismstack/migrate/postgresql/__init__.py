"""PostgreSQL as the target of migrations."""

from prismstack.migrate.postgresql._database import PostgresqlDatabase

__all__ = ["PostgresqlDatabase"]
