"""Databases for tests, on every provider: made once for a session, emptied for each test."""

from tests.databases._base import PROVIDERS, TestDatabase, Unavailable
from tests.databases._dialect import translator
from tests.databases._make import make_database

__all__ = ["PROVIDERS", "TestDatabase", "Unavailable", "make_database", "translator"]
