"""Log lines on standard error: one JSON object each, as the Prisma CLI parses them."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

__all__ = ["log_error", "log_info"]


def log_info(message: str, **fields: Any) -> None:
    """What happened, for whoever debugs the CLI."""
    _write("INFO", "schema_engine", {"message": message, **fields})


def log_error(message: str, code: str | None = None, *, is_panic: bool = False) -> None:
    """What went wrong; the CLI searches for this target, and reads message and code."""
    _write("ERROR", "schema_engine::logger", {"message": message, "is_panic": is_panic, "error_code": code or ""})


def _write(level: str, target: str, fields: dict[str, Any]) -> None:
    line = {"timestamp": datetime.now(UTC).isoformat(), "level": level, "fields": fields, "target": target}
    sys.stderr.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stderr.flush()
