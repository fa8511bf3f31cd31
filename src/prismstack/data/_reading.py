"""The reading half of a repository: one model, seen through a fixed condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar, get_args, get_origin

from prismstack.data._errors import NotFound
from prismstack.data._filters import Filter, compile_filters
from prismstack.data._pages import OrderBy, Page, PageResult
from prismstack.data._translate import translated

__all__ = ["Include", "Key", "ModelT", "ReadAdapter", "View"]

ModelT = TypeVar("ModelT")

#: The value of the key field, or a mapping of unique fields as the client's ``where`` takes it.
Key = str | int | Mapping[str, Any]

Include = Mapping[str, Any] | None


class ReadAdapter(Generic[ModelT]):
    """Reads of one model of a generated (asyncio) client; errors come out as DataLayerError.

    Subclass with the model as type argument: ``class Vehicles(ReadAdapter[Vehicle])``. The
    model may be any class that a generated client accepts, a subclass or partial type included.
    """

    #: The generated model; taken from the type argument.
    model: Any
    #: The field that :data:`Key` values stand for.
    key_field: str = "id"

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for base in getattr(cls, "__orig_bases__", ()):
            arguments = get_args(base)
            if isinstance(get_origin(base), type) and arguments and not isinstance(arguments[0], TypeVar):
                cls.model = arguments[0]

    def __init__(self, client: Any, *, scope: Mapping[str, Any] | None = None) -> None:
        self._client = client
        self._scope: dict[str, Any] = dict(scope or {})
        self._actions = self.model.prisma(client)

    async def get(self, key: Key, *, include: Include = None) -> ModelT:
        """The record with this key. Raises NotFound."""
        found = await self.get_or_none(key, include=include)
        if found is None:
            raise self._not_found(key)
        return found

    async def get_or_none(self, key: Key, *, include: Include = None) -> ModelT | None:
        """The record with this key, or None."""
        with translated():
            return await self._actions.find_unique(where=self._unique(key), include=include)

    async def find_one(self, *filters: Filter, order: Sequence[OrderBy] = (), include: Include = None) -> ModelT | None:
        """The first record that all filters match, or None."""
        with translated():
            return await self._actions.find_first(where=self._where(filters), order=_order(order), include=include)

    async def find_many(
        self,
        *filters: Filter,
        order: Sequence[OrderBy] = (),
        page: Page | None = None,
        include: Include = None,
    ) -> list[ModelT]:
        """The records that all filters match; all of them unless a ``page`` is asked for."""
        with translated():
            return await self._actions.find_many(
                where=self._where(filters),
                order=_order(order),
                skip=page.skip if page else None,
                take=page.size if page else None,
                include=include,
            )

    async def find_page(
        self,
        *filters: Filter,
        order: Sequence[OrderBy] = (),
        page: Page | None = None,
        include: Include = None,
    ) -> PageResult[ModelT]:
        """One page (default: the first) and the total; sorted by key last, so that pages do not overlap."""
        page = page or Page()
        stable = [*order, OrderBy(self.key_field)]
        items = await self.find_many(*filters, order=stable, page=page, include=include)
        return PageResult(items, await self.count(*filters), page)

    async def count(self, *filters: Filter) -> int:
        """How many records all filters match."""
        with translated():
            return await self._actions.count(where=self._where(filters))

    async def exists(self, *filters: Filter) -> bool:
        """Whether any record matches all filters."""
        return await self.find_one(*filters) is not None

    def _unique(self, key: Key) -> dict[str, Any]:
        return {**self._named(key), **self._scope}

    def _named(self, key: Key) -> dict[str, Any]:
        return dict(key) if isinstance(key, Mapping) else {self.key_field: key}

    def _where(self, filters: Sequence[Filter]) -> dict[str, Any]:
        where = compile_filters(filters)
        return {"AND": [self._scope, where]} if self._scope else where

    def _not_found(self, key: Key) -> NotFound:
        named = self._named(key)
        wanted = ", ".join(f"{field} {value!r}" for field, value in named.items())
        return NotFound(f"there is no {self.model.__name__} with {wanted}", fields=named)


class View(ReadAdapter[ModelT]):
    """Reads of a model under another condition than its repository's."""

    def __init__(self, client: Any, repository: ReadAdapter[ModelT], scope: Mapping[str, Any]) -> None:
        self.model = repository.model
        self.key_field = repository.key_field
        super().__init__(client, scope=scope)


def _order(order: Sequence[OrderBy]) -> list[dict[str, str]] | None:
    return [each.as_dict() for each in order] or None
