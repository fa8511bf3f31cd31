"""What a request selects: ``include``, ``select``, ``omit`` and counts of relations, at every level."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Final

from prismstack.query._errors import RequestError
from prismstack.query._graph import InputFields, InputGraph
from prismstack.query._json import is_object

__all__ = ["CHOICES", "COUNTS", "ModelFields", "SelectionBuilder", "check_choices", "is_reshaped"]

#: Gives a model class's scalar fields, and the class behind one of its relations.
ModelFields = Callable[[Any], "tuple[list[str], Callable[[str], Any]]"]

#: Under this name a record has the counts of its relations.
COUNTS: Final = "_count"
#: The arguments that say what is selected.
CHOICES: Final = ("include", "select", "omit")


def is_reshaped(arguments: dict[str, Any]) -> bool:
    """Whether records lack fields or carry counts, so that they are no plain objects of their models."""
    if arguments.get("select") is not None or arguments.get("omit") is not None:
        return True
    include: dict[str, Any] = arguments.get("include") or {}
    return any(name == COUNTS or (is_object(each) and is_reshaped(each)) for name, each in include.items())


class SelectionBuilder(ABC):
    """Builds selections; the arguments that stand in them are built by a subclass."""

    def __init__(self, graph: InputGraph, fields: ModelFields) -> None:
        self._graph = graph
        self._fields = fields

    @abstractmethod
    def _arguments(
        self, given: dict[str, Any], accepted: InputFields, model: Any, selection: dict[str, Any]
    ) -> dict[str, Any]:
        """The arguments of an action or a relation; what they choose goes into ``selection``."""

    @abstractmethod
    def _switch(self) -> None:
        """Take a bool, which decides the request's text."""

    def _all_scalars(self, model: Any) -> dict[str, Any]:
        return dict.fromkeys(self._fields(model)[0], True)

    def _choose(self, choice: str, wanted: dict[str, Any], model: Any, selection: dict[str, Any]) -> None:
        """Apply one of ``CHOICES`` to a selection that so far has every scalar field."""
        if choice == "omit":
            self._omit(wanted, model, selection)
            return
        if choice == "select":
            selection.clear()
        scalars: list[str] = self._fields(model)[0] if choice == "select" else []
        for name, value in wanted.items():
            if value is None:
                continue
            if isinstance(value, bool):
                self._switch()
                if not value:
                    continue
            elif not is_object(value):
                raise TypeError(f"Expected `bool` or `dict` {choice} value but got {type(value)} instead.")
            selection[name] = True if name in scalars else self._relation(name, value, model)

    def _omit(self, wanted: dict[str, Any], model: Any, selection: dict[str, Any]) -> None:
        for name, value in wanted.items():
            if value is None:
                continue
            self._switch()
            if name not in selection:
                raise _invalid(f"Field '{name}' cannot be omitted: {model.__prisma_model__} has no such scalar field")
            if value:
                del selection[name]

    def _relation(self, name: str, wanted: Any, model: Any) -> dict[str, Any]:
        if name == COUNTS:
            return {"arguments": {}, "selection": self._counts(wanted, model)}
        target = self._fields(model)[1](name)
        nested = self._all_scalars(target)
        arguments: dict[str, Any] = {}
        if is_object(wanted):
            arguments = self._arguments(wanted, self._accepted(model, name), target, nested)
        return {"arguments": arguments, "selection": nested}

    def _counts(self, wanted: Any, model: Any) -> dict[str, Any]:
        """The relations to count: all lists, or those named, each with a ``where`` or without."""
        if not is_object(wanted):
            prefix = f"{model.__prisma_model__}."
            lists = [
                key for key, fields in self._graph.relations.items() if key.startswith(prefix) and "take" in fields
            ]
            return {key.removeprefix(prefix): True for key in lists}
        counted: dict[str, Any] = {}
        for name, value in wanted.items():
            if is_object(value):
                arguments = self._arguments(value, self._accepted(model, name), model, {})
                counted[name] = {"arguments": arguments, "selection": {}}
            elif value is not None:
                self._switch()
                if value:
                    counted[name] = True
        return counted

    def _accepted(self, model: Any, relation: str) -> InputFields:
        return self._graph.relations.get(f"{model.__prisma_model__}.{relation}", {})


def check_choices(given: dict[str, Any]) -> None:
    """Raise RequestError P2009 where ``select`` stands beside a choice that starts from every field."""
    if given.get("select") is None:
        return
    for other in ("include", "omit"):
        if given.get(other) is not None:
            raise _invalid(
                f"`select` names all that is loaded, so `{other}` cannot stand beside it; put it into select"
            )


def _invalid(message: str) -> RequestError:
    return RequestError("P2009", message)
