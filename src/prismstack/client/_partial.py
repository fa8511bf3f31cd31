"""Model objects of records that lack fields (``select``, ``omit``) or carry counts of relations.

A field that was not loaded is not there: reading it is an AttributeError, never an invented
None. Counts are kept beside the fields, where pydantic's own dumps and comparisons do not see them.
"""

from __future__ import annotations

from typing import Any, cast

from pydantic import BaseModel, TypeAdapter
from typing_extensions import TypedDict

from prismstack.errors import ConfigurationError
from prismstack.query import COUNTS, ModelFields

__all__ = ["PartialRecords", "relation_counts"]

#: ``TypedDict`` as a function of fields that only run time knows.
_typed_dict: Any = TypedDict


def relation_counts(record: BaseModel) -> dict[str, int]:
    """The counts that ``_count`` in ``include`` or ``select`` asked for, by relation.

    Raises ConfigurationError for a record that was loaded without.
    """
    counts = vars(record).get(COUNTS)
    if counts is None:
        raise ConfigurationError(
            f"this {type(record).__name__} was loaded without counts; ask for them: "
            'include={"_count": True}, or {"_count": {"posts": True}}'
        )
    return cast("dict[str, int]", counts)


class PartialRecords:
    """Makes the objects of one client package's models."""

    def __init__(self, fields: ModelFields) -> None:
        self._fields = fields
        self._adapters: dict[Any, TypeAdapter[dict[str, Any]]] = {}

    def of(self, model: Any, value: Any) -> Any:
        """A record or a list of them as model objects; objects and None stay what they are."""
        if value.__class__ is list:
            return [self.of(model, each) for each in value]
        return self._object(model, value) if value.__class__ is dict else value

    def _object(self, model: Any, record: dict[str, Any]) -> Any:
        scalars, related = self._fields(model)
        values = {name: record[name] for name in scalars if name in record}
        relations = [name for name in record if name not in values and name != COUNTS]
        children = {name: self.of(related(name), record[name]) for name in relations}
        if len(values) == len(scalars):
            made = model.model_validate({**values, **children})
        else:
            made = self._partial(model, values, children)
        if COUNTS in record:
            vars(made)[COUNTS] = record[COUNTS]
        return made

    def _partial(self, model: Any, values: dict[str, Any], children: dict[str, Any]) -> Any:
        """An object with these fields alone; each is validated by its own type."""
        valid = self._adapter(model, tuple(values)).validate_python(values)
        made = model.model_construct(_fields_set={*valid, *children}, **valid, **children)
        for name in self._fields(model)[0]:
            if name not in valid:
                made.__dict__.pop(name, None)  # the default of what was not loaded
        return made

    def _adapter(self, model: Any, names: tuple[str, ...]) -> TypeAdapter[dict[str, Any]]:
        key = (model, names)
        if key not in self._adapters:
            fields = {name: model.model_fields[name].rebuild_annotation() for name in names}
            kind: Any = _typed_dict("Partial", fields)
            kind.__pydantic_config__ = model.model_config
            self._adapters[key] = TypeAdapter(kind)
        return self._adapters[key]
