"""The REST routers, one file per area. Handlers read input, call one service and render its result."""

from fastapi import APIRouter

from . import (
    admin,
    analytics,
    audit,
    books,
    check_in,
    check_out,
    events,
    garage,
    payments,
    permits,
    plans,
    reservations,
    sessions,
    spots,
    stats,
    system,
    tickets,
    vehicles,
)

__all__ = ["ROUTERS"]

ROUTERS: tuple[APIRouter, ...] = (
    system.router,
    garage.router,
    spots.router,
    check_in.router,
    check_out.router,
    payments.router,
    vehicles.router,
    stats.router,
    reservations.router,
    tickets.router,
    plans.router,
    permits.router,
    books.router,
    analytics.router,
    audit.router,
    events.router,
    sessions.router,
    admin.router,
)
