"""Errors of the application: each has a stable code and the HTTP status that the web layer answers with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

__all__ = [
    "AtriumError",
    "Conflict",
    "DuplicateEntry",
    "ForeignKeyViolation",
    "IdempotencyKeyReused",
    "NotFound",
    "SettingsInvalid",
    "Unavailable",
    "ValidationFailed",
]


class AtriumError(Exception):
    """Base of every error a service raises on purpose.

    ``code`` is stable across releases and ``status`` is the HTTP status; ``details`` holds
    facts for programs (plain JSON values).
    """

    code: ClassVar[str] = "INTERNAL_ERROR"
    status: ClassVar[int] = 500

    def __init__(self, message: str, details: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, object] = dict(details or {})


class ValidationFailed(AtriumError):
    """The input breaks a rule; ``errors`` lists every broken one. Mend the request and send it again."""

    code = "VALIDATION_ERROR"
    status = 400

    def __init__(self, message: str, errors: list[str] | None = None) -> None:
        super().__init__(message, {"errors": errors} if errors else None)
        self.errors = errors or []


class NotFound(AtriumError):
    """What the request names does not exist, or was deleted."""

    code = "NOT_FOUND"
    status = 404


class ForeignKeyViolation(AtriumError):
    """The request refers to a row that does not exist."""

    code = "FOREIGN_KEY_ERROR"
    status = 400


class DuplicateEntry(AtriumError):
    """A unique constraint refused the row; ``details["target"]`` names its columns when known."""

    code = "DUPLICATE_ENTRY"
    status = 409


class Conflict(AtriumError):
    """The row changed, or is not in the state the request needs. Read it again and decide anew."""

    code = "CONFLICT"
    status = 409


class IdempotencyKeyReused(AtriumError):
    """The idempotency key was used before with another request body. Use a new key for a new request."""

    code = "IDEMPOTENCY_KEY_REUSED"
    status = 422


class Unavailable(AtriumError):
    """The database is busy or away; the request changed nothing and may be sent again."""

    code = "SERVICE_UNAVAILABLE"
    status = 503


class SettingsInvalid(AtriumError):
    """A setting is missing or wrong; the message names the environment variable."""

    code = "SETTINGS_INVALID"
    status = 500
