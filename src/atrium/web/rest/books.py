"""``/api/transactions``, ``/api/days`` and ``/api/disputes``: the ledger, the day's close, money taken back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from typing_extensions import TypedDict

from atrium.garage.models import JournalKind
from atrium.platform.clock import iso_z
from atrium.web.answers import ACTOR, amount, garage_of
from atrium.web.bodies import read_json_object
from atrium.web.docs.describe import Query, answers, takes
from atrium.web.errors import InvalidRequest
from atrium.web.inputs.fields import Fields
from atrium.web.views.operations import (
    DayCloseView,
    DisputeView,
    EntryView,
    view_close,
    view_dispute,
    view_entry,
)

from .done import done
from .envelopes import StampedData

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["Books"])

_MOMENT: dict[str, object] = {"type": "string", "format": "date-time"}
_PERIOD: tuple[Query, ...] = (
    ("from", _MOMENT, "At or after; default: 24 hours before the end"),
    ("to", _MOMENT, "Before; default: now"),
)
_ENTRIES: tuple[Query, ...] = (
    *_PERIOD,
    ("kind", {"type": "string", "enum": list(JournalKind)}, "Only entries of this kind"),
    ("sessionId", {"type": "string"}, "Entries of one stay, of any time"),
)


class CloseBody(TypedDict):
    """``countedCash`` is what the drawer holds."""

    countedCash: float


@router.get("/transactions", responses=answers(StampedData[list[EntryView]], 400), openapi_extra=takes(query=_ENTRIES))
async def list_entries(request: Request) -> JSONResponse:
    """Entries of the ledger, earliest first. They are made by what happens, never by hand."""
    services = garage_of(request)
    fields = Fields(request.query_params)
    end = fields.moment("to") or services.clock.now() + timedelta(seconds=1)
    start = fields.moment("from") or end - timedelta(days=1)
    kind = fields.optional_choice("kind", JournalKind)
    session_id = fields.optional_text("sessionId")
    fields.check("Invalid query parameters")
    ledger = services.store.committed.ledger
    found = await (ledger.find_by_session(session_id) if session_id else ledger.find_between(start, end))
    return done([view_entry(entry) for entry in found if kind in (None, entry.kind)])


@router.get("/transactions/summary", responses=answers(StampedData[dict[str, object]]))
async def sum_accounts(request: Request) -> JSONResponse:
    """The balance of every account; they sum to zero."""
    balances = await garage_of(request).store.committed.ledger.get_balances()
    view = {account.value: amount(cents) for account, cents in sorted(balances.items())}
    return done({"balances": view, "sum": amount(sum(balances.values()))})


@router.get("/transactions/reconciliation", responses=answers(StampedData[dict[str, object]]))
async def reconcile(request: Request) -> JSONResponse:
    """Stays, permits and payments compared with the ledger, on one consistent state."""
    found = await garage_of(request).reports.reconcile()
    figures = {name: value for name, value in asdict(found).items() if name != "unbalanced_entries"}
    return done({"agrees": found.agrees, "differences": found.differences, "cents": figures})


@router.get(
    "/transactions/volume/daily",
    responses=answers(StampedData[dict[str, float]], 400),
    openapi_extra=takes(query=_PERIOD),
)
async def daily_volume(request: Request) -> JSONResponse:
    """What was charged on each local day."""
    services = garage_of(request)
    fields = Fields(request.query_params)
    end = fields.moment("to") or services.clock.now() + timedelta(seconds=1)
    start = fields.moment("from") or end - timedelta(days=30)
    fields.check("Invalid query parameters")
    revenue = await services.analytics.revenue(start, end)
    return done({day: amount(cents) for day, cents in revenue.by_day.items()})


@router.get("/days", responses=answers(StampedData[list[DayCloseView]]))
async def list_days(request: Request) -> JSONResponse:
    """The closed days."""
    return done([view_close(close) for close in await garage_of(request).days.find_all()])


@router.get("/days/{day}", responses=answers(StampedData[dict[str, object]], 400, 404))
async def preview_day(request: Request, day: str) -> JSONResponse:
    """The figures of a local day, closed or not."""
    report = await garage_of(request).days.preview(_day(day))
    view = {
        "day": day,
        "startsAt": iso_z(report.start),
        "endsAt": iso_z(report.end),
        "checkIns": report.check_ins,
        "checkOuts": report.check_outs,
        "revenue": amount(report.revenue),
        "capturedByMethod": {method.value: amount(cents) for method, cents in report.captured_by_method.items()},
        "refunded": amount(report.refunded),
        "declined": report.declined,
    }
    return done(view)


@router.post(
    "/days/{day}/close",
    status_code=201,
    responses=answers(StampedData[DayCloseView], 400, 404, 409, status=201),
    openapi_extra=takes(CloseBody),
)
async def close_day(request: Request, day: str) -> JSONResponse:
    """Close a local day: books the variance of the drawer and locks the day."""
    fields = Fields(await read_json_object(request))
    counted = fields.cents("countedCash")
    if counted is None and not fields.errors:
        fields.errors.append("countedCash is required")
    fields.check("Invalid close")
    close = await garage_of(request).days.close(_day(day), counted or 0, actor=ACTOR)
    return done(view_close(close), "Day closed", status=201)


@router.get("/disputes", responses=answers(StampedData[list[DisputeView]]))
async def list_disputes(request: Request) -> JSONResponse:
    """Every dispute, earliest first."""
    return done([view_dispute(each) for each in await garage_of(request).disputes.find_all()])


@router.post("/disputes/fetch", responses=answers(StampedData[list[DisputeView]], 503))
async def fetch_disputes(request: Request) -> JSONResponse:
    """Book the disputes that the payment gateway reports; those that were new."""
    return done([view_dispute(each) for each in await garage_of(request).disputes.fetch()])


@router.put("/disputes/{reference}/won", responses=answers(StampedData[DisputeView], 404, 409))
async def win_dispute(request: Request, reference: str) -> JSONResponse:
    """The bank decided for the garage."""
    return done(view_dispute(await garage_of(request).disputes.win(reference, actor=ACTOR)))


@router.put("/disputes/{reference}/lost", responses=answers(StampedData[DisputeView], 404, 409))
async def lose_dispute(request: Request, reference: str) -> JSONResponse:
    """The bank decided for the payer."""
    return done(view_dispute(await garage_of(request).disputes.lose(reference, actor=ACTOR)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidRequest("Invalid day", ["day must be a date: YYYY-MM-DD"]) from None
