"""Check-outs, estimates and their figures as JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from atrium.garage.pricing import Fee, billable_hours
from atrium.garage.services import CheckOutResult, CheckOutStats, StayEstimate
from atrium.platform.clock import iso_z
from atrium.web.answers import amount, number, timestamp

from .check_in import SpotDetailsView, view_spot_details
from .spots import LocationView, view_location

__all__ = [
    "CheckOutStatsView",
    "CheckOutView",
    "DurationView",
    "EstimateView",
    "ReadyVehicleView",
    "SimulatedCheckOutView",
    "StayEstimateView",
    "view_check_out",
    "view_check_out_stats",
    "view_estimate",
    "view_ready_vehicle",
    "view_simulated_check_out",
]


class DurationView(TypedDict):
    hours: int
    minutes: int
    totalMinutes: int
    totalHours: float
    billableHours: int


class TimingView(TypedDict):
    checkInTime: str
    checkOutTime: str
    duration: DurationView


class BreakdownView(TypedDict):
    baseCharge: float
    featurePremiums: dict[str, float]
    rateTypeAdjustment: float
    gracePeriodApplied: bool


class BillingView(TypedDict):
    ratePerHour: float
    totalHours: int
    subtotal: float
    discount: float
    totalAmount: float
    breakdown: BreakdownView


class VehicleInfoView(TypedDict):
    type: str
    rateType: str


class CheckOutView(TypedDict):
    licensePlate: str
    spotId: str
    location: LocationView
    timing: TimingView
    billing: BillingView
    spotDetails: SpotDetailsView
    vehicleInfo: VehicleInfoView


class BilledDurationView(TypedDict):
    totalMinutes: int
    totalHours: float
    billableHours: int


class HourlyRatesView(TypedDict):
    baseRatePerHour: float
    featurePremiumsPerHour: float
    effectiveRatePerHour: float


class EstimatedBillingView(TypedDict):
    subtotal: float
    rateTypeDiscount: float
    totalAmount: float


class EstimateView(TypedDict):
    """What a stay would cost."""

    duration: BilledDurationView
    rates: HourlyRatesView
    billing: EstimatedBillingView
    spotInfo: SpotDetailsView
    rateType: str
    breakdown: BreakdownView
    calculatedAt: str


class SimulatedCheckOutView(TypedDict):
    licensePlate: str
    spotId: str
    estimatedDuration: DurationView
    estimatedBilling: EstimateView
    wouldRelease: str
    currentStatus: str


class StayEstimateView(TypedDict):
    duration: DurationView
    billing: EstimateView
    spotId: str
    status: str


class ReadyVehicleView(TypedDict):
    licensePlate: str
    spotId: str
    checkInTime: str
    currentDuration: DurationView
    currentEstimate: EstimateView
    vehicleType: str
    rateType: str
    spotType: str
    spotFeatures: list[str]


class RecordCountsView(TypedDict):
    totalCheckedOut: int
    awaitingPayment: int
    completed: int
    stillParked: int


class RevenueView(TypedDict):
    totalRevenue: float
    pendingRevenue: float
    averageRevenue: float
    completedSessions: int


class SpotCountsView(TypedDict):
    totalSpots: int
    availableSpots: int
    occupancyRate: float


class CheckOutStatsView(TypedDict):
    vehicles: RecordCountsView
    revenue: RevenueView
    spots: SpotCountsView
    timestamp: str


def view_check_out(result: CheckOutResult, sent_time: str | None) -> CheckOutView:
    """``sent_time`` is echoed as the client sent it."""
    session = result.session
    return {
        "licensePlate": session.license_plate,
        "spotId": result.spot.id,
        "location": view_location(result.spot),
        "timing": {
            "checkInTime": iso_z(session.check_in_at),
            "checkOutTime": sent_time or iso_z(result.check_out_at),
            "duration": _duration(result.fee.minutes),
        },
        "billing": _billing(result.fee),
        "spotDetails": view_spot_details(result.spot),
        "vehicleInfo": {"type": session.vehicle_type.value, "rateType": session.rate_type.value},
    }


def view_estimate(estimate: StayEstimate) -> StayEstimateView:
    return {
        "duration": _duration(estimate.fee.minutes),
        "billing": _estimate(estimate),
        "spotId": estimate.spot.id,
        "status": estimate.session.record_status.value,
    }


def view_simulated_check_out(estimate: StayEstimate) -> SimulatedCheckOutView:
    return {
        "licensePlate": estimate.session.license_plate,
        "spotId": estimate.spot.id,
        "estimatedDuration": _duration(estimate.fee.minutes),
        "estimatedBilling": _estimate(estimate),
        "wouldRelease": estimate.spot.id,
        "currentStatus": estimate.session.record_status.value,
    }


def view_ready_vehicle(estimate: StayEstimate) -> ReadyVehicleView:
    session = estimate.session
    details = view_spot_details(estimate.spot)
    return {
        "licensePlate": session.license_plate,
        "spotId": estimate.spot.id,
        "checkInTime": iso_z(session.check_in_at),
        "currentDuration": _duration(estimate.fee.minutes),
        "currentEstimate": _estimate(estimate),
        "vehicleType": session.vehicle_type.value,
        "rateType": session.rate_type.value,
        "spotType": details["type"],
        "spotFeatures": details["features"],
    }


def view_check_out_stats(stats: CheckOutStats) -> CheckOutStatsView:
    records, revenue = stats.records, stats.revenue
    return {
        "vehicles": {
            "totalCheckedOut": records.checked_out,
            "awaitingPayment": records.unpaid,
            "completed": records.completed,
            "stillParked": records.parked,
        },
        "revenue": {
            "totalRevenue": amount(revenue.revenue),
            "pendingRevenue": amount(revenue.pending),
            "averageRevenue": amount(revenue.average),
            "completedSessions": revenue.completed_sessions,
        },
        "spots": {
            "totalSpots": stats.occupancy.total,
            "availableSpots": stats.occupancy.available,
            "occupancyRate": number(stats.occupancy.occupancy_rate),
        },
        "timestamp": timestamp(),
    }


def _duration(minutes: int) -> DurationView:
    """Knows nothing of the grace period: at least one hour is billable here."""
    hours, rest = divmod(minutes, 60)
    return {
        "hours": hours,
        "minutes": rest,
        "totalMinutes": minutes,
        "totalHours": number(minutes / 60),
        "billableHours": billable_hours(minutes),
    }


def _billing(fee: Fee) -> BillingView:
    return {
        "ratePerHour": amount(fee.rate_per_hour),
        "totalHours": fee.billable_hours,
        "subtotal": amount(fee.subtotal),
        "discount": amount(fee.discount),
        "totalAmount": amount(fee.total),
        "breakdown": _breakdown(fee),
    }


def _breakdown(fee: Fee) -> BreakdownView:
    """Amounts of the whole stay: base, premiums and adjustment sum to the total."""
    return {
        "baseCharge": amount(fee.base_charge),
        "featurePremiums": {
            feature.value: amount(cents * fee.billable_hours) for feature, cents in fee.premiums_per_hour.items()
        },
        "rateTypeAdjustment": amount(-fee.discount),
        "gracePeriodApplied": fee.grace_applied,
    }


def _estimate(estimate: StayEstimate) -> EstimateView:
    fee = estimate.fee
    return {
        "duration": {
            "totalMinutes": fee.minutes,
            "totalHours": number(fee.minutes / 60),
            "billableHours": fee.billable_hours,
        },
        "rates": {
            "baseRatePerHour": amount(fee.base_rate),
            "featurePremiumsPerHour": amount(fee.rate_per_hour - fee.base_rate),
            "effectiveRatePerHour": amount(fee.rate_per_hour),
        },
        "billing": {
            "subtotal": amount(fee.subtotal),
            "rateTypeDiscount": amount(fee.discount),
            "totalAmount": amount(fee.total),
        },
        "spotInfo": view_spot_details(estimate.spot),
        "rateType": fee.rate_type.value,
        "breakdown": _breakdown(fee),
        "calculatedAt": iso_z(estimate.until),
    }
