"""The command lines by which the Prisma CLIs of lines 5, 6 and 7 start their schema engine."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from prismstack.errors import ConfigurationError

__all__ = ["ADMIN_COMMANDS", "Invocation", "parse"]

ADMIN_COMMANDS = ("can-connect-to-database", "create-database", "drop-database")


@dataclass(frozen=True, slots=True)
class Invocation:
    """What the command line asks for; without ``command`` it is the server.

    ``url`` and ``shadow_url`` are None when the schema itself names them (lines 5 and 6).
    """

    datamodels: tuple[Path, ...] = ()
    url: str | None = None
    shadow_url: str | None = None
    command: str | None = None
    version: bool = False


def parse(arguments: Sequence[str]) -> Invocation:
    """Read a command line. Raises ConfigurationError for one that no supported CLI writes."""
    found = _parser().parse_args(list(arguments))
    datasource = _datasource(found.datasource)
    return Invocation(
        datamodels=tuple(Path(each) for each in found.datamodels),
        url=getattr(found, "url", None) or datasource.get("url"),
        shadow_url=datasource.get("shadowDatabaseUrl"),
        command=getattr(found, "command", None),
        version=found.version,
    )


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ConfigurationError(f"{message}; {self.format_usage().strip()}")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="prismstack-schema-engine",
        description="Serves JSON-RPC on standard input and output, for the Prisma CLI.",
        allow_abbrev=False,
    )
    parser.add_argument("-V", "--version", action="store_true", help="print the version")
    parser.add_argument(
        "-d", "--datamodel", "--datamodels", dest="datamodels", action="append", default=[], metavar="FILE",
        help="a schema file; may be repeated",
    )  # fmt: skip
    parser.add_argument("--datasource", metavar="JSON", help='{"url": …, "shadowDatabaseUrl": …}')
    # What these two say is in the schema as well, which is where the engine reads it.
    parser.add_argument("--enabled-preview-features", metavar="LIST", help="accepted, without effect")
    parser.add_argument("--extension-types", metavar="JSON", help="accepted, without effect")
    cli = parser.add_subparsers(parser_class=_Parser).add_parser("cli", help="run one command instead of serving")
    cli.add_argument("--datasource", dest="url", metavar="URL", help="the database's URL")
    cli.add_argument("command", choices=ADMIN_COMMANDS)
    return parser


def _datasource(text: str | None) -> dict[str, Any]:
    if text is None:
        return {}
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ConfigurationError(f"--datasource is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ConfigurationError('--datasource is not a JSON object such as {"url": "file:./dev.db"}')
    typed: dict[str, Any] = {**value}
    return typed
