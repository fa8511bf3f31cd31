"""What all records have in common: names in two spellings, updates by name, times that move."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, ClassVar, cast

from atrium.platform.clock import Clock, iso_z
from atrium.platform.errors import ValidationFailed

from ..fields import Data, camel, parse_time, snake

__all__ = ["Record", "refuse"]


class Record:
    """A record's attributes may be set freely; ``update`` is how repositories do it."""

    #: The attributes that ``to_object`` shows, in its order.
    shown: ClassVar[tuple[str, ...]]

    created_at: datetime
    updated_at: datetime

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.created_at = self.updated_at = clock.now()

    def touch(self) -> None:
        """The record was changed now."""
        self.updated_at = self.clock.now()

    def update(self, changes: Data) -> None:
        """Set attributes by name, unknown ones included, without looking at the values."""
        for name, value in changes.items():
            setattr(self, snake(name), value)
        self.touch()

    def to_object(self) -> dict[str, Any]:
        """The record as plain values: a copy that changes nothing."""
        return {camel(name): _plain(getattr(self, name)) for name in self.shown}

    def to_json(self) -> str:
        """``to_object`` as JSON text."""
        return json.dumps(self.to_object())

    def restore_times(self, data: Data) -> None:
        """Take over the times of creation and change that the data has."""
        for name in ("created_at", "updated_at"):
            found = parse_time(data.get(camel(name)))
            if found is not None:
                setattr(self, name, found)


def refuse(what: str, errors: Collection[str]) -> None:
    """Raises ValidationFailed, naming every error, when there is one."""
    if errors:
        raise ValidationFailed(f"Invalid {what}: {', '.join(errors)}", list(errors))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso_z(value.astimezone(UTC))
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in cast("dict[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in cast("list[Any]", value)]
    return value
