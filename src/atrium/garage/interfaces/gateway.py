"""The payment gateway: the other party of every card payment, with books of its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

__all__ = ["ChargeState", "GatewayCharge", "GatewayDispute", "PaymentGateway"]


class ChargeState(StrEnum):
    CAPTURED = "captured"
    DECLINED = "declined"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayCharge:
    """``reference`` is the gateway's name of it; ``code`` the authorisation code, or the reason of a decline."""

    reference: str
    key: str
    amount_cents: int
    refunded_cents: int = 0
    state: ChargeState
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayDispute:
    """A charge that the payer's bank took back."""

    reference: str
    charge_reference: str
    amount_cents: int
    reason: str


class PaymentGateway(Protocol):
    """Every call is idempotent by its key, so that it can be repeated until it is answered.

    Every method raises ``GatewayUnavailable`` when no answer came: the gateway may or may not have acted.
    """

    async def charge(self, key: str, amount_cents: int, currency: str, token: str) -> GatewayCharge:
        """Take an amount once for each key; the same charge again for the same key.

        Raises:
            IdempotencyKeyReused: the key belongs to a charge of another amount.
        """
        ...

    async def find_charge(self, key: str) -> GatewayCharge | None: ...

    async def void(self, key: str) -> None:
        """Give a charge back, and refuse the key from now on, also if it was never used."""
        ...

    async def refund(self, key: str, charge_reference: str, amount_cents: int) -> None:
        """Give part of a charge back, once for each key.

        Raises:
            RefundExceedsPayment: more than remains of the charge.
        """
        ...

    async def find_disputes(self) -> list[GatewayDispute]:
        """Every dispute the gateway knows, earliest first."""
        ...
