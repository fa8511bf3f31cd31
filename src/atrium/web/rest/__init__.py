"""The REST routers, one file per area. Handlers read input, call one service and render its result."""

from fastapi import APIRouter

from . import admin, check_in, check_out, garage, payments, spots, stats, system, vehicles

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
    admin.router,
)
