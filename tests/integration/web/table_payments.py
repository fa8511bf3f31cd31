"""Contract: ``/api/payments``."""

from __future__ import annotations

from typing import Any

from tests.integration.web.contract import Case, e3, e4
from tests.integration.web.shapes import STAMP, TEXT, Having, containing

KEY = {"headers": {"Idempotency-Key": "key-1"}}


def receipt(**changes: Any) -> dict[str, Any]:
    content = {
        "paymentId": TEXT,
        "number": containing("PAY-"),
        "sessionId": TEXT,
        "licensePlate": "PARK1",
        "kind": "capture",
        "method": "cash",
        "amount": 14,
        "tendered": 14,
        "change": 0,
        "balance": 0,
        "currency": "USD",
        "processedAt": STAMP,
    }
    return {"success": True, "message": TEXT, "data": content | changes, "timestamp": STAMP}


def _pay(name: str, body: Any, status: int, answer: Any, state: str = "parked", **raw: Any) -> Case:
    return Case(f"pay: {name}", "POST", "/api/payments", status, answer, state, body, raw or KEY)


def _refused(name: str, body: Any, *errors: Any) -> Case:
    return _pay(name, body, 400, e3("Invalid payment data", *errors))


def _details(**facts: Any) -> dict[str, Any]:
    return {"details": facts}


CASH = {"licensePlate": "park1", "method": "cash"}
CARD = {"licensePlate": "park1", "method": "card", "cardToken": "tok_visa"}
NO_KEY = "An idempotency key is required: header Idempotency-Key or field idempotencyKey"

CASES = [
    _pay("cash", CASH, 201, receipt()),
    _pay("cash with change", CASH | {"amount": 20.5}, 201, receipt(tendered=20.5, change=6.5)),
    _pay("card", CARD, 201, receipt(method="card")),
    _pay("mobile, the exact amount", CASH | {"method": "mobile", "amount": 14}, 201, receipt(method="mobile")),
    _pay("key in the body", CASH | {"idempotencyKey": "k"}, 201, receipt(), headers={}),
    _pay("and leave", CASH | {"checkOut": True}, 201, receipt()),
    _pay("after leaving", {"licensePlate": "GONE1", "method": "cash"}, 201, receipt(licensePlate="GONE1"), "left"),
    _pay("no key", CASH, 400, e3("Invalid payment data", NO_KEY), headers={}),
    _pay("key too long", CASH, 400, e4("VALIDATION_ERROR", hint=False), headers={"Idempotency-Key": "k" * 129}),
    _refused("two keys", CASH | {"idempotencyKey": "other"}, containing("differ")),
    _refused("key a number", CASH | {"idempotencyKey": 5}, containing("idempotencyKey")),
    _refused("nothing known", {}, containing("licensePlate and sessionId"), containing("method")),
    _refused("plate and session", CASH | {"sessionId": "x"}, containing("Exactly one")),
    _refused("plate too short", CASH | {"licensePlate": "x"}, containing("between 2 and 10")),
    _refused("session a number", {"sessionId": 5, "method": "cash"}, containing("sessionId")),
    _refused("method unknown", CASH | {"method": "cheque"}, containing("cash, card, mobile")),
    _refused("method an array", CASH | {"method": ["cash"]}, containing("method")),
    _refused("amount negative", CASH | {"amount": -1}, containing("non-negative")),
    _refused("amount as text", CASH | {"amount": "14"}, containing("amount")),
    _refused("amount true", CASH | {"amount": True}, containing("amount")),
    _refused("amount with three decimals", CASH | {"amount": 14.001}, containing("two decimals")),
    _refused("amount beyond numbers", CASH | {"amount": 1e300}, containing("amount")),
    _refused("card without a token", {"licensePlate": "park1", "method": "card"}, containing("cardToken")),
    _refused("leave by session", {"sessionId": "x", "method": "cash", "checkOut": True}, containing("licensePlate")),
    _refused("leave as text", CASH | {"checkOut": "yes"}, containing("checkOut")),
    _refused("grace without leaving", CASH | {"applyGracePeriod": True}, containing("applyGracePeriod")),
    _refused("unknown field", CASH | {"tip": 5}, containing("tip")),
    _pay(
        "too little",
        CASH | {"amount": 13.99},
        402,
        e4("INSUFFICIENT_PAYMENT", hint=False) | _details(requiredCents=1400, paidCents=1399),
    ),
    _pay(
        "declined",
        CARD | {"cardToken": "tok_declined"},
        402,
        e4("PAYMENT_DECLINED") | _details(declineCode="card_declined"),
    ),
    _pay("card too much", CARD | {"amount": 20}, 400, e4("VALIDATION_ERROR", containing("exactly"), hint=False)),
    _pay("unknown plate", CASH | {"licensePlate": "NOBODY"}, 404, e4("VEHICLE_NOT_FOUND")),
    _pay("unknown session", {"sessionId": "nope", "method": "cash"}, 404, e4("VEHICLE_NOT_FOUND")),
    _pay("leave, unknown plate", CASH | {"licensePlate": "NOBODY", "checkOut": True}, 404, e4("VEHICLE_NOT_FOUND")),
    Case("pay without JSON", "POST", "/api/payments", 400, e3("Content-Type must be application/json"), raw=KEY),
    Case("unknown payment", "GET", "/api/payments/nope", 404, e4("PAYMENT_NOT_FOUND", hint=False)),
    Case(
        "refund of an unknown payment",
        "POST",
        "/api/payments/nope/refund",
        404,
        e4("PAYMENT_NOT_FOUND", hint=False),
        json={},
        raw=KEY,
    ),
    *(
        Case(
            f"refund: {body}",
            "POST",
            "/api/payments/nope/refund",
            400,
            e3("Invalid refund data", TEXT),
            json=body,
            raw=KEY,
        )
        for body in ({"amount": 0}, {"amount": -1}, {"amount": "1"}, {"reason": 5}, {"all": True})
    ),
    Case(
        "list",
        "GET",
        "/api/payments",
        200,
        {
            "success": True,
            "data": [],
            "pagination": {"limit": 20, "offset": 0, "totalCount": 0, "hasMore": False},
            "timestamp": STAMP,
        },
    ),
    *(
        Case(f"list: {query}", "GET", f"/api/payments?{query}", 400, e3("Invalid query parameters", TEXT))
        for query in ("limit=0", "limit=101", "offset=-1", "from=yesterday", "to=2026-13-01")
    ),
    Case("list of a stay", "GET", "/api/payments?sessionId=nope", 200, Having({"data": []})),
]
