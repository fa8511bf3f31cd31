"""The data of an in-memory garage: frozen values in dictionaries, so that a copy is cheap and safe."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from atrium.garage.models import Garage, JournalEntry, ParkingSession, Payment, Spot, Ticket, Vehicle
from atrium.platform.audit import AuditRecord
from atrium.platform.idempotency import IdempotencyRecord

from .operations import OperationsState

__all__ = ["State"]


@dataclass(slots=True)
class State:
    """Everything the store knows; dictionaries keep the order of insertion."""

    garages: dict[str, Garage] = field(default_factory=dict[str, Garage])
    vehicles: dict[str, Vehicle] = field(default_factory=dict[str, Vehicle])
    spots: dict[str, Spot] = field(default_factory=dict[str, Spot])
    sessions: dict[str, ParkingSession] = field(default_factory=dict[str, ParkingSession])
    tickets: dict[str, Ticket] = field(default_factory=dict[str, Ticket])
    payments: dict[str, Payment] = field(default_factory=dict[str, Payment])
    journal: dict[str, JournalEntry] = field(default_factory=dict[str, JournalEntry])
    idempotency: dict[str, IdempotencyRecord] = field(default_factory=dict[str, IdempotencyRecord])
    audit: dict[str, AuditRecord] = field(default_factory=dict[str, AuditRecord])
    operations: OperationsState = field(default_factory=OperationsState)

    def copy(self) -> State:
        """A state that can be changed without changing this one."""
        return State(**{each.name: getattr(self, each.name).copy() for each in fields(self)})
