"""Fifty at the exit with one vehicle, on every database: one payment, everybody else its receipt or a conflict.

``ATRIUM_CROWDS`` is how many vehicles (4); half of each crowd has keys of its own, half shares one.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter

import pytest

from atrium.garage.interfaces import GarageStore
from atrium.garage.models import Floor, PaymentMethod, Receipt, VehicleType
from atrium.garage.services import CheckIn, PaidCheckOut, PaymentTerms, bootstrap
from atrium.platform.clock import ManualClock
from prismstack.data import DataLayerError

CROWDS = int(os.environ.get("ATRIUM_CROWDS", "4"))
CROWD = 50


@pytest.mark.parametrize("store_kind", ["sqlite", "postgresql", "mysql"], indirect=True)
async def test_of_fifty_at_the_exit_one_pays(store: GarageStore, clock: ManualClock) -> None:
    services = bootstrap(store, clock=clock)
    await services.garage.initialize("Central", [Floor(number=1, bays=20, spots_per_bay=20)])
    kinds: Counter[str] = Counter()
    for number in range(CROWDS):
        plate = f"P-{number}"
        parked = await services.check_in.check_in(CheckIn(license_plate=plate, vehicle_type=VehicleType.COMPACT))

        def leave(caller: int, plate: str = plate) -> PaidCheckOut:
            key = f"{plate}-shared" if caller % 2 else f"{plate}-{caller}"
            method = PaymentMethod.CARD if caller % 3 else PaymentMethod.CASH
            if caller % 2:
                method = PaymentMethod.CARD
            terms = PaymentTerms(idempotency_key=key, method=method, card_token="tok_visa")
            return PaidCheckOut(terms=terms, license_plate=plate)

        calls = (services.check_out.check_out_and_pay(leave(caller)) for caller in range(CROWD))
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
        receipts = {each for each in outcomes if isinstance(each, Receipt)}
        refusals = [each for each in outcomes if not isinstance(each, Receipt)]
        assert len(receipts) == 1, outcomes
        assert all(isinstance(each, DataLayerError) and each.http_status == 409 for each in refusals), refusals
        captured = [each for each in await services.payments.find_by_session(parked.session.id) if each.is_captured]
        assert [each.id for each in captured] == [receipt.payment_id for receipt in receipts]
        kinds.update(type(each).__name__ for each in outcomes)
    print(dict(kinds))
    assert (await services.reports.reconcile()).agrees
