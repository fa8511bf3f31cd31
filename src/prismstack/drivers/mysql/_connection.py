"""MySQL URLs, and connections opened with their options."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from prismstack.drivers.mysql._asyncmy import connection
from prismstack.errors import ConfigurationError

__all__ = ["MysqlOptions", "open_connection", "parse_url"]

_IGNORED = frozenset({"sslidentity", "sslpassword", "statement_cache_size", "pool"})
_FOUND_ROWS = 2  # CLIENT_FOUND_ROWS: count the rows a statement matched, changed or not
# Times are UTC in every column; a strict mode refuses what would be cut off.
_SESSION = (
    "SET time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'"
)


@dataclass(frozen=True, slots=True)
class MysqlOptions:
    """What a ``mysql://`` URL says; times in seconds, 0 means no limit."""

    host: str
    port: int
    user: str | None
    password: str
    database: str
    socket: str | None = None
    tls: ssl.SSLContext | None = None
    connection_limit: int = 10
    pool_timeout: float = 10.0
    connect_timeout: float = 5.0
    socket_timeout: float = 0.0


def parse_url(url: str) -> MysqlOptions:
    """The options of a URL, with Prisma's names and defaults.

    Raises ConfigurationError for an unknown option, a bad value or a missing database.
    """
    parts = urlsplit(url)
    database = unquote(parts.path.lstrip("/"))
    if not database:
        raise ConfigurationError("the MySQL URL names no database; use e.g. mysql://user:password@localhost:3306/mydb")
    values = dict(parse_qsl(parts.query, keep_blank_values=True))
    options = MysqlOptions(
        host=parts.hostname or "localhost",
        port=parts.port or 3306,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else "",
        database=database,
        socket=values.pop("socket", None),
        tls=_tls(values),
        connection_limit=max(1, _whole(values.pop("connection_limit", "10"), "connection_limit")),
        pool_timeout=_whole(values.pop("pool_timeout", "10"), "pool_timeout"),
        connect_timeout=_whole(values.pop("connect_timeout", "5"), "connect_timeout"),
        socket_timeout=_whole(values.pop("socket_timeout", "0"), "socket_timeout"),
    )
    unknown = sorted(set(values) - _IGNORED)
    if unknown:
        raise ConfigurationError(f"unknown option {unknown[0]!r} in the MySQL URL")
    return options


async def open_connection(
    options: MysqlOptions, conversions: Mapping[Any, Any] | None = None, capabilities: int = 0
) -> Any:
    """A connection in autocommit mode, with the session's settings made.

    ``conversions`` replaces asyncmy's own, by Python type for arguments and by field type for columns;
    ``capabilities`` are further capability flags of the protocol.
    """
    address = {"unix_socket": options.socket} if options.socket else {"host": options.host, "port": options.port}
    return await connection.connect(
        user=options.user,
        password=options.password,
        database=options.database,
        charset="utf8mb4",
        autocommit=True,
        client_flag=_FOUND_ROWS | capabilities,
        init_command=_SESSION,
        connect_timeout=options.connect_timeout or None,
        read_timeout=options.socket_timeout or None,
        ssl=options.tls,
        conv=conversions,
        **address,
    )


def _tls(values: dict[str, str]) -> ssl.SSLContext | None:
    """Encryption is on when a certificate or a mode asks for it; ``sslaccept`` as Prisma has it."""
    certificate, mode = values.pop("sslcert", None), values.pop("sslmode", "disable")
    accept = values.pop("sslaccept", None)
    if certificate is None and accept is None and mode.lower() in ("disable", "disabled"):
        return None
    context = ssl.create_default_context(cafile=certificate)
    if accept == "accept_invalid_certs":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _whole(text: str, name: str) -> int:
    if not text.isdigit():
        raise ConfigurationError(f"{name}={text!r} in the MySQL URL is not a whole number")
    return int(text)
