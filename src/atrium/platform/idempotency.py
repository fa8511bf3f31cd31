"""Idempotent requests: the first answer to a key is kept and given again to whoever repeats the request."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from .errors import IdempotencyKeyReused, ValidationFailed

__all__ = ["MAX_KEY_LENGTH", "IdempotencyRecord", "IdempotencyStore", "check_key", "hash_request", "replay"]

MAX_KEY_LENGTH = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyRecord:
    """The answer given to the first request with this key; ``response`` holds plain JSON values."""

    key: str
    operation: str
    request_hash: str
    response: Mapping[str, object]
    created_at: datetime


class IdempotencyStore(Protocol):
    async def find(self, key: str) -> IdempotencyRecord | None: ...

    async def record(self, record: IdempotencyRecord) -> None:
        """Keep the first answer, in the transaction of the change.

        Raises:
            DuplicateEntry: another request with this key was committed meanwhile.
        """
        ...


def check_key(key: str) -> str:
    """The key itself, when it is 1 to 128 printable ASCII characters.

    Raises:
        ValidationFailed: otherwise.
    """
    if not 1 <= len(key) <= MAX_KEY_LENGTH or not key.isascii() or not key.isprintable():
        raise ValidationFailed(f"The idempotency key must be 1 to {MAX_KEY_LENGTH} printable ASCII characters")
    return key


def hash_request(operation: str, body: Mapping[str, object]) -> str:
    """SHA-256 of the operation and the canonical JSON of the body (order of keys does not matter)."""
    canonical = json.dumps([operation, body], sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def replay(record: IdempotencyRecord, request_hash: str) -> Mapping[str, object]:
    """The stored answer, if the request is the same.

    Raises:
        IdempotencyKeyReused: the key belongs to another request.
    """
    if record.request_hash != request_hash:
        raise IdempotencyKeyReused(f"The idempotency key {record.key!r} was used for another request")
    return record.response
