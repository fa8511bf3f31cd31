"""The records of the garage's first store: live, mutable, validated when they are made and not afterwards.

Data goes in and out with the names of the REST contract (``licensePlate``); attributes have Python's
(``license_plate``). Money is decimal, times are aware UTC.
"""

from .garage import Garage
from .session import Session
from .spot import Spot
from .vehicle import Vehicle

__all__ = ["Garage", "Session", "Spot", "Vehicle"]
