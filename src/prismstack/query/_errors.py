"""Errors of a query as Prisma states them: a code, a message, and ``meta``."""

from __future__ import annotations

from typing import Any

from prismstack.errors import PrismstackError

__all__ = ["PlanUnsupported", "RequestError"]


class RequestError(PrismstackError):
    """A query failed for a reason that Prisma has a code for (``P2002``, ``P2025``, …).

    ``prisma_code`` is None only for failures Prisma itself leaves without a code.
    """

    code = "REQUEST_ERROR"

    def __init__(self, prisma_code: str | None, message: str, meta: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.prisma_code = prisma_code
        self.meta: dict[str, Any] = meta or {}


class PlanUnsupported(PrismstackError):
    """The compiler emitted a plan node, generator or value that this release does not know."""

    code = "PLAN_UNSUPPORTED"
