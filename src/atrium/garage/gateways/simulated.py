"""A gateway that moves no money, keeps its books in a SQLite file of its own, and fails on cue.

The cue is the card token: those of ``DECLINE_TOKENS`` are declined; ``tok_timeout_before`` gets no answer the
first time and is not charged; ``tok_timeout_after`` is charged, but gets no answer the first time; ``tok_down``
never gets one; ``tok_dispute`` is charged and then disputed. Every other token is charged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import apsw

from atrium.garage.errors import GatewayUnavailable, RefundExceedsPayment
from atrium.garage.interfaces import ChargeState, GatewayCharge, GatewayDispute
from atrium.platform.errors import IdempotencyKeyReused, NotFound

__all__ = ["DECLINE_TOKENS", "SimulatedGateway"]

DECLINE_TOKENS = {
    "tok_declined": "card_declined",
    "tok_insufficient_funds": "insufficient_funds",
    "tok_expired": "expired_card",
}
_TIMEOUT_BEFORE, _TIMEOUT_AFTER, _DOWN, _DISPUTE = "tok_timeout_before", "tok_timeout_after", "tok_down", "tok_dispute"

_TABLES = """
CREATE TABLE IF NOT EXISTS charges (
    key TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, amount INTEGER NOT NULL,
    refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded <= amount), state TEXT NOT NULL, code TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refunds (key TEXT PRIMARY KEY, reference TEXT NOT NULL, amount INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS disputes (reference TEXT PRIMARY KEY, charge TEXT NOT NULL, amount INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS unanswered (key TEXT PRIMARY KEY);
"""


class SimulatedGateway:
    """``PaymentGateway``; without a file its books end with the process."""

    def __init__(self, file: Path | None = None) -> None:
        self._books = apsw.Connection(str(file) if file else ":memory:")
        self._books.set_busy_timeout(30_000)
        self._books.execute(_TABLES)

    async def charge(self, key: str, amount_cents: int, currency: str, token: str) -> GatewayCharge:
        if token == _DOWN or (token == _TIMEOUT_BEFORE and self._is_first(key)):
            raise GatewayUnavailable("The payment gateway did not answer")
        charge = self._charge_once(key, amount_cents, token)
        if token == _TIMEOUT_AFTER and self._is_first(key):
            raise GatewayUnavailable("The payment gateway did not answer")
        return charge

    async def find_charge(self, key: str) -> GatewayCharge | None:
        rows = self._books.execute(
            "SELECT reference, key, amount, refunded, state, code FROM charges WHERE key = ?", (key,)
        ).fetchall()
        return _to_charge(rows[0]) if rows else None

    async def void(self, key: str) -> None:
        self._books.execute(
            "INSERT INTO charges (key, reference, amount, state, code) VALUES (?1, ?2, 0, 'voided', '') "
            "ON CONFLICT (key) DO UPDATE SET state = 'voided' WHERE state = 'captured'",
            (key, _reference("ch", key)),
        )

    async def refund(self, key: str, charge_reference: str, amount_cents: int) -> None:
        with self._unit():
            if self._books.execute("SELECT 1 FROM refunds WHERE key = ?", (key,)).fetchall():
                return
            rows = self._books.execute(
                "SELECT amount - refunded FROM charges WHERE reference = ? AND state = 'captured'", (charge_reference,)
            ).fetchall()
            if not rows:
                raise NotFound(f"The gateway has no captured charge {charge_reference}")
            if amount_cents > int(str(rows[0][0])):
                raise RefundExceedsPayment("The gateway has less left of the charge", {"refundableCents": rows[0][0]})
            self._books.execute("INSERT INTO refunds VALUES (?, ?, ?)", (key, charge_reference, amount_cents))
            self._books.execute(
                "UPDATE charges SET refunded = refunded + ? WHERE reference = ?", (amount_cents, charge_reference)
            )

    async def find_disputes(self) -> list[GatewayDispute]:
        rows = self._books.execute("SELECT reference, charge, amount FROM disputes ORDER BY rowid").fetchall()
        return [
            GatewayDispute(
                reference=str(reference),
                charge_reference=str(charge),
                amount_cents=int(str(amount)),
                reason="fraudulent",
            )
            for reference, charge, amount in rows
        ]

    @contextmanager
    def _unit(self) -> Generator[None]:
        self._books.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._books.execute("ROLLBACK")
            raise
        self._books.execute("COMMIT")

    def _charge_once(self, key: str, amount_cents: int, token: str) -> GatewayCharge:
        declined = DECLINE_TOKENS.get(token)
        state = ChargeState.DECLINED if declined else ChargeState.CAPTURED
        code = declined or hashlib.sha256(key.encode()).hexdigest()[:6].upper()
        with self._unit():
            self._books.execute(
                "INSERT INTO charges (key, reference, amount, state, code) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (key) DO NOTHING",
                (key, _reference("ch", key), amount_cents, state.value, code),
            )
            row = self._books.execute(
                "SELECT reference, key, amount, refunded, state, code FROM charges WHERE key = ?", (key,)
            ).fetchall()[0]
            charge = _to_charge(row)
            if charge.state is not ChargeState.VOIDED and charge.amount_cents != amount_cents:
                raise IdempotencyKeyReused(f"The gateway charged another amount under the key {key!r}")
            if token == _DISPUTE:
                self._books.execute(
                    "INSERT INTO disputes VALUES (?, ?, ?) ON CONFLICT (reference) DO NOTHING",
                    (_reference("dp", key), charge.reference, amount_cents),
                )
            return charge

    def _is_first(self, key: str) -> bool:
        self._books.execute("INSERT INTO unanswered VALUES (?) ON CONFLICT (key) DO NOTHING", (key,))
        return self._books.changes() == 1


def _reference(kind: str, key: str) -> str:
    return f"{kind}_{hashlib.sha256(key.encode()).hexdigest()[:20]}"


def _to_charge(row: tuple[object, ...]) -> GatewayCharge:
    reference, key, amount, refunded, state, code = row
    return GatewayCharge(
        reference=str(reference),
        key=str(key),
        amount_cents=int(str(amount)),
        refunded_cents=int(str(refunded)),
        state=ChargeState(str(state)),
        code=str(code),
    )
