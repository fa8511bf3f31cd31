"""PostgreSQL and CockroachDB through asyncpg."""

from prismstack.drivers.postgresql._codec import PostgresCodec
from prismstack.drivers.postgresql._connection import PostgresOptions, parse_url
from prismstack.drivers.postgresql._database import PostgresDatabase
from prismstack.drivers.postgresql._errors import translate

__all__ = ["PostgresCodec", "PostgresDatabase", "PostgresOptions", "parse_url", "translate"]
