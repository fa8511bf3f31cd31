"""A card terminal for places without an acquirer: moves no money, and declines the published test tokens."""

from __future__ import annotations

import hashlib

from atrium.garage.interfaces import Authorisation

__all__ = ["DECLINE_TOKENS", "SandboxTerminal"]

DECLINE_TOKENS = {
    "tok_declined": "card_declined",
    "tok_insufficient_funds": "insufficient_funds",
    "tok_expired": "expired_card",
}


class SandboxTerminal:
    """Approves every token but those of ``DECLINE_TOKENS``; a deployment passes its acquirer's adapter instead."""

    async def authorise(self, reference: str, amount_cents: int, token: str) -> Authorisation:
        """The answer depends on token and reference alone, as with a real acquirer's idempotency."""
        reason = DECLINE_TOKENS.get(token)
        if reason is not None:
            return Authorisation(approved=False, code=reason)
        return Authorisation(approved=True, code=hashlib.sha256(reference.encode()).hexdigest()[:6].upper())

    async def void(self, reference: str) -> None:
        """Nothing is held here, so nothing has to be given back."""
