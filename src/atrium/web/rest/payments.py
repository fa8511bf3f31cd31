"""``/api/payments``: money taken and given back, once per idempotency key."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from typing_extensions import TypedDict

from atrium.garage.services import PaidCheckOut
from atrium.web.answers import garage_of, timestamp
from atrium.web.bodies import read_json_object
from atrium.web.docs.describe import Query, answers, takes
from atrium.web.inputs.fields import Fields
from atrium.web.inputs.payments import (
    PaymentBody,
    RefundBody,
    parse_payment,
    parse_payment_query,
    parse_refund,
)
from atrium.web.receipts import ReceiptFormat, receipt_pdf, receipt_text
from atrium.web.views.payments import PaymentView, ReceiptView, view_payment, view_receipt

from .envelopes import Answer, StampedData

__all__ = ["router"]

router = APIRouter(prefix="/api/payments", tags=["Payments"])

_KEY: tuple[Query, ...] = (
    ("Idempotency-Key", {"type": "string", "maxLength": 128}, "Same key, same body: the same receipt"),
)
_RECEIPT: tuple[Query, ...] = (("format", {"type": "string", "enum": list(ReceiptFormat)}, "Default: text"),)
_LIST: tuple[Query, ...] = (
    ("sessionId", {"type": "string"}, "Payments of one stay"),
    ("from", {"type": "string", "format": "date-time"}, "Processed at or after; default: 24 hours ago"),
    ("to", {"type": "string", "format": "date-time"}, "Processed before; default: now"),
    ("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, "Payments per page"),
    ("offset", {"type": "integer", "minimum": 0, "default": 0}, "Where the page begins"),
)


class ReceiptAnswer(Answer):
    data: ReceiptView


class PageView(TypedDict):
    limit: int
    offset: int
    totalCount: int
    hasMore: bool


class PaymentListAnswer(TypedDict):
    success: bool
    data: list[PaymentView]
    pagination: PageView
    timestamp: str


@router.post(
    "",
    status_code=201,
    responses=answers(ReceiptAnswer, 400, 402, 404, 409, 422, status=201),
    openapi_extra=takes(PaymentBody, headers=_KEY),
)
async def pay(request: Request) -> JSONResponse:
    """Pay what a stay owes, by plate or session; with ``checkOut`` the vehicle leaves in the same step."""
    order = parse_payment(request, await read_json_object(request))
    services = garage_of(request)
    if isinstance(order, PaidCheckOut):
        receipt = await services.check_out.check_out_and_pay(order)
    else:
        receipt = await services.payments.pay(order)
    body: ReceiptAnswer = {
        "success": True,
        "message": "Payment completed successfully",
        "data": view_receipt(receipt),
        "timestamp": timestamp(),
    }
    return JSONResponse(body, status_code=201)


@router.get("", responses=answers(PaymentListAnswer, 400), openapi_extra=takes(query=_LIST))
async def list_payments(request: Request) -> JSONResponse:
    """Payments of a period or of one stay, earliest first."""
    services = garage_of(request)
    query = parse_payment_query(request, services.clock.now())
    service = services.payments
    if query.session_id is not None:
        found = await service.find_by_session(query.session_id)
    else:
        found = await service.find_between(query.start, query.end)
    page = found[query.offset : query.offset + query.limit]
    body: PaymentListAnswer = {
        "success": True,
        "data": [view_payment(payment) for payment in page],
        "pagination": {
            "limit": query.limit,
            "offset": query.offset,
            "totalCount": len(found),
            "hasMore": query.offset + len(page) < len(found),
        },
        "timestamp": timestamp(),
    }
    return JSONResponse(body)


@router.get("/{payment_id}", responses=answers(StampedData[PaymentView], 404))
async def find_payment(request: Request, payment_id: str) -> JSONResponse:
    """One payment, refund or declined attempt."""
    payment = await garage_of(request).payments.find(payment_id)
    return JSONResponse({"success": True, "data": view_payment(payment), "timestamp": timestamp()})


@router.get("/{payment_id}/receipt", responses=answers(str, 400, 404), openapi_extra=takes(query=_RECEIPT))
async def print_receipt(request: Request, payment_id: str) -> Response:
    """The receipt of a payment or refund, to be printed: plain text or PDF."""
    fields = Fields(request.query_params)
    form = fields.optional_choice("format", ReceiptFormat) or ReceiptFormat.TEXT
    fields.check("Invalid query parameters")
    printed = await garage_of(request).payments.receipt(payment_id)
    if form is ReceiptFormat.TEXT:
        return PlainTextResponse(receipt_text(printed))
    headers = {"Content-Disposition": f'inline; filename="{printed.payment.number}.pdf"'}
    return Response(receipt_pdf(printed), media_type="application/pdf", headers=headers)


@router.post(
    "/{payment_id}/refund",
    status_code=201,
    responses=answers(ReceiptAnswer, 400, 404, 409, 422, status=201),
    openapi_extra=takes(RefundBody, headers=_KEY),
)
async def refund(request: Request, payment_id: str) -> JSONResponse:
    """Give a payment back, in whole or in part."""
    order = parse_refund(request, payment_id, await read_json_object(request))
    receipt = await garage_of(request).payments.refund(order)
    body: ReceiptAnswer = {
        "success": True,
        "message": "Refund completed successfully",
        "data": view_receipt(receipt),
        "timestamp": timestamp(),
    }
    return JSONResponse(body, status_code=201)
