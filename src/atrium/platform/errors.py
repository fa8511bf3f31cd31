"""Errors of the application: each has a stable code and the HTTP status that the web layer answers with.

They extend the data layer's errors, so one handler renders both: ``code``, ``http_status`` and ``message``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from prismstack import data
from prismstack.data import DataLayerError, DuplicateEntry, ForeignKeyViolation

__all__ = [
    "AtriumError",
    "Conflict",
    "DataLayerError",
    "DuplicateEntry",
    "ForeignKeyViolation",
    "IdempotencyKeyReused",
    "NotFound",
    "SettingsInvalid",
    "ValidationFailed",
]


class AtriumError(DataLayerError):
    """Base of every error a service raises on purpose; ``details`` holds facts for programs (plain JSON values)."""

    code: ClassVar[str] = "INTERNAL_ERROR"
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, details: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.details: dict[str, object] = dict(details or {})


class ValidationFailed(AtriumError, data.ValidationFailed):
    """The input breaks a rule; ``errors`` lists every broken one. Mend the request and send it again."""

    code = "VALIDATION_ERROR"
    http_status = 400

    def __init__(self, message: str, errors: list[str] | None = None) -> None:
        super().__init__(message, {"errors": errors} if errors else None)
        self.errors = errors or []


class NotFound(AtriumError, data.NotFound):
    """What the request names does not exist, or was deleted."""

    code = "NOT_FOUND"
    http_status = 404


class Conflict(AtriumError):
    """The row changed, or is not in the state the request needs. Read it again and decide anew."""

    code = "CONFLICT"
    http_status = 409


class IdempotencyKeyReused(AtriumError):
    """The idempotency key was used before with another request body. Use a new key for a new request."""

    code = "IDEMPOTENCY_KEY_REUSED"
    http_status = 422


class SettingsInvalid(AtriumError):
    """A setting is missing or wrong; the message names the environment variable."""

    code = "SETTINGS_INVALID"
    http_status = 500
