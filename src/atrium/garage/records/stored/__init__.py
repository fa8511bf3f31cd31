"""The records of any ``GarageStore``: each is a view of a spot, a stay, a vehicle, a configuration."""

from .store import StoredRecords

__all__ = ["StoredRecords"]
