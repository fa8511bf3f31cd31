"""The error hierarchy of prismstack.

Every error that prismstack raises on purpose derives from :class:`PrismstackError` and
carries a stable ``code`` for programs and a message that says what to do for people.
Errors of the *database* reach application code as the exception classes of the generated
Prisma client (``prisma.errors``); they are made from :class:`~prismstack.drivers.DriverError`.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "ArtifactDamaged",
    "ArtifactMissing",
    "ConfigurationError",
    "EngineCrashed",
    "EngineIncompatible",
    "PrismstackError",
    "SchemaInvalid",
]


class PrismstackError(Exception):
    """Base of all errors raised by prismstack; ``code`` is stable across releases."""

    code: ClassVar[str] = "PRISMSTACK_ERROR"

    @property
    def message(self) -> str:
        return str(self)


class ConfigurationError(PrismstackError):
    """A setting is missing or wrong: an environment variable, a URL, a path, an option."""

    code = "CONFIGURATION_ERROR"


class ArtifactMissing(PrismstackError):
    """An engine artefact is not installed; run ``prismstack engines install``."""

    code = "ENGINE_MISSING"


class ArtifactDamaged(PrismstackError):
    """An engine artefact does not match its pinned hash; run ``prismstack engines install --force``."""

    code = "ENGINE_DAMAGED"


class EngineIncompatible(PrismstackError):
    """The engine build imports a host function that this release does not know."""

    code = "ENGINE_INCOMPATIBLE"


class EngineCrashed(PrismstackError):
    """The engine panicked or trapped; its instance was discarded and the next call gets a new one."""

    code = "ENGINE_CRASHED"


class SchemaInvalid(PrismstackError):
    """``schema.prisma`` cannot be used; the message holds the engine's diagnostics (file, line, column)."""

    code = "SCHEMA_INVALID"
