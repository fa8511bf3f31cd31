"""Health of one desk: its figures can be read."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from fastapi.responses import JSONResponse

from atrium.web.answers import timestamp
from prismstack.errors import PrismstackError

__all__ = ["desk_health"]

_log = logging.getLogger("atrium.web")


async def desk_health(service: str, summary: Callable[[], Awaitable[dict[str, object]]]) -> JSONResponse:
    """200 with the figures, or 503 when they cannot be read."""
    try:
        figures = await summary()
    except (PrismstackError, OSError) as error:
        _log.error("health of %s: %s", service, error)
        body = {"success": False, "service": service, "status": "unavailable", "timestamp": timestamp()}
        return JSONResponse(body, status_code=503)
    return JSONResponse(
        {
            "success": True,
            "service": service,
            "status": "operational",
            "summary": figures,
            "timestamp": timestamp(),
        }
    )
