"""The shapes of successful answers."""

from __future__ import annotations

from typing import Generic, TypeVar

from typing_extensions import TypedDict

__all__ = ["Answer", "Data", "DataMessage", "StampedData"]

T = TypeVar("T")


class Answer(TypedDict):
    """Answers of check-in and check-out: their content lies beside these fields."""

    success: bool
    message: str
    timestamp: str


class Data(TypedDict, Generic[T]):
    success: bool
    data: T


class DataMessage(TypedDict, Generic[T]):
    success: bool
    message: str
    data: T


class StampedData(TypedDict, Generic[T]):
    success: bool
    data: T
    timestamp: str
