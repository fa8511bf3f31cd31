"""PostgreSQL in Studio, through asyncpg."""

from prismstack.studio.postgresql._source import PostgresSource

__all__ = ["PostgresSource"]
