"""JSON-RPC 2.0 on two streams, one object a line; the engine may call back while it works."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from typing import Any, Final, NoReturn, TextIO

from prismstack.errors import PrismstackError
from prismstack.schema_engine._context import Context
from prismstack.schema_engine._diff import diff
from prismstack.schema_engine._errors import KnownError, known_error, panic
from prismstack.schema_engine._log import log_error
from prismstack.schema_engine._methods import METHODS

__all__ = ["Server"]

_PARSE_ERROR: Final = -32700
_INVALID_REQUEST: Final = -32600
_METHOD_NOT_FOUND: Final = -32601
_INVALID_PARAMS: Final = -32602
_USER_FACING: Final = 4466
_USER_FACING_TEXT: Final = "An error happened. Check the data field for details."


class _InvalidParams(Exception):
    """A request lacks something."""


class _Object(dict[str, Any]):
    """A JSON object; what it lacks is the client's fault."""

    def __missing__(self, key: str) -> NoReturn:
        raise _InvalidParams(f"Invalid params: missing field `{key}`")


class Server:
    """Answers requests one after the other until its input ends.

    Every request has connections of its own, closed before it is answered: the CLI ends the
    process as soon as it has what it wants.
    """

    def __init__(self, context: Context, requests: TextIO, answers: TextIO) -> None:
        self._context = context
        self._lines: Iterator[str] = iter(requests)
        self._answers = answers
        self._waiting: deque[dict[str, Any]] = deque()
        self._calls = 0

    def serve(self) -> None:
        """Return when the input ends."""
        while (message := self._next()) is not None:
            self._handle(message)

    def _handle(self, message: dict[str, Any]) -> None:
        identity, method = message.get("id"), message.get("method")
        params: dict[str, Any] | None = message.get("params")
        if not isinstance(method, str):
            self._refuse(identity, _INVALID_REQUEST, "Invalid request: no method")
        elif method != "diff" and method not in METHODS:
            self._refuse(identity, _METHOD_NOT_FOUND, f"Method not found: {method}")
        elif not isinstance(params, _Object | None):
            self._refuse(identity, _INVALID_PARAMS, "Invalid params: not an object")
        else:
            self._run(identity, method, _Object() if params is None else params)

    def _run(self, identity: Any, method: str, params: dict[str, Any]) -> None:
        try:
            result = self._diff(params) if method == "diff" else METHODS[method](self._context, params)
        except _InvalidParams as error:
            self._refuse(identity, _INVALID_PARAMS, str(error))
        except PrismstackError as error:
            self._fail(identity, known_error(error))
        except Exception as error:
            self._fail(identity, panic(error))
        else:
            self._answer(identity, {"result": result})

    def _diff(self, params: dict[str, Any]) -> dict[str, Any]:
        text, code = diff(self._context, params)
        self._print(text.removesuffix("\n"))
        return {"exitCode": code}

    def _print(self, content: str) -> None:
        """Have the client print something, and wait until it has."""
        self._calls += 1
        self._write({"id": self._calls, "method": "print", "params": {"content": content}})
        while (message := self._read()) is not None:
            if "method" not in message and message.get("id") == self._calls:
                return
            self._waiting.append(message)

    # -- messages ---------------------------------------------------------------------------

    def _next(self) -> dict[str, Any] | None:
        return self._waiting.popleft() if self._waiting else self._read()

    def _read(self) -> dict[str, Any] | None:
        """The next message; None at the end. What is none is refused."""
        for line in self._lines:
            if not line.strip():
                continue
            try:
                message = json.loads(line, object_hook=_Object)
            except json.JSONDecodeError:
                self._refuse(None, _PARSE_ERROR, "Parse error")
                continue
            if isinstance(message, _Object):
                return message
            self._refuse(None, _INVALID_REQUEST, "Invalid request: not an object")
        return None

    def _fail(self, identity: Any, error: KnownError) -> None:
        if error.is_panic:
            log_error(error.message, is_panic=True)
        failure = {"code": _USER_FACING, "message": _USER_FACING_TEXT, "data": error.as_data()}
        self._answer(identity, {"error": failure})

    def _refuse(self, identity: Any, code: int, message: str) -> None:
        self._write({"error": {"code": code, "message": message}, "id": identity})

    def _answer(self, identity: Any, outcome: dict[str, Any]) -> None:
        # Without an id it was a notification, which nobody answers.
        if identity is not None:
            self._write({**outcome, "id": identity})

    def _write(self, message: dict[str, Any]) -> None:
        self._answers.write(json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False) + "\n")
        self._answers.flush()
