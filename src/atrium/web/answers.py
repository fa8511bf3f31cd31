"""Small things that every answer needs: its time, and numbers as the contract writes them."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import Request
from starlette.datastructures import State

from atrium.garage.moving import StoreKeeper
from atrium.garage.services import GarageServices
from atrium.platform.clock import iso_z
from atrium.platform.settings import Settings

__all__ = ["ACTOR", "amount", "garage_of", "keeper_of", "number", "settings_of", "timestamp"]

#: Who the audit trail names for changes made through this interface.
ACTOR = "api"


def timestamp() -> str:
    """The time of the answer."""
    return iso_z(datetime.now(UTC))


def amount(cents: int) -> float:
    """Decimal money as a plain JSON number: ``16``, ``12.5``."""
    return cents / 100 if cents % 100 else cents // 100


def number(value: float) -> float:
    """The number without a trailing ``.0``, rounded to two decimals."""
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def garage_of(request: Request) -> GarageServices:
    """The garage's services of the running application."""
    state: State = request.app.state
    return state.garage


def keeper_of(request: Request) -> StoreKeeper | None:
    """Who looks after the store of the running application, if anybody does."""
    state: State = request.app.state
    return state.keeper


def settings_of(request: Request) -> Settings:
    state: State = request.app.state
    return state.settings
