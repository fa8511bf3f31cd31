"""Answers of the operations' endpoints: ``{success, data, message?, timestamp}``."""

from __future__ import annotations

from fastapi.responses import JSONResponse

from atrium.web.answers import timestamp

__all__ = ["done"]


def done(data: object, message: str | None = None, *, status: int = 200) -> JSONResponse:
    """A successful answer."""
    said = {} if message is None else {"message": message}
    return JSONResponse({"success": True, "data": data, **said, "timestamp": timestamp()}, status_code=status)
