"""Puts the application together: middleware, routes, error handlers, life cycle."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from atrium.garage.services import GarageServices
from atrium.platform.errors import DataLayerError
from atrium.platform.settings import Settings

from . import pages
from .dashboard import LiveFeed
from .dashboard import router as dashboard
from .docs import router as documentation
from .housekeeping import Housekeeping
from .middleware import ChangeNotifier, ConditionalGet, Cors, HeadAsGet, PathNormaliser, RateLimiter, SecurityHeaders
from .not_found import no_such_route
from .rendering import render_error, render_unexpected
from .rest import ROUTERS
from .rest.system import VERSION
from .runtime import Opened, open_services

__all__ = ["create_app"]

_COMPRESS_FROM = 1024


def create_app(settings: Settings, services: GarageServices | None = None) -> FastAPI:
    """The application; ``services`` replaces those over the settings' database."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            if services is None:
                opened = await stack.enter_async_context(open_services(settings))
            else:
                opened = Opened(services)
            feed = LiveFeed(opened.services, opened.keeper)
            app.state.garage, app.state.keeper, app.state.feed = opened.services, opened.keeper, feed
            stack.callback(feed.close)
            housekeeping = Housekeeping(opened.services)
            housekeeping.start()
            stack.push_async_callback(housekeeping.stop)
            yield

    app = FastAPI(
        title="Parking Garage Management API",
        version=VERSION,
        lifespan=lifespan,
        openapi_url=None,
        redirect_slashes=False,
    )
    app.state.settings = settings
    for router in (*ROUTERS, pages.router, dashboard, documentation):
        app.include_router(router)
    _handle_errors(app)
    _add_middleware(app, settings)
    return app


def _handle_errors(app: FastAPI) -> None:
    async def unknown_route(request: Request, error: Exception) -> JSONResponse:
        return no_such_route(request)

    async def typed_error(request: Request, error: Exception) -> JSONResponse:
        return render_error(request, error)

    async def unexpected_error(request: Request, error: Exception) -> JSONResponse:
        return render_unexpected(request, error)

    app.add_exception_handler(HTTPException, unknown_route)
    app.add_exception_handler(DataLayerError, typed_error)
    app.add_exception_handler(Exception, unexpected_error)


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """The last one added is the first that a request meets."""
    app.add_middleware(PathNormaliser, route_paths=[path for router in ROUTERS for path in _paths(router)])
    app.add_middleware(ChangeNotifier, notify=lambda: app.state.feed.notify())
    app.add_middleware(ConditionalGet)
    app.add_middleware(HeadAsGet)
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESS_FROM, compresslevel=5)
    app.add_middleware(RateLimiter, limit=settings.rate_limit_max, window_seconds=settings.rate_limit_window_seconds)
    app.add_middleware(Cors, origins=settings.origins)
    app.add_middleware(SecurityHeaders)


def _paths(router: APIRouter) -> list[str]:
    return [route.path for route in router.routes if isinstance(route, APIRoute)]
