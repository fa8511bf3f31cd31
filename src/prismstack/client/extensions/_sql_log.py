"""The SQL log: every statement through ``logging``, with its values, duration and the place of the call."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from prismstack.client.extensions._instrument import Instrument
from prismstack.client.extensions._operation import running_call
from prismstack.drivers import StatementEvent

__all__ = ["SqlLog", "hide_parameters"]

_log = logging.getLogger("prismstack.sql")

Redact = Callable[[str, Any], Any]


def hide_parameters(sql: str, parameters: Any) -> str:
    """A redaction that shows how many values a statement has, and none of them."""
    count = len(parameters)
    return f"<{count} hidden>" if count else "()"


class SqlLog(Instrument):
    """Logs statements under the name ``prismstack.sql``.

    Each one is logged at ``level`` (default DEBUG), and at WARNING when it took ``slow`` or
    longer or failed. ``redact(sql, parameters)`` returns what is logged in place of the values.
    Records carry ``sql``, ``parameters``, ``duration_ms``, ``rows``, ``model``, ``action``,
    ``call_site``, ``slow`` and ``error`` as attributes.
    """

    observes = True

    def __init__(
        self, *, level: int = logging.DEBUG, slow: timedelta | None = None, redact: Redact | None = None
    ) -> None:
        self._level = level
        self._slow = float("inf") if slow is None else slow.total_seconds()
        self._redact = redact

    def wants_call_site(self) -> bool:
        return _log.isEnabledFor(self._level) or (self._slow != float("inf") and _log.isEnabledFor(logging.WARNING))

    def observe(self, event: StatementEvent) -> None:
        slow = event.duration >= self._slow
        level = max(self._level, logging.WARNING) if slow or event.error is not None else self._level
        if not _log.isEnabledFor(level):
            return
        call = running_call.get()
        parameters = event.arguments if self._redact is None else self._redact(event.sql, event.arguments)
        site = None if call is None else call.call_site
        _log.log(
            level,
            "%s%s %s [%.2f ms] %s",
            "slow: " if slow else "" if event.error is None else "failed: ",
            event.sql,
            parameters,
            event.duration * 1000,
            site or "",
            extra={
                "sql": event.sql,
                "parameters": parameters,
                "duration_ms": event.duration * 1000,
                "rows": event.rows,
                "model": "" if call is None else call.model,
                "action": "" if call is None else call.action,
                "call_site": site,
                "slow": slow,
                "error": event.error,
            },
        )
