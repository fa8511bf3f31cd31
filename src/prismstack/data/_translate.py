"""The one place where errors of a Prisma client become errors of the data layer.

Every generated client has exception classes of its own (a client with a custom ``output`` is
a copy of the package), so they are known by Prisma's code and by class name, never by identity.
Codes: https://www.prisma.io/docs/orm/reference/error-reference
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, Final, cast

from prismstack.data._errors import (
    DatabaseUnavailable,
    DataLayerError,
    DuplicateEntry,
    ForeignKeyViolation,
    NotFound,
    OperationTimeout,
    QueryFailed,
    RelationViolation,
    SchemaMismatch,
    ValidationFailed,
    WriteConflict,
)

__all__ = ["from_prisma", "is_prisma_error", "translated"]

_BY_CODE: Final[dict[str, type[DataLayerError]]] = {
    "P1000": DatabaseUnavailable,
    "P1001": DatabaseUnavailable,
    "P1002": DatabaseUnavailable,
    "P1003": DatabaseUnavailable,
    "P1008": OperationTimeout,
    "P1010": DatabaseUnavailable,
    "P1011": DatabaseUnavailable,
    "P1017": DatabaseUnavailable,
    "P2000": ValidationFailed,
    "P2001": NotFound,
    "P2002": DuplicateEntry,
    "P2003": ForeignKeyViolation,
    "P2004": ValidationFailed,
    "P2005": ValidationFailed,
    "P2006": ValidationFailed,
    "P2007": ValidationFailed,
    "P2009": ValidationFailed,
    "P2011": ValidationFailed,
    "P2012": ValidationFailed,
    "P2013": ValidationFailed,
    "P2014": RelationViolation,
    "P2015": NotFound,
    "P2017": RelationViolation,
    "P2018": NotFound,
    "P2019": ValidationFailed,
    "P2020": ValidationFailed,
    "P2021": SchemaMismatch,
    "P2022": SchemaMismatch,
    "P2023": ValidationFailed,
    "P2024": OperationTimeout,
    "P2025": NotFound,
    "P2028": OperationTimeout,
    "P2029": ValidationFailed,
    "P2033": ValidationFailed,
    "P2034": WriteConflict,
    "P2037": DatabaseUnavailable,
}

#: Errors of a client that carry no code.
_BY_CLASS: Final[dict[str, type[DataLayerError]]] = {
    "ClientNotConnectedError": DatabaseUnavailable,
    "ClientNotRegisteredError": DatabaseUnavailable,
    "HTTPClientClosedError": DatabaseUnavailable,
    "FieldNotFoundError": ValidationFailed,
    "InputError": ValidationFailed,
    "MissingRequiredValueError": ValidationFailed,
    "TransactionError": OperationTimeout,
    "BuilderError": ValidationFailed,
}

#: Codes of a database inside P2010 (a raw query): SQLSTATE, MySQL's errno, SQLite's result code.
_BY_DATABASE_CODE: Final[dict[str, type[DataLayerError]]] = {
    "23505": DuplicateEntry,
    "1062": DuplicateEntry,
    "2067": DuplicateEntry,
    "1555": DuplicateEntry,
    "23503": ForeignKeyViolation,
    "1451": ForeignKeyViolation,
    "1452": ForeignKeyViolation,
    "787": ForeignKeyViolation,
    "23502": ValidationFailed,
    "1048": ValidationFailed,
    "1299": ValidationFailed,
    "23514": ValidationFailed,
    "3819": ValidationFailed,
    "4025": ValidationFailed,
    "275": ValidationFailed,
    "40001": WriteConflict,
    "40P01": WriteConflict,
    "1213": WriteConflict,
    "1205": OperationTimeout,
    "55P03": OperationTimeout,
    "5": OperationTimeout,
    "6": OperationTimeout,
}

# A unit of work that met one of these left nothing behind and may be run again.
_RETRYABLE_CODES: Final = frozenset({"P1008", "P2034"})
_RETRYABLE_DATABASE_CODES: Final = frozenset({"40001", "40P01", "1213", "1205", "55P03", "5", "6"})
_NOT_STARTED: Final = re.compile(r"unable to start a transaction", re.IGNORECASE)


def is_prisma_error(error: BaseException) -> bool:
    """Whether ``error`` was raised by a generated Prisma client."""
    return any(base.__name__ == "PrismaError" and base.__module__.endswith("errors") for base in type(error).__mro__)


def from_prisma(error: Exception) -> DataLayerError:
    """The data layer's error for a Prisma client's error; QueryFailed when nothing else fits."""
    if isinstance(error, DataLayerError):
        return error
    code: str | None = getattr(error, "code", None)
    meta = _mapping(getattr(error, "meta", None))
    database_code = str(meta.get("code")) if code == "P2010" else ""
    kind = _kind(error, code, database_code)
    fields = _fields(meta)
    return kind(
        _message(kind, error, meta, fields),
        fields=fields,
        prisma_code=code,
        retryable=code in _RETRYABLE_CODES
        or database_code in _RETRYABLE_DATABASE_CODES
        or bool(_NOT_STARTED.search(str(error))),
    )


@contextmanager
def translated() -> Generator[None]:
    """Raise what a Prisma client raises inside as DataLayerError, with the original as its cause."""
    try:
        yield
    except Exception as error:
        if not is_prisma_error(error):
            raise
        raise from_prisma(error) from error


def _kind(error: Exception, code: str | None, database_code: str) -> type[DataLayerError]:
    found = _BY_CODE.get(code or "") or _BY_DATABASE_CODE.get(database_code)
    if found is not None:
        return found
    names = [base.__name__ for base in type(error).__mro__]
    return next((_BY_CLASS[name] for name in names if name in _BY_CLASS), QueryFailed)


def _message(kind: type[DataLayerError], error: Exception, meta: Mapping[str, Any], fields: tuple[str, ...]) -> str:
    if kind is not DuplicateEntry or not fields:
        return str(error)
    model = meta.get("modelName") or "record"
    return f"a {model} with the same {' and '.join(fields)} already exists"


def _fields(meta: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields at fault, from the places where Prisma's errors name them."""
    for name in ("target", "field_name", "column_name", "constraint"):
        named = meta.get(name)
        if isinstance(named, str):
            return (named,)
        if isinstance(named, list):
            return tuple(str(each) for each in cast(list[Any], named))
        if isinstance(named, dict) and "fields" in named:
            return tuple(str(each) for each in cast(dict[str, list[Any]], named)["fields"])
    path = meta.get("argumentPath")
    return (str(cast(list[Any], path)[-1]),) if isinstance(path, list) and path else ()


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}
