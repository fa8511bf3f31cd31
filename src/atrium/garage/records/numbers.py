"""Ids of sessions: ``SES-<milliseconds>-<six base-36 digits>``, growing within the process."""

from __future__ import annotations

import secrets
import threading
from datetime import datetime

__all__ = ["session_number"]

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LENGTH = 6
_lock = threading.Lock()
_latest: list[int] = [0, 0]


def session_number(at: datetime) -> str:
    """A new id; of two of the same millisecond the later one is greater."""
    millis = int(at.timestamp() * 1000)
    with _lock:
        is_same = _latest[0] == millis
        # The upper half stays free, so that counting up has room.
        number = _latest[1] + 1 + secrets.randbelow(1000) if is_same else secrets.randbelow(36**_LENGTH // 2)
        _latest[:] = millis, number
    digits = ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return f"SES-{millis}-{digits}"
