"""The search language for spots."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atrium.garage.interfaces import SpotFilter
from atrium.garage.models import SpotStatus, SpotType
from atrium.garage.services import parse_search

FREE = SpotStatus.AVAILABLE


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("floor:1", SpotFilter(floor=1)),
        ("f:2 B:3", SpotFilter(floor=2, bay=3)),
        ("F1-B2 available", SpotFilter(floor=1, bay=2, status=FREE)),
        ("type:compact s:occupied", SpotFilter(type=SpotType.COMPACT, status=SpotStatus.OCCUPIED)),
        ("t:available", SpotFilter()),
        ("s:compact", SpotFilter()),
        ("compact oversized", SpotFilter(type=SpotType.OVERSIZED)),
        ("whatever floor:x bay: f:", SpotFilter()),
        ("", SpotFilter()),
    ],
)
def test_terms(text: str, where: SpotFilter) -> None:
    assert parse_search(text) == where


@given(st.text())
def test_no_text_fails(text: str) -> None:
    parse_search(text)
