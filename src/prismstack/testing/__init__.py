"""For authors and users of drivers: what every driver has to do, and a network that fails on purpose."""

from prismstack.testing._cases import DriverCase, driver_cases
from prismstack.testing._dialect import DIALECTS, Dialect
from prismstack.testing._programs import OneStatement, Script
from prismstack.testing._proxy import Fault, FaultProxy
from prismstack.testing._world import World

__all__ = [
    "DIALECTS",
    "Dialect",
    "DriverCase",
    "Fault",
    "FaultProxy",
    "OneStatement",
    "Script",
    "World",
    "driver_cases",
]
