"""PostgreSQL URLs, and connections that know our type codecs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from prismstack.drivers.postgresql._asyncpg import asyncpg
from prismstack.drivers.postgresql._types import register_codecs
from prismstack.errors import ConfigurationError

__all__ = ["PostgresOptions", "open_connection", "parse_url"]

_SSL_MODES = frozenset({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
#: Options of Prisma's other engines that have no meaning here.
_IGNORED = frozenset({"sslaccept", "sslidentity", "sslpassword", "pool"})


@dataclass(frozen=True, slots=True)
class PostgresOptions:
    """What a ``postgresql://`` URL says; times in seconds, 0 means no limit.

    ``pgbouncer`` switches prepared statements off, for poolers that share connections.
    """

    host: str
    port: int
    user: str | None
    password: str | None
    database: str
    schema: str = "public"
    sslmode: str = "prefer"
    connection_limit: int = 10
    pool_timeout: float = 10.0
    connect_timeout: float = 5.0
    socket_timeout: float = 0.0
    statement_cache_size: int = 500
    pgbouncer: bool = False
    settings: dict[str, str] = field(default_factory=dict[str, str])


def parse_url(url: str) -> PostgresOptions:
    """The options of a URL, with Prisma's names and defaults.

    Raises ConfigurationError for an unknown option or a bad value.
    """
    parts = urlsplit(url)
    values = dict(parse_qsl(parts.query, keep_blank_values=True))
    settings = {"application_name": values.pop("application_name", "prismstack")}
    if "options" in values:
        settings["options"] = values.pop("options")
    options = PostgresOptions(
        # A socket folder cannot stand in the authority part; Prisma takes it as ?host=.
        host=values.pop("host", parts.hostname or "localhost"),
        port=parts.port or 5432,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        database=unquote(parts.path.lstrip("/")) or "postgres",
        schema=values.pop("schema", "public"),
        sslmode=_ssl_mode(values.pop("sslmode", "prefer")),
        connection_limit=max(1, _whole(values.pop("connection_limit", "10"), "connection_limit")),
        pool_timeout=_whole(values.pop("pool_timeout", "10"), "pool_timeout"),
        connect_timeout=_whole(values.pop("connect_timeout", "5"), "connect_timeout"),
        socket_timeout=_whole(values.pop("socket_timeout", "0"), "socket_timeout"),
        statement_cache_size=_whole(values.pop("statement_cache_size", "500"), "statement_cache_size"),
        pgbouncer=values.pop("pgbouncer", "false").lower() == "true",
        settings=settings,
    )
    unknown = sorted(set(values) - _IGNORED)
    if unknown:
        raise ConfigurationError(f"unknown option {unknown[0]!r} in the PostgreSQL URL")
    return options


async def open_connection(options: PostgresOptions) -> Any:
    """A connection with our type codecs."""
    connection = await asyncpg.connect(
        host=options.host,
        port=options.port,
        user=options.user,
        password=options.password,
        database=options.database,
        ssl=options.sslmode,
        timeout=options.connect_timeout or 60,
        command_timeout=options.socket_timeout or None,
        statement_cache_size=0 if options.pgbouncer else options.statement_cache_size,
        server_settings=options.settings,
    )
    await register_codecs(connection)
    return connection


def _ssl_mode(text: str) -> str:
    if text not in _SSL_MODES:
        raise ConfigurationError(f"sslmode={text!r}: use one of {', '.join(sorted(_SSL_MODES))}")
    return text


def _whole(text: str, name: str) -> int:
    if not text.isdigit():
        raise ConfigurationError(f"{name}={text!r} in the PostgreSQL URL is not a whole number")
    return int(text)
