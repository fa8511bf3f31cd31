"""Which discount codes a stay may use."""

from __future__ import annotations

from datetime import datetime

from atrium.garage.errors import DiscountCodeInvalid
from atrium.garage.interfaces import Repositories
from atrium.garage.models import DiscountCode
from atrium.platform.money import format_cents

from .stay_pricing import PricedStay

__all__ = ["find_applicable"]


async def find_applicable(repositories: Repositories, name: str, priced: PricedStay, at: datetime) -> DiscountCode:
    """The live code of that name, if it takes something off this price.

    Raises:
        DiscountCodeInvalid: it does not; the message says why.
    """
    code = await repositories.discount_codes.find_live(name.strip().upper())
    if code is None:
        raise DiscountCodeInvalid(f"There is no discount code {name.strip().upper()!r}")
    obstacle = _obstacle(code, priced, at)
    if obstacle is not None:
        raise DiscountCodeInvalid(f"The discount code {code.code} {obstacle}")
    return code


def _obstacle(code: DiscountCode, priced: PricedStay, at: datetime) -> str | None:
    if code.valid_from is not None and at < code.valid_from:
        return "is not valid yet"
    if code.valid_until is not None and at >= code.valid_until:
        return "is not valid any more"
    if code.usage_limit is not None and code.used_count >= code.usage_limit:
        return "is used up"
    if code.spot_types and priced.fee.spot_type not in code.spot_types:
        return f"is for spots of type {', '.join(code.spot_types)}"
    if code.tiers and priced.tier not in code.tiers:
        return f"is for customers of tier {', '.join(code.tiers)}"
    if priced.fee.total < code.minimum_cents:
        return f"needs a fee of at least {format_cents(code.minimum_cents)}"
    return None
