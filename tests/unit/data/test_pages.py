"""Pages and their arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prismstack.data import MAX_PAGE_SIZE, Page, PageResult, ValidationFailed


@given(total=st.integers(0, 500), size=st.integers(1, 50))
def test_pages_cover_everything_once(total: int, size: int) -> None:
    records = list(range(total))
    seen: list[int] = []
    number = 1
    while True:
        page = Page(number, size)
        result = PageResult(records[page.skip : page.skip + size], total, page)
        seen += result
        assert len(result) <= size
        assert result.has_previous == (number > 1)
        if not result.has_next:
            break
        number += 1
    assert seen == records
    assert number == max(1, result.pages)


@pytest.mark.parametrize(
    ("number", "size", "field"), [(0, 10, "page"), (-1, 10, "page"), (1, 0, "size"), (1, MAX_PAGE_SIZE + 1, "size")]
)
def test_impossible_pages_are_refused(number: int, size: int, field: str) -> None:
    with pytest.raises(ValidationFailed) as caught:
        Page(number, size)
    assert caught.value.fields == (field,)
