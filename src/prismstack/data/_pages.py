"""Order and pages."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from prismstack.data._errors import ValidationFailed

__all__ = ["MAX_PAGE_SIZE", "OrderBy", "Page", "PageResult"]

#: The largest page anyone may ask for.
MAX_PAGE_SIZE: Final = 1000

RecordT = TypeVar("RecordT")


@dataclass(frozen=True, slots=True)
class OrderBy:
    """Sort by ``field``; ascending by default."""

    field: str
    direction: Literal["asc", "desc"] = "asc"

    def as_dict(self) -> dict[str, str]:
        return {self.field: self.direction}


@dataclass(frozen=True, slots=True)
class Page:
    """Which page: ``number`` counts from 1 (default 1), ``size`` is 1 to 1000 (default 20).

    Raises ValidationFailed outside these bounds.
    """

    number: int = 1
    size: int = 20

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValidationFailed(f"page number {self.number}: pages count from 1", fields=["page"])
        if not 1 <= self.size <= MAX_PAGE_SIZE:
            raise ValidationFailed(f"page size {self.size}: use 1 to {MAX_PAGE_SIZE}", fields=["size"])

    @property
    def skip(self) -> int:
        return (self.number - 1) * self.size


@dataclass(frozen=True, slots=True)
class PageResult(Generic[RecordT]):
    """The records of one page, and how many there are in all pages."""

    items: list[RecordT]
    total: int
    page: Page

    @property
    def pages(self) -> int:
        """The number of pages; 0 when there are no records."""
        return math.ceil(self.total / self.page.size)

    @property
    def has_next(self) -> bool:
        return self.page.number < self.pages

    @property
    def has_previous(self) -> bool:
        return self.page.number > 1

    def __iter__(self) -> Iterator[RecordT]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)
