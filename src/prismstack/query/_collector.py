"""Keeps Python's cycle collector from walking a long list again and again while it grows.

The collector runs each few hundred new objects, and from time to time walks all there are,
so a list of 10⁵ records would cost three times as much per record as one of 10². None of
the objects can be garbage while they are made: nothing is lost by waiting until they are.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from prismstack.query._json import is_array

__all__ = ["calmly"]

#: Lists shorter than this are not worth a pause.
_LONG = 500

_lock = threading.Lock()
_pauses = 0


def calmly(make: Callable[[Any], Any], value: Any) -> Any:
    """``make(value)``, without automatic collections when the value is a long list."""
    if not is_array(value) or len(value) < _LONG:
        return make(value)
    with _paused():
        return make(value)


@contextmanager
def _paused() -> Generator[None]:
    """No automatic collection in the process meanwhile; does nothing where the program has switched it off."""
    global _pauses
    with _lock:
        ours = _pauses > 0 or gc.isenabled()
        if ours:
            _pauses += 1
            gc.disable()
    try:
        yield
    finally:
        if ours:
            with _lock:
                _pauses -= 1
                if not _pauses:
                    gc.enable()
