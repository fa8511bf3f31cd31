"""The tables of a store in the database: values of each kind, read and written by key."""

from .all_tables import tables_of

__all__ = ["tables_of"]
