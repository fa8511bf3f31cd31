"""Settings of the application, read once from the environment and from ``.env`` in the working directory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import SettingsInvalid

__all__ = ["GarageMode", "SeedSize", "Settings", "load_settings"]

#: The modes of the garage's store; ``atrium.garage.moving.StoreMode`` says what they mean.
GarageMode = Literal["memory", "dual-memory-primary", "dual-database-primary", "database"]

SeedSize = Literal["none", "small", "medium", "large"]

_ENVIRONMENT: Mapping[str, str] = {
    "database_url": "DATABASE_URL",
    "host": "ATRIUM_HOST",
    "port": "ATRIUM_PORT",
    "seed": "ATRIUM_SEED",
    "rate_limit_max": "ATRIUM_RATE_LIMIT_MAX",
    "rate_limit_window_seconds": "ATRIUM_RATE_LIMIT_WINDOW_SECONDS",
    "allowed_origins": "ALLOWED_ORIGINS",
    "environment": "ATRIUM_ENV",
    "garage_mode": "ATRIUM_GARAGE_MODE",
    "garage_snapshot": "ATRIUM_GARAGE_SNAPSHOT",
    "admin_key": "ATRIUM_ADMIN_KEY",
    "lost_ticket_fee_cents": "ATRIUM_LOST_TICKET_FEE_CENTS",
    "exit_window_minutes": "ATRIUM_EXIT_WINDOW_MINUTES",
}


class Settings(BaseModel):
    """What an operator can set.

    ``rate_limit_max`` is requests per client and window (0 switches the limiter off);
    ``garage_mode`` is where a garage begins of which nobody said yet in which store it is to be;
    ``garage_snapshot`` is the file that keeps a store in memory between two runs;
    ``admin_key`` guards forced check-outs (its default is the constant of the garage's first API);
    ``exit_window_minutes`` is how long a driver may take to leave after paying at a station.
    """

    model_config = ConfigDict(frozen=True)

    database_url: Annotated[str, Field(min_length=1)]
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    seed: SeedSize = "small"
    rate_limit_max: Annotated[int, Field(ge=0)] = 100
    rate_limit_window_seconds: Annotated[int, Field(gt=0)] = 900
    allowed_origins: str = "http://localhost:3000,http://127.0.0.1:9000,http://localhost:9000"
    environment: str = "development"
    garage_mode: GarageMode = "database"
    garage_snapshot: str = ""
    admin_key: str = "admin123"
    lost_ticket_fee_cents: Annotated[int, Field(ge=0)] = 2000
    exit_window_minutes: Annotated[int, Field(ge=0)] = 15

    @property
    def origins(self) -> list[str]:
        """The allow-list of CORS origins."""
        return [origin.strip() for origin in self.allowed_origins.split(",") if origin.strip()]


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from ``environ`` (default: ``.env`` overlaid by the process environment).

    Raises:
        SettingsInvalid: a variable is missing or does not parse; the message names it and what it should be.
    """
    source = _process_environment() if environ is None else environ
    values = {field: source[name] for field, name in _ENVIRONMENT.items() if source.get(name)}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsInvalid(_explain(error)) from None


def _process_environment() -> dict[str, str]:
    from_file = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return {**from_file, **os.environ}


def _explain(error: ValidationError) -> str:
    problems: list[str] = []
    for item in error.errors():
        name = _ENVIRONMENT.get(str(item["loc"][0]), str(item["loc"][0]))
        problems.append(f"{name} is not set" if item["type"] == "missing" else f"{name}: {item['msg']}")
    return "; ".join(problems) + ". Set it in the environment or in .env (see .env.example)."
