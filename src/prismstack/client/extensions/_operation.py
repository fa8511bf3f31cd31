"""One call of the client as extensions see it, and the call that is running now."""

from __future__ import annotations

import sys
from contextvars import ContextVar
from dataclasses import dataclass, replace
from types import FrameType
from typing import Any, NamedTuple

__all__ = ["Answer", "CallSite", "Operation", "Outcome", "RunningCall", "find_call_site", "model_name", "running_call"]

#: Modules whose frames are no call site: they stand between the caller and the client.
_LIBRARY = ("prismstack.", "contextlib", "functools")
#: Below these frames is whoever started the event loop or the thread, not the caller.
_RUNNERS = ("asyncio.", "threading", "concurrent.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a hook answers instead of the database; ``value`` is what the client's method takes as the result."""

    value: Any


@dataclass(frozen=True, slots=True)
class Operation:
    """One call of the client.

    ``action`` is the client's method (``find_many``, ``update``, ``query_raw``, … or ``batch``),
    ``model`` the model's name (empty for raw queries and batches), ``arguments`` what the method
    was given, by the names ``where``, ``data``, ``include``, ``take``, …; a batch has its members
    under ``operations``. Change nothing in place: make a changed copy with :meth:`replace`.
    """

    action: str
    model: str
    arguments: dict[str, Any]
    model_class: Any = None
    root_selection: list[str] | None = None
    in_transaction: bool = False
    in_batch: bool = False

    def replace(self, *, action: str | None = None, arguments: dict[str, Any] | None = None) -> Operation:
        """A copy with another action, other arguments, or both."""
        return replace(
            self,
            action=self.action if action is None else action,
            arguments=self.arguments if arguments is None else arguments,
        )

    def where(self, condition: dict[str, Any]) -> Operation:
        """A copy that finds only what also meets ``condition``."""
        given = self.arguments.get("where")
        both = condition if not given else {**given, "AND": [*_as_list(given.get("AND")), condition]}
        return self.replace(arguments={**self.arguments, "where": both})

    def answer(self, value: Any) -> Answer:
        """Answer with a value instead of asking the database."""
        return Answer(value)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an operation ended: its result or its error, and the seconds it took.

    A result is what the client's method returns: models for records, ``{"count": n}`` where
    rows are counted, plain data for aggregates and raw queries.
    """

    operation: Operation
    result: Any
    error: BaseException | None
    duration: float


class CallSite(NamedTuple):
    """Where the application called the client."""

    file: str
    line: int
    function: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class RunningCall(NamedTuple):
    """The call that statements belong to; ``action`` may also be ``connect``, ``begin``, ``commit`` or ``rollback``."""

    action: str
    model: str
    call_site: CallSite | None


#: The call that is running in this context, where an extension asked for it.
running_call: ContextVar[RunningCall | None] = ContextVar("prismstack_running_call", default=None)


def model_name(model: Any) -> str:
    """The name of a model class; empty for None and for what is no model."""
    return getattr(model, "__prisma_model__", "")


def find_call_site(package: str) -> CallSite | None:
    """The nearest frame outside of libraries and the client package; None below an event loop's own frames."""
    frame: FrameType | None = sys._getframe(1)  # pyright: ignore[reportPrivateUsage]
    prefixes = (*_LIBRARY, f"{package}.")
    while frame is not None:
        name: str = frame.f_globals.get("__name__", "")
        if name.startswith(_RUNNERS):
            return None
        if name != package and not name.startswith(prefixes):
            return CallSite(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name)
        frame = frame.f_back
    return None


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return [*value] if isinstance(value, (list, tuple)) else [value]
