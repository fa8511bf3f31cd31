"""Validation rules of plans, and the errors they stand for (texts: Prisma's user-facing errors)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prismstack.query._errors import PlanUnsupported, RequestError
from prismstack.query._json import is_array

__all__ = ["compile_rule", "validation_error"]

_NEEDED = "An operation failed because it depends on one or more records that were required but not found."


def compile_rule(rule: dict[str, Any]) -> Callable[[Any], bool]:
    """A rule as a predicate over a node's value. Raises PlanUnsupported for an unknown one."""
    kind, expected = rule["type"], rule.get("args")
    if kind == "rowCountEq":
        return lambda value: _row_count(value) == expected
    if kind == "rowCountNeq":
        return lambda value: _row_count(value) != expected
    if kind == "affectedRowCountEq":
        return lambda value: value == expected
    if kind == "never":
        return lambda _value: False
    raise PlanUnsupported(f"the plan holds the unknown rule {kind!r}")


def _row_count(value: Any) -> int:
    if is_array(value):
        return len(value)
    return 0 if value is None else 1


def validation_error(identifier: str, context: dict[str, Any]) -> RequestError:
    """The error of a failed ``validate`` node. Raises PlanUnsupported for an unknown identifier."""
    make = _ERRORS.get(identifier)
    if make is None:
        raise PlanUnsupported(f"the plan holds the unknown validation {identifier!r}")
    code, message = make(context)
    return RequestError(code, message, {**context, "cause": message.removeprefix(f"{_NEEDED} ")})


def _relation_violation(context: dict[str, Any]) -> tuple[str, str]:
    return "P2014", (
        f"The change you are trying to make would violate the required relation '{context['relation']}' "
        f"between the `{context['modelA']}` and `{context['modelB']}` models."
    )


def _records_not_connected(context: dict[str, Any]) -> tuple[str, str]:
    return "P2017", (
        f"The records for relation `{context['relation']}` between the `{context['parent']}` and "
        f"`{context['child']}` models are not connected."
    )


def _incomplete_connect_output(context: dict[str, Any]) -> tuple[str, str]:
    return "P2018", (
        f"The required connected records were not found. Expected {_whole(context['expectedRows'])} records to be "
        f"connected after connect operation on {context['relationType']} relation '{context['relation']}', "
        f"found {_whole(context.get('found'))}."
    )


def _missing_record(context: dict[str, Any]) -> tuple[str, str]:
    return "P2025", f"{_NEEDED} No record was found for {context['operation']}."


def _missing_related_record(context: dict[str, Any]) -> tuple[str, str]:
    needed = f" (needed to {context['neededFor']})" if context.get("neededFor") else ""
    return "P2025", (
        f"{_NEEDED} No '{context['model']}' record{needed} was found for {context['operation']} on "
        f"{context['relationType']} relation '{context['relation']}'."
    )


def _incomplete_connect_input(context: dict[str, Any]) -> tuple[str, str]:
    return "P2025", (
        f"{_NEEDED} Expected {_whole(context['expectedRows'])} records to be connected, "
        f"found only {_whole(context.get('found'))}."
    )


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) else value


_ERRORS: dict[str, Callable[[dict[str, Any]], tuple[str, str]]] = {
    "RELATION_VIOLATION": _relation_violation,
    "RECORDS_NOT_CONNECTED": _records_not_connected,
    "INCOMPLETE_CONNECT_OUTPUT": _incomplete_connect_output,
    "MISSING_RECORD": _missing_record,
    "MISSING_RELATED_RECORD": _missing_related_record,
    "INCOMPLETE_CONNECT_INPUT": _incomplete_connect_input,
}
