"""The card terminal: asks the acquirer before money is booked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

__all__ = ["Authorisation", "CardTerminal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """The acquirer's answer: ``code`` is the authorisation code, or the reason of a decline."""

    approved: bool
    code: str


class CardTerminal(Protocol):
    """Authorises, but never books. The same reference always gets the same answer."""

    async def authorise(self, reference: str, amount_cents: int, token: str) -> Authorisation: ...

    async def void(self, reference: str) -> None:
        """Give an authorisation back that was not used."""
        ...
