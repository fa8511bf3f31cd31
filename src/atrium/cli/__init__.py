"""The command ``atrium``: one file per command, found by name and loaded when it is asked for."""

from ._app import app, main

__all__ = ["app", "main"]
