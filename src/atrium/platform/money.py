"""Money: integer minor units inside, decimal at the edge. Rounding is half away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from .errors import ValidationFailed

__all__ = ["format_cents", "from_cents", "scale", "to_cents"]


def to_cents(amount: Decimal | float | str) -> int:
    """Minor units of a decimal amount (``8.666`` gives 867).

    Floats are read by their shortest decimal form, so ``0.1`` is ten cents exactly.

    Raises:
        ValidationFailed: not a finite number.
    """
    try:
        value = Decimal(str(amount))
        return int((value * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    except (InvalidOperation, ValueError, OverflowError):
        raise ValidationFailed(f"{amount!r} is not an amount of money") from None


def from_cents(cents: int) -> Decimal:
    """The decimal amount with two places (``867`` gives ``Decimal("8.67")``)."""
    return Decimal(cents).scaleb(-2)


def format_cents(cents: int) -> str:
    """The amount for people, with two decimals and thousands separators."""
    return f"{from_cents(cents):,.2f}"


def scale(cents: int, numerator: int, denominator: int) -> int:
    """``cents * numerator / denominator``, rounded half away from zero."""
    product = cents * numerator
    magnitude = (2 * abs(product) + denominator) // (2 * denominator)
    return magnitude if product >= 0 else -magnitude
