"""The executable ``prismstack-schema-engine``."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Final, NoReturn

from prismstack.engines import VERSION
from prismstack.errors import PrismstackError
from prismstack.schema_engine._arguments import Invocation, parse
from prismstack.schema_engine._log import log_error, log_info

__all__ = ["main", "run"]

_OK: Final = 0
_ERROR: Final = 1
_PANIC: Final = 101


def main() -> None:
    """Run the command line of this process and end it with the exit code: 0, 1 (an error), 101 (a crash)."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command line; returns its exit code. What goes wrong is a line of JSON on standard error."""
    try:
        return _run(parse(arguments))
    except PrismstackError as error:
        return _report(error)
    except BrokenPipeError:
        return _ERROR
    except Exception as error:
        log_error(f"{type(error).__name__}: {error}", is_panic=True)
        return _PANIC


def _run(invocation: Invocation) -> int:
    if invocation.version:
        print(f"schema-engine-cli prismstack-{version('prismstack')}+prisma-{VERSION}")
    elif invocation.command is not None:
        from prismstack.schema_engine._admin import run_command

        # The CLI skips the first line.
        log_info("Starting schema engine CLI")
        log_info(run_command(invocation))
    else:
        _serve(invocation)
    return _OK


def _serve(invocation: Invocation) -> None:
    from prismstack.schema_engine._context import Context
    from prismstack.schema_engine._server import Server

    log_info("Starting schema engine RPC server")
    Server(Context(invocation), sys.stdin, sys.stdout).serve()


def _report(error: PrismstackError) -> int:
    from prismstack.schema_engine._errors import known_error

    known = known_error(error)
    log_error(known.message, known.code, is_panic=known.is_panic)
    return _PANIC if known.is_panic else _ERROR


def _leave(*_: object) -> NoReturn:
    """End the process, rolling back and closing what is open; a second signal does not disturb that."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    raise SystemExit(_OK)
