"""The interfaces that the garage had before its database: store and repositories as they were documented.

``create_repositories()`` gives them over live objects in memory, as they used to be;
``create_repositories(store)`` over any ``GarageStore``, so over the database or two stores as one. The rules are
written once, in ``spots``, ``vehicles``, ``garages`` and ``sessions``; ``shelves`` is what they ask of a place to keep
records, ``memory_store`` and ``stored`` are the two places. In a store a parking record is a view of a stay, so
that records, the services and the REST API see one and the same garage.
"""

from .factory import RecordRepositories, clear_repository_instances, create_repositories, get_repositories
from .interfaces import GarageRepository, SessionsRepository, SpotRepository, VehicleRepository
from .memory_store import MemoryStore
from .models import Garage, Session, Spot, Vehicle
from .rules import SessionFailed

__all__ = [
    "Garage",
    "GarageRepository",
    "MemoryStore",
    "RecordRepositories",
    "Session",
    "SessionFailed",
    "SessionsRepository",
    "Spot",
    "SpotRepository",
    "Vehicle",
    "VehicleRepository",
    "clear_repository_instances",
    "create_repositories",
    "get_repositories",
]
