"""Keys made by the application: UUIDv7 (RFC 9562), so that a unit of work can name rows before it writes them."""

from __future__ import annotations

import os
import time
from datetime import datetime
from uuid import UUID

__all__ = ["uuid7", "uuid7_at"]


def uuid7() -> str:
    """A new UUIDv7 of now, in canonical text form."""
    return _compose(time.time_ns() // 1_000_000, os.urandom(10))


def uuid7_at(moment: datetime, entropy: bytes) -> str:
    """The UUIDv7 of a moment with the ten given bytes; for seed data that must come out the same each time."""
    return _compose(int(moment.timestamp() * 1000), entropy)


def _compose(millis: int, entropy: bytes) -> str:
    random_bits = int.from_bytes(entropy[:10], "big")
    value = (millis & 0xFFFF_FFFF_FFFF) << 80 | random_bits
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(UUID(int=value))
