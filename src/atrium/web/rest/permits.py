"""``/api/permits`` and ``/api/customers``: subscriptions, and whose vehicles get which terms."""

from __future__ import annotations

from typing import NotRequired

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from typing_extensions import TypedDict

from atrium.garage.models import CustomerTier, PaymentMethod
from atrium.garage.services import PaymentTerms, PermitOrder
from atrium.web.answers import ACTOR, garage_of
from atrium.web.bodies import read_json_object
from atrium.web.docs.describe import answers, takes
from atrium.web.inputs.fields import Fields
from atrium.web.inputs.payments import read_key
from atrium.web.views.operations import CustomerView, PermitView, view_customer, view_permit
from atrium.web.views.payments import ReceiptView, view_receipt

from .done import done
from .envelopes import StampedData

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["Permits"])


class PermitBody(TypedDict):
    licensePlate: str
    months: NotRequired[int]
    customerId: NotRequired[str]
    autoRenew: NotRequired[bool]
    method: str
    cardToken: NotRequired[str]
    idempotencyKey: NotRequired[str]


class CustomerBody(TypedDict):
    name: str
    email: str
    tier: NotRequired[str]


class TierBody(TypedDict):
    tier: str


class VehicleBody(TypedDict):
    licensePlate: str


@router.get("/permits", responses=answers(StampedData[list[PermitView]]))
async def list_permits(request: Request) -> JSONResponse:
    """Every permit, earliest start first."""
    return done([view_permit(permit) for permit in await garage_of(request).permits.find_all()])


@router.post(
    "/permits",
    status_code=201,
    responses=answers(StampedData[ReceiptView], 400, 402, 404, 409, 422, status=201),
    openapi_extra=takes(PermitBody),
)
async def sell_permit(request: Request) -> JSONResponse:
    """Sell a permit from now on; paid in full, once for each idempotency key."""
    order = await _order(request)
    return done(view_receipt(await garage_of(request).permits.sell(order)), "Permit sold", status=201)


@router.post(
    "/permits/renew",
    status_code=201,
    responses=answers(StampedData[ReceiptView], 400, 402, 404, 409, 422, status=201),
    openapi_extra=takes(PermitBody),
)
async def renew_permit(request: Request) -> JSONResponse:
    """Add months to the active permit of a vehicle."""
    order = await _order(request)
    return done(view_receipt(await garage_of(request).permits.renew(order)), "Permit renewed", status=201)


@router.get("/permits/{permit_id}", responses=answers(StampedData[PermitView], 404))
async def find_permit(request: Request, permit_id: str) -> JSONResponse:
    """One permit."""
    return done(view_permit(await garage_of(request).permits.find(permit_id)))


@router.delete("/permits/{permit_id}", responses=answers(StampedData[PermitView], 404, 409))
async def cancel_permit(request: Request, permit_id: str) -> JSONResponse:
    """End a permit now. Its payment is refunded like any other."""
    cancelled = await garage_of(request).permits.cancel(permit_id, actor=ACTOR)
    return done(view_permit(cancelled), "Permit cancelled")


@router.get("/customers", responses=answers(StampedData[list[CustomerView]]))
async def list_customers(request: Request) -> JSONResponse:
    """All customers."""
    return done([view_customer(customer) for customer in await garage_of(request).customers.find_all()])


@router.post(
    "/customers",
    status_code=201,
    responses=answers(StampedData[CustomerView], 400, 409, status=201),
    openapi_extra=takes(CustomerBody),
)
async def register_customer(request: Request) -> JSONResponse:
    """Register a customer."""
    fields = Fields(await read_json_object(request))
    name, email = fields.text("name"), fields.text("email")
    tier = fields.optional_choice("tier", CustomerTier) or CustomerTier.BASIC
    fields.check("Invalid customer data")
    made = await garage_of(request).customers.register(name, email, tier)
    return done(view_customer(made), "Customer registered", status=201)


@router.put(
    "/customers/{customer_id}/tier",
    responses=answers(StampedData[CustomerView], 400, 404),
    openapi_extra=takes(TierBody),
)
async def set_tier(request: Request, customer_id: str) -> JSONResponse:
    """Change a customer's tier."""
    fields = Fields(await read_json_object(request))
    tier = fields.choice("tier", CustomerTier)
    fields.check("Invalid customer data")
    changed = await garage_of(request).customers.set_tier(customer_id, tier, actor=ACTOR)
    return done(view_customer(changed), "Tier changed")


@router.put(
    "/customers/{customer_id}/vehicles",
    responses=answers(StampedData[dict[str, str]], 400, 404),
    openapi_extra=takes(VehicleBody),
)
async def assign_vehicle(request: Request, customer_id: str) -> JSONResponse:
    """Make a customer the owner of a vehicle that was here before."""
    fields = Fields(await read_json_object(request))
    plate = fields.plate()
    fields.check("Invalid customer data")
    await garage_of(request).customers.assign_vehicle(customer_id, plate)
    return done({"customerId": customer_id, "licensePlate": plate}, "Vehicle assigned")


async def _order(request: Request) -> PermitOrder:
    fields = Fields(await read_json_object(request))
    key = read_key(request, fields.optional_text("idempotencyKey"), fields.errors)
    terms = PaymentTerms(
        idempotency_key=key,
        method=fields.choice("method", PaymentMethod),
        card_token=fields.optional_text("cardToken"),
        actor=ACTOR,
    )
    order = PermitOrder(
        terms=terms,
        license_plate=fields.plate(),
        months=fields.whole("months", 1, 24) or 1,
        customer_id=fields.optional_text("customerId"),
        auto_renew=fields.flag("autoRenew"),
    )
    fields.check("Invalid permit data")
    return order
