"""``/api/audit``: who did what, and the way back for what was deleted. With the administrator's key."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from atrium.garage.interfaces import ARCHIVED_KINDS
from atrium.web.answers import ACTOR, garage_of
from atrium.web.docs.describe import Query, answers, takes
from atrium.web.inputs.fields import Fields
from atrium.web.views.operations import ArchivedView, AuditView, view_archived, view_audit

from .admin import ADMIN_HEADER, require_admin
from .done import done
from .envelopes import StampedData

__all__ = ["router"]

router = APIRouter(prefix="/api/audit", tags=["Audit"])

_KEY: tuple[Query, ...] = ((ADMIN_HEADER, {"type": "string"}, "The administrator's key"),)
_MOMENT: dict[str, object] = {"type": "string", "format": "date-time"}
_LIST: tuple[Query, ...] = (
    ("from", _MOMENT, "At or after; default: 24 hours before the end"),
    ("to", _MOMENT, "Before; default: now"),
    ("entityType", {"type": "string"}, "Only records about rows of this type"),
    ("entityId", {"type": "string"}, "With entityType: everything about one row, oldest first"),
    ("actor", {"type": "string"}, "Only what this one did"),
    ("limit", {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}, "Latest first"),
)
_DELETED: tuple[Query, ...] = (("kind", {"type": "string", "enum": list(ARCHIVED_KINDS)}, "Required"),)


@router.get(
    "", responses=answers(StampedData[list[AuditView]], 400, 403), openapi_extra=takes(query=_LIST, headers=_KEY)
)
async def list_records(request: Request) -> JSONResponse:
    """Who changed what, when, what it was before and after."""
    require_admin(request)
    services = garage_of(request)
    fields = Fields(request.query_params)
    end = fields.moment("to") or services.clock.now() + timedelta(seconds=1)
    start = fields.moment("from") or end - timedelta(days=1)
    entity_type, entity_id = fields.optional_text("entityType"), fields.optional_text("entityId")
    actor, limit = fields.optional_text("actor"), fields.whole("limit", 1, 500) or 100
    fields.check("Invalid query parameters")
    if entity_type and entity_id:
        found = await services.trail.history(entity_type, entity_id)
    else:
        kinds = [entity_type] if entity_type else []
        found = await services.trail.find(start, end, entity_types=kinds, actor=actor, limit=limit)
    return done([view_audit(record) for record in found])


@router.get(
    "/deleted",
    responses=answers(StampedData[list[ArchivedView]], 400, 403),
    openapi_extra=takes(query=_DELETED, headers=_KEY),
)
async def list_deleted(request: Request) -> JSONResponse:
    """Deleted rows of a kind, latest deletion first."""
    require_admin(request)
    fields = Fields(request.query_params)
    kind = fields.text("kind")
    fields.check("Invalid query parameters")
    return done([view_archived(row) for row in await garage_of(request).trail.find_deleted(kind)])


@router.post(
    "/deleted/{kind}/{row_id}/restore",
    responses=answers(StampedData[dict[str, str]], 400, 403, 404, 409),
    openapi_extra=takes(headers=_KEY),
)
async def restore_row(request: Request, kind: str, row_id: str) -> JSONResponse:
    """Take a deletion back."""
    require_admin(request)
    await garage_of(request).trail.restore(kind, row_id, actor=ACTOR)
    return done({"kind": kind, "id": row_id}, "Restored")
