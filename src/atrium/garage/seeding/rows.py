"""The seed data as rows, table by table in the order of their foreign keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from atrium.garage.repositories.garages import floor_to_row, garage_to_row
from atrium.garage.repositories.money_rows import entry_to_row, line_rows, payment_to_row
from atrium.garage.repositories.session_rows import session_changes, session_to_row, ticket_to_row
from atrium.garage.repositories.spot_rows import spot_to_row
from atrium.platform.settings import SeedSize

from .building import SeededGarage, plan_garages
from .chances import Chances
from .history import SeededStay, SeededVehicle, plan_stays, plan_vehicles
from .money import Books, keep_books
from .sizes import SIZES

__all__ = ["Row", "SeedRows", "plan_rows"]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SeedRows:
    """Rows by the client's name of the table."""

    tables: dict[str, list[Row]]

    @property
    def total(self) -> int:
        return sum(len(rows) for rows in self.tables.values())

    def counts(self) -> dict[str, int]:
        return {name: len(rows) for name, rows in self.tables.items()}


def plan_rows(size: SeedSize, seed: int, until: datetime) -> SeedRows:
    """All rows of a size; the same for the same seed and ``until`` (the end of the history)."""
    volume = SIZES[size]
    chances = Chances(seed)
    opened_at = until.replace(year=until.year - 1, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    garages = plan_garages(volume, chances, opened_at)
    vehicles = plan_vehicles(volume, chances, opened_at)
    stays = plan_stays(volume, garages, vehicles, chances, until)
    books = keep_books(stays, volume.payments, chances)
    return SeedRows(_tables(garages, vehicles, stays, books, chances))


def _tables(
    garages: list[SeededGarage],
    vehicles: list[SeededVehicle],
    stays: list[SeededStay],
    books: Books,
    chances: Chances,
) -> dict[str, list[Row]]:
    floors = [
        floor_to_row(floor, each.garage.id, chances.identifier(each.garage.created_at))
        for each in garages
        for floor in each.garage.floors
    ]
    floor_ids = {(row["garageId"], row["number"]): row["id"] for row in floors}
    return {
        "garage": [garage_to_row(each.garage) for each in garages],
        "floor": floors,
        "spot": [
            spot_to_row(spot, each.garage.id, floor_ids[each.garage.id, spot.floor])
            | {"id": each.spot_row_ids[spot.id]}
            for each in garages
            for spot in each.spots
        ],
        "vehicle": [_vehicle_row(each) for each in vehicles],
        "parkingsession": [_session_row(each) for each in stays],
        "ticket": [ticket_to_row(each) for each in books.tickets],
        "payment": [payment_to_row(each) for each in books.payments],
        "journalentry": [entry_to_row(each) for each in books.entries],
        "ledgerline": [
            row | {"id": chances.identifier(each.occurred_at)} for each in books.entries for row in line_rows(each)
        ],
    }


def _vehicle_row(vehicle: SeededVehicle) -> Row:
    return {
        "id": vehicle.row_id,
        "licensePlate": vehicle.license_plate,
        "vehicleType": vehicle.vehicle_type.value,
        "createdAt": vehicle.seen_at,
    }


def _session_row(stay: SeededStay) -> Row:
    row = session_to_row(stay.session, stay.vehicle.row_id, stay.garage.spot_row_ids[stay.spot.id])
    return row | session_changes(stay.session)
