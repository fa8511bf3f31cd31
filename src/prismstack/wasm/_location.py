"""Where prismstack keeps what it can make again: engine artefacts and compiled modules.

Imports nothing but the standard library: the wheel's build hook runs this file on its own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["cache_directory"]

CACHE_VARIABLE = "PRISMSTACK_CACHE_DIR"


def cache_directory() -> Path:
    """The cache folder: ``$PRISMSTACK_CACHE_DIR``, else ``prismstack`` in the user's cache folder."""
    configured = os.environ.get(CACHE_VARIABLE)
    if configured:
        return Path(configured)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "prismstack"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "prismstack" / "Cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "prismstack"
