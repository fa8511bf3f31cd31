"""What every request passes: the limiter, CORS, security headers, entity tags, compression."""

from __future__ import annotations

import httpx
import pytest

from atrium.garage.services import GarageServices
from atrium.platform.clock import ManualClock
from atrium.platform.settings import Settings
from atrium.web import create_app
from atrium.web.middleware import RateLimiter
from atrium.web.middleware.rate_limit import _MAX_CLIENTS
from tests.integration.web.conftest import running
from tests.integration.web.contract import garage

TOO_MANY = {"error": "Too many requests from this IP, please try again later."}


async def test_the_limiter_counts_everything_but_assets(settings: Settings, services: GarageServices) -> None:
    limited = settings.model_copy(update={"rate_limit_max": 3})
    async with running(create_app(limited, services)) as http:
        for path, left in (("/health", "2"), ("/api/garage/status", "1"), ("/nowhere", "0")):
            answer = await http.get(path)
            assert answer.headers["X-RateLimit-Limit"] == "3"
            assert answer.headers["X-RateLimit-Remaining"] == left
            assert answer.headers["X-RateLimit-Reset"].isdecimal()
            assert "Retry-After" not in answer.headers
        refused = await http.get("/health")
        assert (refused.status_code, refused.json()) == (429, TOO_MANY)
        assert 1 <= int(refused.headers["Retry-After"]) <= 900
        assert refused.headers["X-Content-Type-Options"] == "nosniff"
        assert (await http.get("/assets/page.css")).status_code == 200


async def test_each_address_has_a_window_of_its_own(settings: Settings, services: GarageServices) -> None:
    app = create_app(settings.model_copy(update={"rate_limit_max": 1}), services)
    async with running(app, "10.0.0.1") as first, running(app, "10.0.0.2") as second:
        assert (await first.get("/health")).status_code == 200
        assert (await second.get("/health")).status_code == 200
        forged = await first.get("/health", headers={"X-Forwarded-For": "10.0.0.9"})
        assert forged.status_code == 429


async def test_the_default_is_a_hundred_requests(settings: Settings, services: GarageServices) -> None:
    default = Settings(database_url=settings.database_url)
    async with running(create_app(default, services)) as http:
        codes = [(await http.get("/health")).status_code for _ in range(101)]
    assert codes == [200] * 100 + [429]


async def _limiter_answer(limiter: RateLimiter, address: str) -> int:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(limiter, client=(address, 1)), base_url="http://test"
    ) as http:
        return (await http.get("/")).status_code


async def _ok(scope: object, receive: object, send: object) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
    await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]


async def test_a_window_ends() -> None:
    now = [1000.0]
    limiter = RateLimiter(_ok, limit=1, window_seconds=60, clock=lambda: now[0])
    assert await _limiter_answer(limiter, "a") == 200
    now[0] += 59.9
    assert await _limiter_answer(limiter, "a") == 429
    now[0] += 0.2
    assert await _limiter_answer(limiter, "a") == 200


async def test_the_limiter_forgets_clients_in_time() -> None:
    limiter = RateLimiter(_ok, limit=1, window_seconds=60, clock=lambda: 1.0)
    for number in range(_MAX_CLIENTS + 10):
        limiter._count(str(number), 1.0)
    assert len(limiter._windows) == _MAX_CLIENTS


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1:9000"])
async def test_known_origins_are_welcome(origin: str, http: httpx.AsyncClient) -> None:
    headers = {"Origin": origin, "Access-Control-Request-Headers": "content-type,idempotency-key"}
    preflight = await http.options("/api/checkin", headers=headers)
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == origin
    assert preflight.headers["Access-Control-Allow-Credentials"] == "true"
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert preflight.headers["Access-Control-Allow-Headers"] == "content-type,idempotency-key"
    assert (await http.get("/health", headers=headers)).headers["Access-Control-Allow-Origin"] == origin


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:3000.evil.example"])
async def test_unknown_origins_get_no_permission(origin: str, http: httpx.AsyncClient) -> None:
    for answer in (
        await http.options("/api/checkin", headers={"Origin": origin}),
        await http.get("/health", headers={"Origin": origin}),
    ):
        assert answer.is_success
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Origin" in answer.headers["Vary"]


async def test_every_answer_is_careful(http: httpx.AsyncClient) -> None:
    for path in ("/", "/health", "/nowhere", "/api-docs", "/assets/page.js"):
        headers = (await http.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert not {"X-Powered-By", "Server"} & set(headers)


async def test_a_known_answer_is_not_sent_again(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await garage(services, clock)
    first = await http.get("/api/garage")
    again = await http.get("/api/garage", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    await http.put("/api/garage/config", json={"name": "Uptown"})
    changed = await http.get("/api/garage", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


async def test_head_is_get_without_a_body(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await garage(services, clock)
    full, head = await http.get("/api/garage"), await http.head("/api/garage")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == full.headers["ETag"]
    assert (await http.head("/nowhere")).status_code == 404


async def test_long_answers_are_compressed(
    http: httpx.AsyncClient, services: GarageServices, clock: ManualClock
) -> None:
    await garage(services, clock)
    assert (await http.get("/api/spots")).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in (await http.get("/api/garage/status")).headers
    plain = await http.get("/api/spots", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
