"""What the command line asks a running server for."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from http.client import HTTPResponse
from pathlib import Path
from typing import Any, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

__all__ = ["fetch_snapshot", "reconcile_stores"]

_SNAPSHOT = "/api/admin/garage/snapshot"
_RECONCILE = "/api/admin/garage/reconcile"
_PATIENCE = 600.0


def fetch_snapshot(server: str, admin_key: str, output: Path) -> None:
    """Save the server's snapshot; the file appears when it is whole.

    Raises:
        OSError: the server is away, or refuses; the message says why.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    temporary = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with _asked(server, _SNAPSHOT, admin_key, "GET") as answer, temporary.open("wb") as file:
            shutil.copyfileobj(answer, file)
        temporary.replace(output)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def reconcile_stores(server: str, admin_key: str) -> dict[str, Any]:
    """Let the server compare and mend its second store; what differed.

    Raises:
        OSError: the server is away, or refuses; the message says why.
    """
    with _asked(server, _RECONCILE, admin_key, "POST") as answer:
        return cast(dict[str, Any], json.load(answer))


@contextmanager
def _asked(server: str, path: str, admin_key: str, method: str) -> Generator[HTTPResponse]:
    if urlsplit(server).scheme not in ("http", "https"):
        raise OSError(f"{server} is no address of a server; it begins with http:// or https://")
    url, headers = server.rstrip("/") + path, {"X-Admin-Key": admin_key}
    request = Request(url, headers=headers, method=method)  # noqa: S310 - the scheme is checked above
    try:
        with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 - as above
            yield answer
    except HTTPError as error:
        raise OSError(f"{server} refused: {_reason(error)}") from None
    except URLError as error:
        raise OSError(f"{server} does not answer: {error.reason}") from None


def _reason(error: HTTPError) -> str:
    if error.code == 403:
        return "the admin key is wrong"
    try:
        return f"{json.load(error)['message']} (HTTP {error.code})"
    except (ValueError, KeyError, TypeError):
        return f"HTTP {error.code}"
