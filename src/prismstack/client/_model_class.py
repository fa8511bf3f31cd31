"""Which model classes are plain: their objects are their fields, so the engine may make them itself.

Everything that could make validation do more than check a field's type disqualifies a
class: validators, a constructor or ``model_post_init`` of its own, private attributes,
aliases, constraints, configuration that a generated model does not have.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.errors import PydanticUserError
from pydantic.fields import FieldInfo

from prismstack.client._lazy_models import fields_are_complete
from prismstack.query import ModelClass, ModelField

__all__ = ["model_class"]

_PLAIN: tuple[type[Any], ...] = (str, int, float, bool, dt.datetime, Decimal)
_CONFIGURATION = {"use_enum_values", "arbitrary_types_allowed", "populate_by_name"}
_SETTERS: Mapping[str, Callable[[Any, Any], None]] = {
    "set_values": BaseModel.__dict__["__dict__"].__set__,
    "set_names": BaseModel.__dict__["__pydantic_fields_set__"].__set__,
    "set_extra": BaseModel.__dict__["__pydantic_extra__"].__set__,
    "set_private": BaseModel.__dict__["__pydantic_private__"].__set__,
}


def model_class(model: Any) -> ModelClass | None:
    """The description of a plain model class; None for any other class."""
    return _Classes().describe(model)


class _Classes:
    """Describes a class and, on demand, those its relations lead to."""

    def __init__(self) -> None:
        self._known: dict[Any, ModelClass | None] = {}

    def describe(self, model: Any) -> ModelClass | None:
        if model not in self._known:
            self._known[model] = self._described(model) if _is_plain(model) else None
        return self._known[model]

    def _described(self, model: type[BaseModel]) -> ModelClass | None:
        fields: dict[str, ModelField] = {}
        absent: dict[str, Any] = {}
        relations: dict[str, type[BaseModel]] = {}
        for name, info in model.model_fields.items():
            if not _is_bare(info):
                return None
            if not info.is_required():
                absent[name] = info.default
            related = _related(info.annotation)
            if related is not None:
                relations[name] = related
                continue
            field = _scalar(info.annotation, model)
            if field is None:
                return None
            fields[name] = field
        order = list(model.model_fields)
        return ModelClass(model, order, fields, absent, lambda name: self.describe(relations.get(name)), _SETTERS)


def _is_plain(model: Any) -> bool:
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return False
    decorators: Any = model.__pydantic_decorators__
    return (
        fields_are_complete(model)
        and model.__new__ is object.__new__
        and model.model_validate.__func__ is BaseModel.model_validate.__func__
        and not model.__pydantic_custom_init__
        and model.__pydantic_post_init__ is None
        and not model.__private_attributes__
        and model.model_config.keys() <= _CONFIGURATION
        and bool(model.model_config.get("use_enum_values"))
        and not any(getattr(decorators, kind) for kind in decorators.__slots__ if kind.endswith("validators"))
    )


def _is_bare(info: FieldInfo) -> bool:
    """Whether a field is its annotation and, maybe, None as its default."""
    return (
        not info.metadata
        and info.alias is None
        and info.validation_alias is None
        and info.default_factory is None
        and (info.is_required() or info.default is None)
    )


def _related(annotation: Any) -> type[BaseModel] | None:
    """The model behind ``Optional[Model]`` or ``Optional[List[Model]]``."""
    inner, _ = _without_none(annotation)
    if get_origin(inner) is list:
        inner = get_args(inner)[0]
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def _scalar(annotation: Any, model: type[BaseModel]) -> ModelField | None:
    inner, nullable = _without_none(annotation)
    plain = next((each for each in _PLAIN if each is inner), None)
    if plain is not None:
        return ModelField(plain, nullable)
    if _is_text_enum(inner):
        return ModelField(str, nullable)  # enums are kept by value
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(inner, config=model.model_config)
    except PydanticUserError:
        return None
    return ModelField(None, nullable, adapter.validate_python)


def _is_text_enum(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, str) and issubclass(annotation, Enum)


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [each for each in get_args(annotation) if each is not types.NoneType]
        if len(rest) == 1 and len(rest) < len(get_args(annotation)):
            return rest[0], True
    return annotation, False
