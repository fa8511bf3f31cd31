"""The operator's page: live occupancy, today's sessions and payments, revenue by type."""

from .feed import LiveFeed
from .routes import router

__all__ = ["LiveFeed", "router"]
