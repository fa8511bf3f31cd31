"""A generated model class gets its validator and serializer when they are first used.

Upstream's ``models`` builds both for every class when it is imported, and pydantic builds them
for all the models that can be reached from it: time and memory grow with the square of the
number of models. Here only the fields are completed, so that they can be looked at; pydantic
builds the rest of an incomplete class by itself when an object is validated or serialized.
The engine, which makes objects of plain classes itself, needs neither.
"""

from __future__ import annotations

import inspect
from typing import Any

import pydantic
from pydantic import BaseModel

__all__ = ["complete_later", "fields_are_complete"]

#: From here on pydantic builds under a lock; before, two threads could disturb each other.
_THREAD_SAFE = (2, 14)


def complete_later(model: type[BaseModel]) -> None:
    """Complete a class's fields, and the rest when it is used; everything at once with pydantic before 2.14."""
    if tuple(map(int, pydantic.VERSION.split(".")[:2])) < _THREAD_SAFE or not _complete_fields(model):
        model.model_rebuild()
    elif not model.__pydantic_complete__:
        model.__signature__ = _Signature(model)  # pyright: ignore[reportAttributeAccessIssue]


def fields_are_complete(model: type[BaseModel]) -> bool:
    """Whether the annotations of a class's fields are types, with no name left to look up."""
    return model.__pydantic_complete__ or bool(getattr(model, "__pydantic_fields_complete__", False))


def _complete_fields(model: type[BaseModel]) -> bool:
    """What pydantic does first when it completes a class; False where this pydantic does it in another way."""
    if fields_are_complete(model):
        return True
    try:
        from pydantic._internal._config import ConfigWrapper
        from pydantic._internal._fields import rebuild_model_fields
        from pydantic._internal._namespace_utils import NsResolver

        fields, _ = rebuild_model_fields(
            model,
            config_wrapper=ConfigWrapper(model.model_config, check=False),
            ns_resolver=NsResolver(),
            typevars_map={},
        )
    except (ImportError, TypeError, ValueError):
        return False
    model.__pydantic_fields__ = fields
    return fields_are_complete(model)


class _Signature:
    """A class's signature, which pydantic puts in this one's place when it completes the class."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._model = model

    def __get__(self, instance: object, owner: type[BaseModel]) -> Any:
        if instance is not None:
            raise AttributeError("__signature__ is class-only")
        self._model.model_rebuild()
        return inspect.signature(owner)
