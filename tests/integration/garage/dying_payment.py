"""Processes that pay under an idempotency key: one dies at a given point of the payment, the other repeats it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from atrium.garage.gateways import SimulatedGateway
from atrium.garage.interfaces import GatewayCharge, Repositories
from atrium.garage.models import PaymentMethod
from atrium.garage.repositories import PrismaStore
from atrium.garage.services import PaidCheckOut, PaymentTerms, bootstrap
from atrium.platform.database import connected

__all__ = ["PHASES", "order_of", "pay_and_die", "repeat_payments"]

T = TypeVar("T")

#: Where a payment is killed, in the order in which they are reached.
PHASES = (
    "before the attempt is written",
    "after the attempt is written",
    "before the charge",
    "after the charge",
    "before the booking is committed",
    "after the booking is committed",
)


def die() -> None:
    """Without a chance to tidy up."""
    os.kill(os.getpid(), signal.SIGKILL)


class DyingGateway(SimulatedGateway):
    def __init__(self, file: Path, phase: str) -> None:
        super().__init__(file)
        self._phase = phase

    async def charge(self, key: str, amount_cents: int, currency: str, token: str) -> GatewayCharge:
        if self._phase == "before the charge":
            die()
        charge = await super().charge(key, amount_cents, currency, token)
        if self._phase == "after the charge":
            die()
        return charge


class DyingStore(PrismaStore):
    """The first unit of a card payment writes the attempt, the second one books it."""

    phase = ""
    units = 0

    async def transact(self, work: Callable[[Repositories], Awaitable[T]]) -> T:
        self.units += 1
        if self.units == 1 and self.phase == "before the attempt is written":
            die()

        async def unit(repositories: Repositories) -> T:
            result = await work(repositories)
            if self.units == 2 and self.phase == "before the booking is committed":
                die()
            return result

        result = await super().transact(unit)
        if self.units == 1 and self.phase == "after the attempt is written":
            die()
        if self.units == 2 and self.phase == "after the booking is committed":
            die()
        return result


def order_of(key: str) -> PaidCheckOut:
    """The payment of the vehicle whose plate is the key."""
    terms = PaymentTerms(idempotency_key=key, method=PaymentMethod.CARD, card_token="tok_visa")
    return PaidCheckOut(license_plate=key, terms=terms)


def pay_and_die(url: str, gateway: str, key: str, phase: str) -> None:
    """Pay, and be killed at the phase."""
    asyncio.run(_pay_and_die(url, gateway, key, phase))


def repeat_payments(url: str, gateway: str, keys: Sequence[str], times: int, answers: str) -> None:
    """Repeat the payment of each key so many times, ten at once; its distinct receipts as lines ``key amount n``."""
    asyncio.run(_repeat_payments(url, gateway, keys, times, answers))


async def _pay_and_die(url: str, gateway: str, key: str, phase: str) -> None:
    async with connected(url) as client:
        store = DyingStore(client)
        store.phase = phase
        services = bootstrap(store, gateway=DyingGateway(Path(gateway), phase))
        await services.check_out.check_out_and_pay(order_of(key))


async def _repeat_payments(url: str, gateway: str, keys: Sequence[str], times: int, answers: str) -> None:
    async with connected(url) as client:
        services = bootstrap(PrismaStore(client), gateway=SimulatedGateway(Path(gateway)))
        with Path(answers).open("a") as file:
            for key in keys:
                receipts = set()
                for _ in range(0, times, 10):
                    calls = [services.check_out.check_out_and_pay(order_of(key)) for _ in range(min(10, times))]
                    receipts |= set(await asyncio.gather(*calls))
                file.write(f"{key} {max(each.amount_cents for each in receipts)} {len(receipts)}\n")
