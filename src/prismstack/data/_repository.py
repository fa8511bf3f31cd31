"""The base of repositories over a generated client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Generic

from prismstack.data._filters import Filter
from prismstack.data._reading import Include, Key, ModelT, ReadAdapter, View
from prismstack.data._translate import translated
from prismstack.errors import ConfigurationError

__all__ = ["PrismaAdapter"]


class PrismaAdapter(ReadAdapter[ModelT], Generic[ModelT]):
    """Base repository of one model: reads and writes, with soft delete where the model has it.

    ::

        class Vehicles(PrismaAdapter[Vehicle]):
            deleted_at = "deletedAt"

    With ``deleted_at`` naming a nullable DateTime field, every read and write skips records in
    which it is set; :attr:`with_deleted` and :attr:`only_deleted` are views that read them.
    Without it (the default) the model has no soft delete, and asking for one is an error.
    """

    #: The field that holds the moment of a soft delete; None: the model has no soft delete.
    deleted_at: ClassVar[str | None] = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        model = getattr(cls, "model", None)
        if model is not None and cls.deleted_at is not None and cls.deleted_at not in model.model_fields:
            raise ConfigurationError(f"{cls.__name__}.deleted_at: {model.__name__} has no field {cls.deleted_at!r}")

    def __init__(self, client: Any) -> None:
        super().__init__(client, scope={self.deleted_at: None} if self.deleted_at else None)

    @property
    def with_deleted(self) -> ReadAdapter[ModelT]:
        """Reads that see soft-deleted records too."""
        return View(self._client, self, {})

    @property
    def only_deleted(self) -> ReadAdapter[ModelT]:
        """Reads that see nothing but soft-deleted records."""
        return View(self._client, self, self._marked())

    async def create(self, data: Mapping[str, Any], *, include: Include = None) -> ModelT:
        """Create a record. Raises DuplicateEntry, ForeignKeyViolation or ValidationFailed."""
        with translated():
            return await self._actions.create(data=dict(data), include=include)

    async def create_many(self, rows: Sequence[Mapping[str, Any]]) -> int:
        """Create all rows or none; returns how many."""
        if not rows:
            return 0
        with translated():
            return await self._actions.create_many(data=[dict(row) for row in rows])

    async def update(self, key: Key, data: Mapping[str, Any], *, include: Include = None) -> ModelT:
        """Change the record with this key; returns it. Raises NotFound and what :meth:`create` raises."""
        return await self._update(key, self._unique(key), data, include)

    async def update_many(self, *filters: Filter, data: Mapping[str, Any]) -> int:
        """Change all records that match; returns how many."""
        with translated():
            return await self._actions.update_many(where=self._where(filters), data=dict(data))

    async def delete(self, key: Key) -> ModelT:
        """Remove the record with this key for good; returns it. Raises NotFound, ForeignKeyViolation."""
        with translated():
            deleted = await self._actions.delete(where=self._unique(key))
        if deleted is None:
            raise self._not_found(key)
        return deleted

    async def delete_many(self, *filters: Filter) -> int:
        """Remove all records that match for good; returns how many."""
        with translated():
            return await self._actions.delete_many(where=self._where(filters))

    async def soft_delete(self, key: Key, *, at: datetime | None = None) -> ModelT:
        """Mark the record as deleted ``at`` a moment (default: now); returns it.

        Raises NotFound when there is none or it is marked already.
        """
        return await self.update(key, {self._soft_delete_field(): at or datetime.now(UTC)})

    async def soft_delete_many(self, *filters: Filter, at: datetime | None = None) -> int:
        """Mark all records that match as deleted; returns how many."""
        return await self.update_many(*filters, data={self._soft_delete_field(): at or datetime.now(UTC)})

    async def restore(self, key: Key) -> ModelT:
        """Take back a soft delete; returns the record. Raises NotFound when there is no deleted one."""
        where = {**self._named(key), **self._marked()}
        return await self._update(key, where, {self._soft_delete_field(): None}, None)

    async def _update(self, key: Key, where: dict[str, Any], data: Mapping[str, Any], include: Include) -> ModelT:
        with translated():
            updated = await self._actions.update(where=where, data=dict(data), include=include)
        if updated is None:
            raise self._not_found(key)
        return updated

    def _marked(self) -> dict[str, Any]:
        return {"NOT": [{self._soft_delete_field(): None}]}

    def _soft_delete_field(self) -> str:
        if self.deleted_at is None:
            raise ConfigurationError(
                f"{self.model.__name__} has no soft delete; set {type(self).__name__}.deleted_at to its field"
            )
        return self.deleted_at
