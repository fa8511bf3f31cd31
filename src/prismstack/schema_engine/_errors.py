"""Errors of ours as the Prisma CLI takes them."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass
from typing import Any

from prismstack.drivers import DriverError
from prismstack.errors import EngineCrashed, PrismstackError
from prismstack.migrate.serving import MigrationFailed
from prismstack.query import request_error

__all__ = ["KnownError", "known_error", "panic"]

_CODE = re.compile(r"P\d{4}")
_OUR_COMMAND = re.compile(r"`prismstack (?=(?:migrate|db) )")
_CODE_BEFORE = re.compile(r"(P\d{4}):\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class KnownError:
    """An error with Prisma's code, if it has one."""

    message: str
    code: str | None
    meta: dict[str, Any] | None = None
    is_panic: bool = False

    def as_data(self) -> dict[str, Any]:
        """The ``data`` of a JSON-RPC error."""
        data: dict[str, Any] = {"is_panic": self.is_panic, "message": self.message, "meta": self.meta}
        return data if self.code is None else {**data, "error_code": self.code}


def known_error(error: PrismstackError) -> KnownError:
    """The error's code and message; commands that it names are those of Prisma's CLI."""
    if isinstance(error, DriverError):
        request = request_error(error, {})
        return KnownError(request.message, request.prisma_code)
    text = _OUR_COMMAND.sub("`prisma ", error.message)
    if isinstance(error, MigrationFailed):
        meta = {"migration_name": error.migration, "database_error": error.database_error}
        return KnownError(text, error.code, meta)
    if _CODE.fullmatch(error.code):
        return KnownError(text, error.code)
    before = _CODE_BEFORE.fullmatch(text)
    if before:
        return KnownError(before[2], before[1])
    return KnownError(text, None, is_panic=isinstance(error, EngineCrashed))


def panic(error: Exception) -> KnownError:
    """A bug of ours, with where it happened."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    return KnownError(f"[{where.filename}:{where.lineno}] {type(error).__name__}: {error}", None, is_panic=True)
