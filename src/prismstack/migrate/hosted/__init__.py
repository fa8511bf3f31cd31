"""Prisma's schema engine, hosted in this process: its sessions with a database, and the adapters it calls."""

from prismstack.migrate.hosted._adapter import EngineAdapter, Settle
from prismstack.migrate.hosted._engine import HostedEngine
from prismstack.migrate.hosted._session import EngineSession, MigratingAdapter

__all__ = ["EngineAdapter", "EngineSession", "HostedEngine", "MigratingAdapter", "Settle"]
