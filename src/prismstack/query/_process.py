"""In-memory work on records: distinct, pagination, reversal, per parent where the plan says so."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from prismstack.query._json import is_array
from prismstack.query._scope import Scope
from prismstack.query._values import compile_value

__all__ = ["compile_process", "same_key"]

Operation = Callable[[Any, Scope], Any]


def compile_process(operations: dict[str, Any]) -> Operation:
    """The ``process`` node's operations as a function of (value, scope)."""
    apply = _compile(operations)

    def process(value: Any, scope: Scope) -> Any:
        return apply(json.loads(value) if isinstance(value, str) else value, scope)

    return process


def _compile(operations: dict[str, Any]) -> Operation:
    distinct, linking = operations.get("distinct"), operations.get("linkingFields")
    paginate = _pagination(operations.get("pagination"))
    inner: dict[str, Any] = operations.get("nested") or {}
    nested = {field: _compile(each) for field, each in inner.items()}

    def on_list(rows: list[Any], scope: Scope) -> list[Any]:
        if distinct is not None:
            rows = _distinct(rows, [*distinct, *(linking or [])])
        if paginate is not None:
            cut = partial(paginate, scope=scope)
            rows = _per_parent(rows, linking, cut)
        if operations.get("reverse"):
            rows = rows[::-1]
        return [deepen(row, scope) for row in rows] if nested else rows

    def deepen(row: dict[str, Any], scope: Scope) -> dict[str, Any]:
        # A copy: several parents may share one child record.
        return {**row, **{field: apply(row.get(field), scope) for field, apply in nested.items()}}

    def on_value(value: Any, scope: Scope) -> Any:
        if is_array(value):
            return on_list(value, scope)
        if value is None:
            return None
        if paginate is not None and not paginate([value], scope):
            return None
        return deepen(value, scope)

    return on_value


def _distinct(rows: list[Any], fields: list[str]) -> list[Any]:
    seen: set[str] = set()
    kept: list[Any] = []
    for row in rows:
        key = _text_key(row, fields)
        if key not in seen:
            seen.add(key)
            kept.append(row)
    return kept


def _per_parent(rows: list[Any], linking: list[str] | None, apply: Callable[[list[Any]], list[Any]]) -> list[Any]:
    if linking is None:
        return apply(rows)
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(_text_key(row, linking), []).append(row)
    return [row for key in sorted(groups) for row in apply(groups[key])]


def _pagination(pagination: dict[str, Any] | None) -> Callable[..., list[Any]] | None:
    if pagination is None:
        return None
    take, skip = _whole(pagination.get("take")), _whole(pagination.get("skip")) or 0
    wanted_at: dict[str, Any] = pagination.get("cursor") or {}
    cursor = {name: compile_value(value) for name, value in wanted_at.items()}

    def paginate(rows: list[Any], scope: Scope) -> list[Any]:
        start = skip
        if cursor:
            wanted = {name: evaluate(scope) for name, evaluate in cursor.items()}
            at = next((i for i, row in enumerate(rows) if same_key(row, wanted)), None)
            if at is None:
                return []
            start += at
        return rows[start:] if take is None else rows[start : start + take]

    return paginate


def same_key(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether a row holds the wanted values, compared by meaning rather than by type."""
    return all(name in row and _same(row[name], value) for name, value in wanted.items())


def _same(stored: Any, wanted: Any) -> bool:
    if stored == wanted:
        return True
    if stored is None or wanted is None:
        return False
    if isinstance(wanted, dt.datetime) or isinstance(stored, dt.datetime):
        return _instant(stored) == _instant(wanted)
    if isinstance(wanted, (int, float, Decimal)) or isinstance(stored, (int, float, Decimal)):
        return Decimal(str(stored)) == Decimal(str(wanted))
    return str(stored) == str(wanted)


def _instant(value: Any) -> float:
    if isinstance(value, int):
        return value / 1000
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()


def _text_key(row: dict[str, Any], fields: list[str]) -> str:
    return json.dumps([row.get(field) for field in fields], default=str)


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
