"""Prisma Studio served from Python: the official front end, unmodified, over our drivers, on this machine only."""

from prismstack.studio._open import ADAPTERS, open_source
from prismstack.studio._server import DEFAULT_PORT, Studio, loopback, prepare, serve

__all__ = ["ADAPTERS", "DEFAULT_PORT", "Studio", "loopback", "open_source", "prepare", "serve"]
