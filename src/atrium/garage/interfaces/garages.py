"""The store of garage configurations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypedDict

from atrium.garage.models import DEFAULT_CONFIG_NAME, Floor, Garage, Rates

__all__ = ["GarageRepository", "GarageUpdates"]


class GarageUpdates(TypedDict, total=False):
    """What an update may change; absent keys stay as they are."""

    name: str
    rates: Rates


class GarageRepository(Protocol):
    """Configurations by name. A missing one is None, never an error."""

    async def create(self, name: str, floors: Sequence[Floor], config_name: str = DEFAULT_CONFIG_NAME) -> Garage:
        """A new configuration with default rates and spot sizes; it has no spots yet.

        Raises:
            DuplicateEntry: a configuration of that name is live.
        """
        ...

    async def find_id(self, config_name: str) -> str | None:
        """The id of a live configuration; cheaper than the whole of it."""
        ...

    async def find_by_name(self, config_name: str) -> Garage | None: ...

    async def get_default(self) -> Garage | None: ...

    async def find_all(self) -> list[Garage]:
        """The live configurations in the order of creation."""
        ...

    async def update(self, config_name: str, updates: GarageUpdates) -> Garage | None:
        """Apply the updates and move ``updated_at``; None when there is no such configuration."""
        ...

    async def delete(self, config_name: str) -> bool:
        """Soft-delete the configuration and its spots; stays and money remain. False when there is none."""
        ...

    async def exists(self, config_name: str) -> bool: ...
