"""A process that takes payments until it is killed, and says of each one that it was taken.

Acknowledgements are lines ``key amount`` appended to a file by one write each, so that a kill
cannot tear them. The first line says that the first payment is done and every plan compiled.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from atrium.garage.models import PaymentMethod, VehicleType
from atrium.garage.repositories import PrismaStore
from atrium.garage.services import (
    CheckIn,
    CheckOut,
    GarageServices,
    PaidCheckOut,
    PaymentTerms,
    Refund,
    StayPayment,
    bootstrap,
)
from atrium.platform.database import connected
from tests.integration.garage import power_loss

READY = "ready"


class Acknowledgements:
    """The writer's side of the file."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def say(self, line: str) -> None:
        os.write(self._file, f"{line}\n".encode())


def pay_until_killed(url: str, path: str, name: str) -> None:
    """Take payments and acknowledge each after it is committed."""
    asyncio.run(_pay(url, path, name))


def pay_until_power_is_lost(url: str, path: str, name: str) -> None:
    """As ``pay_until_killed``, on files of which only what was synced is kept."""
    power_loss.install()
    asyncio.run(_pay(url, path, name))


def acknowledge_too_early(url: str, path: str, name: str) -> None:
    """The defect the test must find: acknowledge, then commit."""
    asyncio.run(_pay_after_saying_so(url, path, name))


@asynccontextmanager
async def _garage(url: str) -> AsyncIterator[GarageServices]:
    async with connected(url) as client:
        yield bootstrap(PrismaStore(client))


async def _park(services: GarageServices, plate: str) -> None:
    await services.check_in.check_in(CheckIn(license_plate=plate, vehicle_type=VehicleType.COMPACT))


def _terms(key: str, number: int) -> PaymentTerms:
    methods = list(PaymentMethod)
    return PaymentTerms(idempotency_key=key, method=methods[number % len(methods)], card_token="tok_visa")


async def _pay(url: str, path: str, name: str) -> None:
    acknowledgements = Acknowledgements(path)
    async with _garage(url) as services:
        for number in count():
            plate, key = f"{name}-{number}", f"{name}-{number}"
            await _park(services, plate)
            terms = _terms(key, number)
            if number % 2:
                receipt = await services.check_out.check_out_and_pay(PaidCheckOut(license_plate=plate, terms=terms))
            else:
                receipt = await services.payments.pay(StayPayment(license_plate=plate, terms=terms))
            if number:
                acknowledgements.say(f"{key} {receipt.amount_cents}")
            if number % 2 == 0:
                await services.check_out.check_out(CheckOut(license_plate=plate))
            if number % 3 == 0:
                refund = await services.payments.refund(
                    Refund(idempotency_key=f"{key}-r", payment_id=receipt.payment_id, amount_cents=100)
                )
                acknowledgements.say(f"{key}-r {refund.amount_cents}" if number else READY)


async def _pay_after_saying_so(url: str, path: str, name: str) -> None:
    acknowledgements = Acknowledgements(path)
    async with _garage(url) as services:
        for number in count():
            plate, key = f"{name}-{number}", f"{name}-{number}"
            await _park(services, plate)
            due = (await services.check_out.estimate(plate)).fee.total
            acknowledgements.say(f"{key} {due}" if number else READY)
            await services.check_out.check_out_and_pay(PaidCheckOut(license_plate=plate, terms=_terms(key, number)))
