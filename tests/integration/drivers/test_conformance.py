"""Every driver does what ``prismstack.testing`` says a driver has to do."""

from __future__ import annotations

import pytest

from prismstack.testing import DIALECTS, DriverCase, World, driver_cases

CASES = [
    pytest.param(provider, case, id=f"{provider}-{case}")
    for provider in ("sqlite", "postgresql", "mysql")
    for case in driver_cases(DIALECTS[provider])
]


@pytest.mark.parametrize(("provider", "case"), CASES)
async def test_driver(world: World, case: DriverCase) -> None:
    await case.check(world)
