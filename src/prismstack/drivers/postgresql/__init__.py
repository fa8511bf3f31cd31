"""PostgreSQL and CockroachDB through asyncpg."""

from prismstack.drivers.postgresql._asyncpg import asyncpg
from prismstack.drivers.postgresql._codec import PostgresCodec
from prismstack.drivers.postgresql._connection import PostgresOptions, parse_url
from prismstack.drivers.postgresql._database import PostgresDatabase
from prismstack.drivers.postgresql._errors import FAILURES, translate

__all__ = ["FAILURES", "PostgresCodec", "PostgresDatabase", "PostgresOptions", "asyncpg", "parse_url", "translate"]
