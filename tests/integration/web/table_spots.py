"""Contract: ``/api/spots``."""

from __future__ import annotations

from typing import Any

from tests.integration.web.contract import Case, e3
from tests.integration.web.shapes import COUNT, FLAG, NUMBER, STAMP, TEXT, Having, Listed, containing
from tests.integration.web.table_garage import SPOT

ANY_SPOT = SPOT | {"status": TEXT, "currentVehicle": TEXT}
TAKEN = {"status": "occupied", "currentVehicle": "PARK1"}
SORT_FIELDS = ["id", "floor", "bay", "spotNumber", "type", "status", "updatedAt"]
METADATA = {
    "total": 40,
    "filtered": COUNT,
    "hasFilters": FLAG,
    "filtersApplied": Having({}),
    "statusCounts": Having({"available": COUNT, "occupied": COUNT}),
    "typeCounts": {"compact": COUNT, "standard": COUNT, "oversized": COUNT},
    "featureCounts": {"ev_charging": COUNT, "handicap": COUNT},
    "floors": Listed(COUNT),
    "uniqueBays": COUNT,
    "occupancyRate": NUMBER,
    "processingTimeMs": NUMBER,
    "timestamp": STAMP,
}


def page(spots: Any, *, link: str | None = None, metadata: Any = METADATA, **pagination: Any) -> dict[str, Any]:
    defaults = {
        "limit": 20,
        "offset": 0,
        "hasMore": link is not None,
        "currentPage": 1,
        "totalPages": COUNT,
        "nextOffset": None,
        "prevOffset": None,
        "totalCount": COUNT,
    }
    links = {"links": {"next": link}} if link else {}
    return {"success": True, "data": spots, "pagination": defaults | pagination, "metadata": metadata, **links}


def _bad_page(query: str) -> Case:
    answer = e3(containing("Invalid pagination parameters: "), TEXT)
    return Case(f"list: {query}", "GET", f"/api/spots?{query}", 400, answer)


def _bad_filter(query: str) -> Case:
    return Case(f"list: {query}", "GET", f"/api/spots?{query}", 400, e3("Invalid query parameters", TEXT))


def _finds(text: str, count: int) -> Case:
    answer = Having({"pagination": Having({"totalCount": count})})
    return Case(f"search: {text}", "GET", f"/api/spots/search?query={text}", 200, answer)


def _updated(**changes: Any) -> dict[str, Any]:
    spot = SPOT | {"id": "F1-B1-S003", **changes, "metadata": {"processingTimeMs": NUMBER, "timestamp": STAMP}}
    return {"success": True, "message": "Spot updated successfully", "data": spot, "changes": changes}


def _patch(name: str, body: Any, status: int, answer: Any, spot: str = "F1-B1-S003") -> Case:
    return Case(f"update: {name}", "PATCH", f"/api/spots/{spot}", status, answer, json=body)


CASES = [
    Case(
        "list",
        "GET",
        "/api/spots",
        200,
        page(
            Listed(SPOT, 20),
            link="/api/spots/?limit=20&offset=20",
            totalPages=2,
            nextOffset=20,
            totalCount=40,
        ),
    ),
    Case(
        "second page",
        "GET",
        "/api/spots?limit=15&offset=30",
        200,
        page(Listed(SPOT, 10), limit=15, offset=30, currentPage=3, totalPages=3, prevOffset=15, totalCount=40),
    ),
    Case(
        "an offset past the end starts over",
        "GET",
        "/api/spots?offset=40",
        200,
        Having({"pagination": Having({"offset": 0, "currentPage": 1})}),
    ),
    Case(
        "filters, order and the link",
        "GET",
        "/api/spots?limit=2&floor=1&type=standard&sort=spotNumber&order=DESC&include=metadata,features&page=9",
        200,
        page(
            [Having({"spotNumber": 9}), Having({"spotNumber": 9})],
            link="/api/spots/?limit=2&offset=2&type=standard&floor=1",
            limit=2,
            nextOffset=2,
            totalPages=7,
            totalCount=14,
            metadata=METADATA
            | {
                "filtered": 14,
                "hasFilters": True,
                "filtersApplied": {"type": "standard", "floor": 1},
                "typeCounts": {"compact": 0, "standard": 14, "oversized": 0},
                "floors": [1],
                "uniqueBays": 2,
            },
        ),
    ),
    Case(
        "figures of what matched",
        "GET",
        "/api/spots?floor=1",
        200,
        Having(
            {
                "metadata": Having(
                    {"statusCounts": {"available": 19, "occupied": 1}, "occupancyRate": 2.5, "filtered": 20}
                )
            }
        ),
        "parked",
    ),
    Case("no garage, no spots", "GET", "/api/spots", 200, Having({"data": []}), "nothing"),
    _bad_page("limit=0"),
    _bad_page("limit=101"),
    _bad_page("limit=abc"),
    _bad_page("limit=1.5"),
    _bad_page("offset=-1"),
    _bad_page("offset=9999999999"),
    _bad_filter("status=busy"),
    _bad_filter("type=truck"),
    _bad_filter("floor=0"),
    _bad_filter("bay=one"),
    Case(
        "list: unknown include",
        "GET",
        "/api/spots?include=metadata,owner",
        400,
        e3("Invalid include parameters: owner", validIncludes=["metadata", "features", "occupancy"]),
    ),
    Case(
        "list: unknown sort field",
        "GET",
        "/api/spots?sort=owner",
        400,
        e3("Invalid sort field: owner", validSortFields=SORT_FIELDS),
    ),
    Case(
        "list: unknown order",
        "GET",
        "/api/spots?order=up",
        400,
        e3("Invalid sort order: up", validOrders=["asc", "desc"]),
    ),
    Case(
        "free spots",
        "GET",
        "/api/spots/available?limit=1&status=occupied",
        200,
        page(
            Listed(SPOT, 1),
            link="/api/spots/available?limit=1&offset=1&status=available",
            limit=1,
            nextOffset=1,
            totalPages=39,
            totalCount=39,
        ),
        "parked",
    ),
    Case("occupied spots", "GET", "/api/spots/occupied", 200, page([ANY_SPOT | TAKEN], totalCount=1), "parked"),
    Case("occupied spots: bad limit", "GET", "/api/spots/occupied?limit=x", 400, e3(TEXT, TEXT)),
    Case(
        "search without a query",
        "GET",
        "/api/spots/search",
        400,
        e3("Search query is required", examples=Listed(TEXT)),
    ),
    _finds("floor:1", 20),
    _finds("f:2 b:1", 10),
    _finds("type:compact", 8),
    _finds("t:oversized available", 4),
    _finds("standard", 28),
    _finds("status:occupied", 0),
    _finds("F1-B2", 10),
    _finds("what ever", 40),
    Case(
        "figures",
        "GET",
        "/api/spots/statistics",
        200,
        {
            "success": True,
            "data": {
                "total": 40,
                "occupied": 1,
                "available": 39,
                "occupancyRate": 2.5,
                "floorStats": {
                    "1": {"total": 20, "occupied": 1, "available": 19, "bays": 2},
                    "2": {"total": 20, "occupied": 0, "available": 20, "bays": 2},
                },
                "typeStats": Having({"compact": {"total": 8, "occupied": 1, "available": 7}}),
                "featureStats": Having({"ev_charging": {"total": 4, "occupied": 1, "available": 3}}),
                "metadata": {"processingTimeMs": NUMBER, "timestamp": STAMP},
            },
            "timestamp": STAMP,
        },
        "parked",
    ),
    Case(
        "one spot",
        "GET",
        "/api/spots/F1-B1-S001",
        200,
        {
            "success": True,
            "data": SPOT | {"id": "F1-B1-S001", "type": "compact", "features": ["ev_charging", "handicap"]},
            "timestamp": STAMP,
        },
    ),
    *(
        Case(
            f"no spot id: {spot}",
            "GET",
            f"/api/spots/{spot}",
            400,
            e3(
                "Invalid spot ID format. Expected format: F{floor}-B{bay}-S{spot}",
                examples=Listed(TEXT),
            ),
        )
        for spot in ("info", "f1-b1-s001", "F1-B1-S1", "F1-B1-S0001", "%F0%9F%9A%97")
    ),
    Case(
        "no such spot",
        "GET",
        "/api/spots/F9-B1-S001",
        404,
        e3("Spot with ID 'F9-B1-S001' not found", suggestion=TEXT, examples=Listed(TEXT)),
    ),
    _patch("status", {"status": " Occupied ", "owner": "x"}, 200, _updated(status="occupied")),
    _patch("type", {"type": "COMPACT"}, 200, _updated(type="compact")),
    _patch("features", {"features": ["EV_charging"]}, 200, _updated(features=["ev_charging"])),
    _patch(
        "nothing known",
        {"owner": "x"},
        400,
        e3("At least one field must be provided for update", validFields=["status", "type", "features"]),
    ),
    _patch(
        "features are no array",
        {"features": "ev"},
        400,
        e3("At least one field must be provided for update", validFields=["status", "type", "features"]),
    ),
    _patch("maintenance", {"status": "maintenance"}, 400, e3("Invalid update data", TEXT)),
    _patch(
        "all wrong", {"status": 5, "type": "x", "features": ["y"]}, 400, e3("Invalid update data", TEXT, TEXT, TEXT)
    ),
    _patch("features repeat", {"features": ["handicap", "handicap"]}, 400, e3("Invalid update data", TEXT)),
    _patch("feature is an object", {"features": [{}]}, 400, e3("Invalid update data", TEXT)),
    _patch("bad id", {"status": "occupied"}, 400, e3(containing("Invalid spot ID"), examples=Listed(TEXT)), "x"),
    _patch("no such spot", {"status": "occupied"}, 404, Having({"success": False}), "F7-B1-S001"),
]
