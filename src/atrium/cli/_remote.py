"""What the command line asks a running server for."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

__all__ = ["fetch_snapshot"]

_PATH = "/api/admin/garage/snapshot"
_PATIENCE = 60.0


def fetch_snapshot(server: str, admin_key: str, output: Path) -> None:
    """Save the server's snapshot; the file appears when it is whole.

    Raises:
        OSError: the server is away, or refuses; the message says why.
    """
    if urlsplit(server).scheme not in ("http", "https"):
        raise OSError(f"{server} is no address of a server; it begins with http:// or https://")
    request = Request(server.rstrip("/") + _PATH, headers={"X-Admin-Key": admin_key})  # noqa: S310 - checked above
    output.parent.mkdir(parents=True, exist_ok=True)
    temporary = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with urlopen(request, timeout=_PATIENCE) as answer, temporary.open("wb") as file:  # noqa: S310 - as above
            shutil.copyfileobj(answer, file)
        temporary.replace(output)
    except HTTPError as error:
        reason = "the admin key is wrong" if error.code == 403 else f"HTTP {error.code}"
        raise OSError(f"{server} refused: {reason}") from None
    except URLError as error:
        raise OSError(f"{server} does not answer: {error.reason}") from None
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
