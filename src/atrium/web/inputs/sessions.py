"""Input of the session endpoints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NotRequired

from fastapi import Request
from typing_extensions import TypedDict

from atrium.garage.interfaces import SessionFilter, SessionRange, SessionSort
from atrium.garage.models import SessionStatus
from atrium.web.errors import InvalidRequest

from .common import clean_text, is_number, lower_query, whole_parameter

__all__ = [
    "DATE_RANGES",
    "ExtendBody",
    "ReasonBody",
    "parse_extension",
    "parse_reason",
    "parse_session_id",
    "parse_session_range",
    "parse_since",
]

DATE_RANGES = ("all", "today", "week", "month", "year")

_ID = re.compile(r"[A-Za-z0-9_-]{1,50}", re.ASCII)
_DAYS = {"week": 7, "month": 30, "year": 365}
_MAX_REASON = 200


class ReasonBody(TypedDict):
    reason: NotRequired[str]


class ExtendBody(TypedDict):
    additionalHours: float


def parse_session_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise InvalidRequest("Invalid session ID", ["A session ID has 1 to 50 letters, digits, _ and -"])
    return text


def parse_session_range(request: Request, now: datetime) -> SessionRange:
    """Filters, order and page of a list."""
    errors: list[str] = []
    limit = whole_parameter(request.query_params.get("limit"), 50, 1, 100)
    if limit is None:
        errors.append("Limit must be a number between 1 and 100")
    offset = whole_parameter(request.query_params.get("offset"), 0, 0)
    if offset is None:
        errors.append("Offset must be a non-negative number")
    status = lower_query(request, "status") or "all"
    if status not in ("all", *SessionStatus):
        errors.append(f"Status must be one of all, {', '.join(SessionStatus)}")
    sort = request.query_params.get("sort") or SessionSort.CREATED_AT.value
    if sort not in list(SessionSort):
        errors.append(f"Sort must be one of {', '.join(SessionSort)}")
    order = lower_query(request, "order") or "desc"
    if order not in ("asc", "desc"):
        errors.append("Order must be asc or desc")
    if errors or limit is None or offset is None:
        raise InvalidRequest("Invalid query parameters", errors)
    where = SessionFilter(
        status=None if status == "all" else SessionStatus(status),
        since=parse_since(request, "dateRange", now),
        text=request.query_params.get("search", "").strip().upper() or None,
    )
    return SessionRange(where=where, sort=SessionSort(sort), descending=order == "desc", skip=offset, take=limit)


def parse_since(request: Request, name: str, now: datetime) -> datetime | None:
    """Where a named period that ends now begins; None: ever. A day begins at midnight UTC."""
    period = lower_query(request, name) or "all"
    if period not in DATE_RANGES:
        raise InvalidRequest("Invalid query parameters", [f"{name} must be one of {', '.join(DATE_RANGES)}"])
    if period == "all":
        return None
    if period == "today":
        return now.replace(hour=0, minute=0, second=0, microsecond=0)
    return now - timedelta(days=_DAYS[period])


def parse_reason(body: Mapping[str, object]) -> str | None:
    reason = clean_text(body.get("reason"))
    if reason is None or reason == "":
        return None
    if not isinstance(reason, str) or len(reason) > _MAX_REASON:
        raise InvalidRequest("Invalid reason", [f"Reason must be a text of at most {_MAX_REASON} characters"])
    return reason


def parse_extension(body: Mapping[str, object]) -> timedelta:
    hours = body.get("additionalHours")
    if not is_number(hours) or not isinstance(hours, int | float) or not 0 < hours <= 48 or hours * 4 % 1:
        message = "Additional hours must be a number of quarters of an hour, from 0.25 to 48"
        raise InvalidRequest("Invalid extension", [message])
    return timedelta(hours=hours)
