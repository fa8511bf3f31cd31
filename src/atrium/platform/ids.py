"""Keys made by the application: UUIDv7 (RFC 9562), so that a unit of work can name rows before it writes them.

Within a process each key is greater than the one before, so that the order of keys is the order of creation.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import datetime
from uuid import UUID

__all__ = ["uuid7", "uuid7_at"]


_lock = threading.Lock()
_latest = [0, 0]
_RANDOM_BITS = 74


def uuid7() -> str:
    """A new UUIDv7 of now, in canonical text form, greater than any this process made before.

    Within a millisecond the random part counts up by random steps (RFC 9562, section 6.2, method 2).
    """
    with _lock:
        millis = max(time.time_ns() // 1_000_000, _latest[0])
        if millis == _latest[0]:
            random_bits = _latest[1] + 1 + int.from_bytes(os.urandom(4), "big")
        else:
            # The top bit stays free, so that counting up has room.
            random_bits = int.from_bytes(os.urandom(10), "big") >> (80 - _RANDOM_BITS + 1)
        _latest[:] = millis, random_bits
    high, low = divmod(random_bits, 1 << 62)
    return _compose(millis, (high << 64 | low).to_bytes(10, "big"))


def uuid7_at(moment: datetime, entropy: bytes) -> str:
    """The UUIDv7 of a moment with the ten given bytes; for seed data that must come out the same each time."""
    return _compose(int(moment.timestamp() * 1000), entropy)


def _compose(millis: int, entropy: bytes) -> str:
    random_bits = int.from_bytes(entropy[:10], "big")
    value = (millis & 0xFFFF_FFFF_FFFF) << 80 | random_bits
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(UUID(int=value))
