"""Hooks: the application's own code before, after and around each operation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import Any, ClassVar

from prismstack.client.extensions._operation import Answer, Operation, Outcome
from prismstack.query import OBJECTS

__all__ = ["Hook", "applies", "as_records"]

Proceed = Callable[[Operation], Awaitable[Any]]
ProceedBlocking = Callable[[Operation], Any]


class Hook:
    """Base of hooks: override what is needed.

    ``models`` and ``actions`` restrict a hook to those (None: all). Hooks run in the order of
    their registration: the first one is the outermost, its ``before`` runs first and its
    ``after`` last. An exception of a hook is the operation's.
    """

    models: ClassVar[Collection[str] | None] = None
    actions: ClassVar[Collection[str] | None] = None

    def before(self, operation: Operation) -> Operation | Answer | None:
        """Return a changed operation, an answer (the database is not asked), or None to change nothing.

        Called for each member of a batch too, which cannot be answered.
        """
        return None

    def after(self, outcome: Outcome) -> None:
        """See how an operation ended; a batch is one operation here."""

    async def around(self, operation: Operation, proceed: Proceed) -> Any:
        """Await ``proceed(operation)`` once, several times or never; return the result. Of asyncio clients."""
        return await proceed(operation)

    def around_blocking(self, operation: Operation, proceed: ProceedBlocking) -> Any:
        """Like :meth:`around`, of sync clients."""
        return proceed(operation)


def applies(hook: Hook, operation: Operation) -> bool:
    """Whether a hook wants to see an operation."""
    return (hook.models is None or operation.model in hook.models) and (
        hook.actions is None or operation.action in hook.actions
    )


def as_records(operation: Operation, value: Any) -> Any:
    """A result with its records as models; lists may hold them already."""
    model = operation.model_class
    if operation.action not in OBJECTS or not isinstance(model, type):
        return value
    if isinstance(value, list):
        return [_as_record(model, each) for each in value]  # pyright: ignore[reportUnknownVariableType]
    return None if value is None else _as_record(model, value)


def _as_record(model: Any, value: Any) -> Any:
    return value if isinstance(value, model) else model.model_validate(value)
