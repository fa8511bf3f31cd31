"""One charge for each idempotency key: every key is killed at a phase of its payment and then repeated.

``ATRIUM_KEYS`` is how many keys (12) and ``ATRIUM_REPLAYS`` how often each is repeated (10).
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from collections import Counter
from pathlib import Path

import pytest

from atrium.garage.gateways import SimulatedGateway
from atrium.garage.interfaces import ChargeState
from atrium.garage.models import Floor, PaymentStatus, VehicleType
from atrium.garage.repositories import PrismaStore
from atrium.garage.services import CheckIn, PaymentTerms, StayPayment, bootstrap
from atrium.platform.database import connected
from atrium.platform.errors import IdempotencyKeyReused

from . import dying_payment
from .dying_payment import PHASES

KEYS = int(os.environ.get("ATRIUM_KEYS", "12"))
REPLAYS = int(os.environ.get("ATRIUM_REPLAYS", "10"))


async def park_all(url: str, plates: list[str]) -> None:
    async with connected(url) as client:
        services = bootstrap(PrismaStore(client))
        floors = [Floor(number=number + 1, bays=10, spots_per_bay=10) for number in range(1 + len(plates) // 100)]
        await services.garage.initialize("Central", floors)
        for plate in plates:
            kind = VehicleType.COMPACT
            await services.check_in.check_in(CheckIn(license_plate=plate, vehicle_type=kind))


def run(context: multiprocessing.context.ForkServerContext, target: object, *arguments: object) -> int:
    process = context.Process(target=target, args=arguments)  # type: ignore[arg-type]
    process.start()
    process.join()
    return process.exitcode or 0


@pytest.mark.parametrize("kind", ["sqlite", "postgresql", "mysql"])
def test_each_key_is_charged_once(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    url = str(request.getfixturevalue({"sqlite": "database_url"}.get(kind, f"{kind}_url")))
    gateway = str(tmp_path / "gateway.db")
    keys = [f"K{number:05d}" for number in range(KEYS)]
    asyncio.run(park_all(url, keys))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([dying_payment.__name__])
    deaths = Counter(
        run(
            context,
            dying_payment.pay_and_die,
            url,
            gateway,
            key,
            PHASES[index % len(PHASES)],
        )
        for index, key in enumerate(keys)
    )
    assert deaths == {-9: KEYS}, "every payment was killed where it should be"
    answers = tmp_path / "answers.txt"
    assert run(context, dying_payment.repeat_payments, url, gateway, keys, REPLAYS, str(answers)) == 0

    lines = [line.split() for line in answers.read_text().splitlines()]
    assert [line[0] for line in lines] == keys
    assert {line[2] for line in lines} == {"1"}, "each key has one receipt"
    asyncio.run(check_books(url, gateway, {line[0]: int(line[1]) for line in lines}))


async def check_books(url: str, gateway: str, amounts: dict[str, int]) -> None:
    """One captured charge at the gateway and one payment here for each key, of the same amount."""
    books = SimulatedGateway(Path(gateway))
    async with connected(url) as client:
        services = bootstrap(PrismaStore(client), gateway=books)
        for key, amount in amounts.items():
            charge = await books.find_charge(key)
            assert charge is not None
            assert (charge.state, charge.amount_cents) == (ChargeState.CAPTURED, amount), key
        payments = await client.payment.find_many()
        assert Counter(each.idempotencyKey for each in payments) == dict.fromkeys(amounts, 1)
        assert {each.status for each in payments} == {PaymentStatus.COMPLETED}
        assert {each.idempotencyKey: each.amountCents for each in payments} == amounts
        for key in list(amounts)[:50]:
            other = dying_payment.order_of(key).terms
            terms = PaymentTerms(idempotency_key=key, method=other.method, card_token="tok_other")
            with pytest.raises(IdempotencyKeyReused):
                await services.payments.pay(StayPayment(terms=terms, license_plate=key))
        assert (await services.recovery.recover()).voided == 0
        assert (await services.reports.reconcile()).differences == []
