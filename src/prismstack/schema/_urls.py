"""Database URLs: where they come from, and which provider their scheme names."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from prismstack.errors import ConfigurationError
from prismstack.schema._datasource import UrlSetting
from prismstack.schema._files import Schema

__all__ = ["PROVIDERS", "absolute_url", "database_url", "load_dotenv", "masked_url", "provider_of"]

#: URL scheme -> provider.
PROVIDERS: Final[dict[str, str]] = {
    "file": "sqlite",
    "sqlite": "sqlite",
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
    "cockroachdb": "cockroachdb",
}

# Up to the last @, because passwords are not always encoded as they should be.
_PASSWORD = re.compile(r"(?<=://)(?P<user>[^:/?#@\s]*):\S*@")
_SECRET_OPTION = re.compile(r"(?P<name>[?&](?:password|sslpassword|sslidentity|api_key|token)=)[^&#\s]*", re.IGNORECASE)


def masked_url(url: str) -> str:
    """The URL with ``***`` in the place of passwords; other text is returned as it is."""
    return _SECRET_OPTION.sub(r"\g<name>***", _PASSWORD.sub(r"\g<user>:***@", url))


def provider_of(url: str) -> str:
    """The provider that a database URL's scheme names.

    Raises ConfigurationError for an unknown scheme.
    """
    scheme, colon, _ = url.partition(":")
    provider = PROVIDERS.get(scheme.lower()) if colon else None
    if provider is None:
        raise ConfigurationError(
            f"the database URL has the unknown scheme {scheme!r}; "
            "use file:./dev.db, postgresql://…, mysql://… or cockroachdb://…"
        )
    return provider


def load_dotenv(folder: Path) -> None:
    """Add what ``.env`` and ``prisma/.env`` set to the environment; variables already set win."""
    for place in (folder / ".env", folder / "prisma" / ".env"):
        if place.is_file():
            for name, value in dotenv_values(place).items():
                if value is not None:
                    os.environ.setdefault(name, value)


def database_url(schema: Schema, override: str | None = None) -> str:
    """The URL of a schema's database: its ``url``, else ``$DATABASE_URL``; SQLite paths made absolute.

    ``override`` replaces both; a relative path in it is relative to the schema's folder too.

    Raises ConfigurationError when the variable is not set or the scheme is unknown.
    """
    setting = schema.datasource.url or UrlSetting(environment_variable="DATABASE_URL")
    url = override or (setting.value if setting.value is not None else _from_environment(setting))
    return absolute_url(url, schema.folder)


def absolute_url(url: str, folder: Path) -> str:
    """The URL; that of a SQLite file with an absolute path, a relative one being relative to the folder.

    Raises ConfigurationError when the scheme is unknown.
    """
    if provider_of(url) != "sqlite":
        return url
    _, _, rest = url.partition(":")
    path, question, query = rest.partition("?")
    if path == ":memory:":
        return url
    absolute = (folder / path.removeprefix("//")).resolve()
    return f"file:{absolute}{question}{query}"


def _from_environment(setting: UrlSetting) -> str:
    name = setting.environment_variable or "DATABASE_URL"
    url = os.environ.get(name)
    if not url:
        raise ConfigurationError(
            f"the environment variable {name} is not set; set it (or put it in .env), e.g. {name}=file:./dev.db"
        )
    return url
