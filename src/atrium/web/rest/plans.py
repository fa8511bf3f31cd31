"""``/api/plans``, ``/api/discount-codes`` and ``/api/quotes``: what stays cost."""

from __future__ import annotations

from datetime import timedelta
from typing import NotRequired

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from typing_extensions import TypedDict

from atrium.garage.models import Feature, RateType, SpotType
from atrium.garage.services import ProspectiveStay
from atrium.web.answers import ACTOR, garage_of
from atrium.web.bodies import read_json_object
from atrium.web.docs.describe import answers, takes
from atrium.web.inputs.fields import Fields
from atrium.web.inputs.plans import CodeBody, PlanBody, parse_code, parse_plan
from atrium.web.views.operations import (
    CodeView,
    PlanView,
    QuoteView,
    view_code,
    view_plan,
    view_quote,
)

from .done import done
from .envelopes import StampedData

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["Prices"])


class QuoteBody(TypedDict):
    """A parked vehicle by plate, or a stay that would begin now."""

    licensePlate: NotRequired[str]
    spotType: NotRequired[str]
    features: NotRequired[list[str]]
    rateType: NotRequired[str]
    minutes: NotRequired[int]
    discountCode: NotRequired[str]


@router.get("/plans", responses=answers(StampedData[list[PlanView]]))
async def list_plans(request: Request) -> JSONResponse:
    """The current rate plans."""
    return done([view_plan(plan) for plan in await garage_of(request).plans.find_all()])


@router.get("/plans/{code}", responses=answers(StampedData[PlanView], 404))
async def find_plan(request: Request, code: str) -> JSONResponse:
    """The current version of a plan."""
    return done(view_plan(await garage_of(request).plans.find(code)))


@router.put("/plans/{code}", responses=answers(StampedData[PlanView], 400, 404), openapi_extra=takes(PlanBody))
async def put_plan(request: Request, code: str) -> JSONResponse:
    """Store a plan as the next version of its code; the default plan prices stays from then on."""
    services = garage_of(request)
    plan = parse_plan(code, await read_json_object(request), services.clock.now())
    return done(view_plan(await services.plans.put(plan, actor=ACTOR)), "Rate plan stored successfully")


@router.delete("/plans/{code}", responses=answers(StampedData[dict[str, str]], 404))
async def retire_plan(request: Request, code: str) -> JSONResponse:
    """Take a plan out of use."""
    await garage_of(request).plans.retire(code, actor=ACTOR)
    return done({"code": code}, "Rate plan retired successfully")


@router.get("/discount-codes", responses=answers(StampedData[list[CodeView]]))
async def list_codes(request: Request) -> JSONResponse:
    """The live discount codes and how often they were used."""
    return done([view_code(code) for code in await garage_of(request).plans.find_codes()])


@router.post(
    "/discount-codes",
    status_code=201,
    responses=answers(StampedData[CodeView], 400, 409, status=201),
    openapi_extra=takes(CodeBody),
)
async def add_code(request: Request) -> JSONResponse:
    """Add a discount code."""
    services = garage_of(request)
    code = parse_code(await read_json_object(request), services.clock.now())
    return done(view_code(await services.plans.add_code(code, actor=ACTOR)), "Discount code added", status=201)


@router.delete("/discount-codes/{code}", responses=answers(StampedData[dict[str, str]], 400))
async def retire_code(request: Request, code: str) -> JSONResponse:
    """Take a discount code out of use."""
    await garage_of(request).plans.retire_code(code, actor=ACTOR)
    return done({"code": code.upper()}, "Discount code retired")


@router.post(
    "/quotes",
    status_code=201,
    responses=answers(StampedData[QuoteView], 400, 404, 409, status=201),
    openapi_extra=takes(QuoteBody),
)
async def make_quote(request: Request) -> JSONResponse:
    """Promise a price for 15 minutes; a parked vehicle's is honoured when its ``quoteId`` comes with the payment."""
    fields = Fields(await read_json_object(request))
    code = fields.optional_text("discountCode")
    service = garage_of(request).quotes
    if fields.has("licensePlate") and not fields.has("spotType"):
        plate = fields.plate()
        fields.check("Invalid quote data")
        return done(view_quote(await service.quote_parked(plate, code)), status=201)
    stay = ProspectiveStay(
        spot_type=fields.choice("spotType", SpotType),
        features=fields.choices("features", Feature),
        rate_type=fields.optional_choice("rateType", RateType) or RateType.HOURLY,
        lasts=timedelta(minutes=fields.whole("minutes", 1, 366 * 24 * 60) or 120),
        license_plate=fields.plate() if fields.has("licensePlate") else None,
    )
    fields.check("Invalid quote data")
    return done(view_quote(await service.quote_prospective(stay, code)), status=201)


@router.get("/quotes/{quote_id}", responses=answers(StampedData[QuoteView], 404))
async def find_quote(request: Request, quote_id: str) -> JSONResponse:
    """One quote."""
    return done(view_quote(await garage_of(request).quotes.find(quote_id)))
