"""What the tables have in common: batches by id, look-up by key, insert or update."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from prisma import Prisma

from atrium.garage.repositories.scope import GarageScope
from prismstack.data import Filter, In, OrderBy, Page, PrismaAdapter, Where

__all__ = ["Row", "RowTable", "by"]

ValueT = TypeVar("ValueT")
Row = dict[str, Any]

#: A statement takes so many keys: SQLite's limit of variables is far above, MySQL's packet too.
_KEYS_A_QUERY = 1000


class RowTable(ABC, Generic[ValueT]):
    """``Table`` over the rows of one model. A subclass says how a value becomes a row and back."""

    adapter: ClassVar[type[PrismaAdapter[Any]]]
    #: The column that holds the key.
    key_column: ClassVar[str] = "id"
    #: The unique column that batches are ordered by; it grows with time.
    id_column: ClassVar[str] = "id"
    include: ClassVar[Mapping[str, Any] | None] = None

    def __init__(self, client: Prisma, scope: GarageScope) -> None:
        self._client = client
        self._scope = scope
        self._rows = self.adapter(client)

    def filters(self) -> list[Filter]:
        """What makes a row belong to the garage."""
        return [self._scope.ever]

    @abstractmethod
    def to_value(self, row: Any) -> ValueT:
        """The value that a row holds."""

    @abstractmethod
    def key(self, value: ValueT) -> str:
        """The key of a value."""

    @abstractmethod
    async def to_rows(self, values: Sequence[ValueT]) -> list[Row]:
        """The columns of new rows; rows that they refer to exist afterwards."""
        raise NotImplementedError

    @abstractmethod
    async def to_changes(self, value: ValueT, row: Any) -> Row:
        """The columns that make an existing row hold the value."""
        raise NotImplementedError

    async def count(self) -> int:
        return await self._rows.count(*self.filters())

    async def batches(self, size: int) -> AsyncIterator[Sequence[ValueT]]:
        last: str | None = None
        while True:
            rows = await self._rows.find_many(
                *self.filters(),
                *([Where({self.id_column: {"gt": last}})] if last is not None else []),
                order=[OrderBy(self.id_column)],
                page=Page(size=size),
                include=self.include,
            )
            if not rows:
                return
            yield [self.to_value(row) for row in rows]
            last = getattr(rows[-1], self.id_column)

    async def find(self, keys: Collection[str]) -> dict[str, ValueT]:
        return {key: self.to_value(row) for key, row in (await self.find_rows(keys)).items()}

    async def find_rows(self, keys: Collection[str]) -> dict[str, Any]:
        """The rows of these keys."""
        found = await by(self._rows, self.key_column, keys, self.filters(), self.include)
        return {getattr(row, self.key_column): row for row in found}

    async def put(self, values: Sequence[ValueT]) -> None:
        known = await self.find_rows([self.key(value) for value in values])
        # Changes first: an ended stay frees its plate and its spot for a new one.
        for value in values:
            row = known.get(self.key(value))
            if row is not None and self.to_value(row) != value:
                await self.change(value, row)
        await self.add([value for value in values if self.key(value) not in known])

    async def add(self, values: Sequence[ValueT]) -> None:
        """Insert values whose keys are new."""
        if values:
            await self._rows.create_many(await self.to_rows(values))

    async def change(self, value: ValueT, row: Any) -> None:
        """Make an existing row hold the value."""
        where = {self.id_column: getattr(row, self.id_column)}
        await self._rows.update(where, await self.to_changes(value, row))

    async def remove(self, keys: Collection[str]) -> None:
        for chunk in _chunks(keys):
            await self._rows.delete_many(*self.filters(), In(self.key_column, chunk))


async def by(
    rows: PrismaAdapter[Any],
    column: str,
    values: Iterable[str],
    filters: Sequence[Filter] = (),
    include: Mapping[str, Any] | None = None,
) -> list[Any]:
    """The rows in which the column has one of the values."""
    found: list[Any] = []
    for chunk in _chunks(set(values)):
        found += await rows.find_many(*filters, In(column, chunk), include=include)
    return found


def _chunks(keys: Collection[str]) -> Iterable[list[str]]:
    listed = sorted(keys)
    return (listed[start : start + _KEYS_A_QUERY] for start in range(0, len(listed), _KEYS_A_QUERY))
