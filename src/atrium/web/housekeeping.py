"""What has to happen now and then while the application runs, whoever asks for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from atrium.garage.services import GarageServices
from prismstack.errors import PrismstackError

__all__ = ["Housekeeping"]

_PAUSE = 30.0
_log = logging.getLogger("atrium.web")


class Housekeeping:
    """Gives up lapsed reservations, finishes payments that a crash left behind, ends permits."""

    def __init__(self, services: GarageServices) -> None:
        self._services = services
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, with a first round at once."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End after the step that is at work."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def tidy(self) -> None:
        """One round; what fails is tried again in the next one."""
        services = self._services
        steps: list[Callable[[], Awaitable[object]]] = [
            services.recovery.recover,
            services.reservations.sweep,
            services.permits.end_due,
        ]
        for step in steps:
            try:
                await step()
            except PrismstackError as error:
                _log.warning("housekeeping: %s", error)

    async def _run(self) -> None:
        while True:
            await self.tidy()
            await asyncio.sleep(_PAUSE)
