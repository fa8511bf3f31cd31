"""The commands that the Prisma CLI runs before it starts the server: is the database there, create it, drop it."""

from __future__ import annotations

from prismstack.errors import ConfigurationError
from prismstack.migrate.serving import open_database
from prismstack.schema_engine._arguments import Invocation
from prismstack.schema_engine._context import Context, existing

__all__ = ["run_command"]


def run_command(invocation: Invocation) -> str:
    """Run the command line's command; returns what it did. Raises DatabaseMissing, DriverError, ConfigurationError."""
    if not invocation.url:
        raise ConfigurationError("no database URL is given; pass --datasource")
    database = open_database(Context(invocation).named(invocation.url).url)
    match invocation.command:
        case "create-database":
            database.create()
            return f"The {database.label} was created."
        case "drop-database":
            database.drop()
            # The CLI takes these words for success.
            return "The database was successfully dropped."
        case _:
            existing(database)
            return "Connection successful"
