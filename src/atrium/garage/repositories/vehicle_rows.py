"""Between a vehicle and its row."""

from __future__ import annotations

from typing import Any

from prisma import models

from atrium.garage.models import Vehicle, VehicleType

__all__ = ["to_vehicle", "vehicle_to_row"]


def to_vehicle(row: models.Vehicle) -> Vehicle:
    """The vehicle that a row holds."""
    return Vehicle(
        license_plate=row.licensePlate,
        vehicle_type=VehicleType(row.vehicleType),
        customer_id=row.customerId,
        make=row.make,
        model=row.model,
        color=row.color,
        year=row.year,
        owner_id=row.ownerId,
        owner_name=row.ownerName,
        owner_email=row.ownerEmail,
        owner_phone=row.ownerPhone,
        notes=row.notes,
        created_at=row.createdAt,
        updated_at=row.updatedAt,
    )


def vehicle_to_row(vehicle: Vehicle) -> dict[str, Any]:
    """The columns of a vehicle."""
    return {
        "licensePlate": vehicle.license_plate,
        "vehicleType": vehicle.vehicle_type.value,
        "customerId": vehicle.customer_id,
        "make": vehicle.make,
        "model": vehicle.model,
        "color": vehicle.color,
        "year": vehicle.year,
        "ownerId": vehicle.owner_id,
        "ownerName": vehicle.owner_name,
        "ownerEmail": vehicle.owner_email,
        "ownerPhone": vehicle.owner_phone,
        "notes": vehicle.notes,
        "createdAt": vehicle.created_at,
        "updatedAt": vehicle.updated_at,
    }
