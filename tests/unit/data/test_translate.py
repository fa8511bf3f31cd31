"""Every error of a Prisma client becomes one of the data layer's, by code first and class second."""

from __future__ import annotations

from typing import Any

import prisma.errors
import pytest

from prismstack.data import (
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
    from_prisma,
    translated,
)


def data_error(
    code: str, meta: dict[str, Any] | None = None, kind: type[prisma.errors.DataError] = prisma.errors.DataError
) -> prisma.errors.DataError:
    return kind({"user_facing_error": {"error_code": code, "message": f"message of {code}", "meta": meta or {}}})


@pytest.mark.parametrize(
    ("code", "expected", "retryable"),
    [
        ("P1001", DatabaseUnavailable, False),
        ("P1008", OperationTimeout, True),
        ("P2000", ValidationFailed, False),
        ("P2002", DuplicateEntry, False),
        ("P2003", ForeignKeyViolation, False),
        ("P2004", ValidationFailed, False),
        ("P2011", ValidationFailed, False),
        ("P2014", RelationViolation, False),
        ("P2021", SchemaMismatch, False),
        ("P2024", OperationTimeout, False),
        ("P2025", NotFound, False),
        ("P2034", WriteConflict, True),
        ("P2037", DatabaseUnavailable, False),
        ("P2999", QueryFailed, False),
    ],
)
def test_by_code(code: str, expected: type[DataLayerError], retryable: bool) -> None:
    error = from_prisma(data_error(code))
    assert type(error) is expected
    assert (error.prisma_code, error.retryable, error.message) == (code, retryable, f"message of {code}")


@pytest.mark.parametrize(
    ("raised", "expected", "retryable"),
    [
        (prisma.errors.ClientNotConnectedError(), DatabaseUnavailable, False),
        (
            prisma.errors.TransactionExpiredError("Transaction already closed: it took too long"),
            OperationTimeout,
            False,
        ),
        (
            prisma.errors.TransactionError("Unable to start a transaction in the given time."),
            OperationTimeout,
            True,
        ),
        (prisma.errors.UnknownRelationalFieldError("Vehicle", "colour"), ValidationFailed, False),
        (prisma.errors.PrismaError("something new"), QueryFailed, False),
    ],
)
def test_by_class_when_there_is_no_code(raised: Exception, expected: type[DataLayerError], retryable: bool) -> None:
    error = from_prisma(raised)
    assert type(error) is expected
    assert (error.prisma_code, error.retryable) == (None, retryable)


@pytest.mark.parametrize(
    ("database_code", "expected", "retryable"),
    [
        ("2067", DuplicateEntry, False),
        ("23505", DuplicateEntry, False),
        ("787", ForeignKeyViolation, False),
        ("275", ValidationFailed, False),
        ("40001", WriteConflict, True),
        ("5", OperationTimeout, True),
        ("1", QueryFailed, False),
    ],
)
def test_raw_queries_by_the_databases_own_code(
    database_code: str, expected: type[DataLayerError], retryable: bool
) -> None:
    error = from_prisma(data_error("P2010", {"code": database_code, "message": "no"}, kind=prisma.errors.RawQueryError))
    assert type(error) is expected
    assert error.retryable is retryable


@pytest.mark.parametrize(
    ("meta", "fields"),
    [
        ({"target": ["plate", "garageId"]}, ("plate", "garageId")),
        ({"target": "Vehicle_plate_key"}, ("Vehicle_plate_key",)),
        ({"constraint": {"fields": ["plate"]}}, ("plate",)),
        ({"field_name": "ownerId"}, ("ownerId",)),
        ({"argumentPath": ["data", "wheels"]}, ("wheels",)),
        ({"argumentPath": []}, ()),
        ({}, ()),
    ],
)
def test_fields_at_fault(meta: dict[str, Any], fields: tuple[str, ...]) -> None:
    assert from_prisma(data_error("P2009", meta)).fields == fields


def test_message_of_a_duplicate_names_model_and_fields() -> None:
    error = from_prisma(data_error("P2002", {"modelName": "Vehicle", "target": ["plate", "day"]}))
    assert error.message == "a Vehicle with the same plate and day already exists"
    assert error.as_dict() == {"code": "DUPLICATE_ENTRY", "message": error.message, "fields": ["plate", "day"]}


def test_a_client_with_exception_classes_of_its_own_is_understood() -> None:
    class PrismaError(Exception):
        __module__ = "depot_client.errors"

    class UniqueViolationError(PrismaError):
        code = "P2002"
        meta: dict[str, Any] = {"target": ["plate"]}  # noqa: RUF012

    with pytest.raises(DuplicateEntry) as caught, translated():
        raise UniqueViolationError("taken")
    assert type(caught.value.__cause__) is UniqueViolationError


def test_other_errors_pass_unchanged() -> None:
    error = KeyError("plate")
    with pytest.raises(KeyError) as caught, translated():
        raise error
    assert caught.value is error
    refused = NotFound("gone")
    assert from_prisma(refused) is refused
    with pytest.raises(NotFound) as kept, translated():
        raise refused
    assert kept.value is refused


def test_codes_are_distinct_and_statuses_are_http_errors() -> None:
    kinds = [kind for kind in DataLayerError.__subclasses__() if kind.__module__.startswith("prismstack.data")]
    assert len({kind.code for kind in kinds}) == len(kinds) >= 11
    assert all(400 <= kind.http_status < 600 for kind in kinds)
