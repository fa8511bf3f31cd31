"""Values that the database does not make: ids and instants of ``@default(...)``.

Formats: UUID RFC 9562 (versions 4 and 7), ULID (github.com/ulid/spec), Nano ID's URL
alphabet, cuid version 1 and 2 (github.com/paralleldrive/cuid and /cuid2).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import os
import secrets
import socket
import time
import uuid
from collections.abc import Callable
from typing import Any, Final

from prismstack.query._errors import PlanUnsupported

__all__ = ["cuid1", "cuid2", "generator", "nanoid", "ulid", "uuid7"]

_BASE36: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_NANOID: Final = "useandom-26T198340PX75pxJACKVERYMINDBUSHWOLF_GQZbfghjklqvwyzrict"
_counter = itertools.count(secrets.randbelow(36**4))
_last_uuid7 = 0


def generator(name: str, arguments: list[Any]) -> Callable[[dict[str, Any]], Any]:
    """The generator of a plan's ``generatorCall``, as a function of the running plan's scope.

    Raises PlanUnsupported for one this release does not know.
    """
    version = int(arguments[0]) if arguments and isinstance(arguments[0], (int, float)) else None
    if name == "now":
        return _now
    makers: dict[str, Callable[[], Any]] = {
        "uuid": uuid7 if version == 7 else _uuid4,
        "cuid": cuid2 if version == 2 else cuid1,
        "ulid": ulid,
        "nanoid": lambda: nanoid(version or 21),
    }
    if name not in makers:
        raise PlanUnsupported(f"the plan calls the unknown generator {name!r}")
    make = makers[name]
    return lambda _scope: make()


def _now(scope: dict[str, Any]) -> dt.datetime:
    # One instant per plan: created_at and updated_at of a record are equal.
    memory: dict[str, Any] = scope["#run"]
    moment: dt.datetime | None = memory.get("now")
    if moment is None:
        moment = dt.datetime.now(dt.UTC)
        moment = memory["now"] = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    return moment


def _uuid4() -> str:
    return str(uuid.uuid4())


def uuid7() -> str:
    """A time-ordered UUID; strictly increasing within a process."""
    global _last_uuid7
    value = (time.time_ns() // 1_000_000) << 74 | secrets.randbits(74)
    # Several in one millisecond still sort in the order they were made.
    value = _last_uuid7 = max(value, _last_uuid7 + 1)
    moment, high, low = value >> 74, value >> 62 & 0xFFF, value & (1 << 62) - 1
    return str(uuid.UUID(int=moment << 80 | 7 << 76 | high << 64 | 0b10 << 62 | low))


def ulid() -> str:
    """26 characters: 48 bits of milliseconds, 80 bits of randomness, Crockford base 32."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return "".join(_CROCKFORD[value >> shift & 31] for shift in range(125, -1, -5))


def nanoid(size: int = 21) -> str:
    """``size`` characters of a 64-letter URL-safe alphabet."""
    return "".join(_NANOID[byte & 63] for byte in os.urandom(size))


def cuid1() -> str:
    """``c``, time, counter, host fingerprint and randomness in base 36; 25 characters."""
    moment = _base36(time.time_ns() // 1_000_000, 8)
    count = _base36(next(_counter) % 36**4, 4)
    return f"c{moment}{count}{_fingerprint()}{_random36(8)}"


def cuid2() -> str:
    """24 characters: a letter, then a hash of time, counter, randomness and fingerprint in base 36."""
    letter = _BASE36[10 + secrets.randbelow(26)]
    source = f"{time.time_ns()}{_random36(24)}{next(_counter)}{_fingerprint()}"
    digest = int.from_bytes(hashlib.sha3_512(source.encode()).digest())
    return letter + _base36(digest, 90)[1:24]


def _fingerprint() -> str:
    host = socket.gethostname()
    name_sum = (sum(map(ord, host)) + len(host) + 36) % 36**2
    return _base36(os.getpid() % 36**2, 2) + _base36(name_sum, 2)


def _random36(size: int) -> str:
    return "".join(secrets.choice(_BASE36) for _ in range(size))


def _base36(value: int, size: int) -> str:
    digits: list[str] = []
    while value:
        value, digit = divmod(value, 36)
        digits.append(_BASE36[digit])
    return "".join(reversed(digits)).rjust(size, "0")[-size:]
