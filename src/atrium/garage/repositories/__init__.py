"""Prisma adapters of the store's interfaces: soft delete, compare-and-set, optimistic locks, one transaction a unit."""

from .store import PrismaStore

__all__ = ["PrismaStore"]
