"""Bounded memory: compiles ever new query shapes and prints how big the process is.

Memory that grows with the number of compilations would show as a slope; linear memory of
a WebAssembly instance and externrefs that nobody drops are the usual suspects.

    python -m benchmarks.memory [--compiles 100000] [--every 10000]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

from benchmarks.paths import client_folder
from benchmarks.process import rss_mb

_SESSION = ("id", "vehicle_id", "spot_id", "started_at", "ended_at", "status", "amount_cents")
_PAYMENT = ("id", "session_id", "amount_cents", "method", "status", "created_at")
_OPERATORS = ("equals", "not", "lt", "gt", "lte", "gte")


def shapes() -> Iterator[dict[str, Any]]:
    """Protocol requests, no two alike: they differ in selection, filter, order and nested reads."""
    for number in count():
        bits = _Digits(number)
        fields = [name for name in _SESSION[1:] if bits.take(2)]
        payments = [name for name in _PAYMENT[1:] if bits.take(2)]
        operator, order = _OPERATORS[bits.take(6)], _SESSION[bits.take(7)]
        where: dict[str, Any] = {"amount_cents": {operator: _parameter("%1")}}
        if bits.take(2):
            where["status"] = {"in": [_parameter(f"%{at + 2}", "String") for at in range(bits.rest % 50 + 1)]}
        yield {
            "modelName": "Session",
            "action": "findMany",
            "query": {
                "arguments": {"where": where, "orderBy": {order: "asc"}},
                "selection": {
                    "id": True,
                    **dict.fromkeys(fields, True),
                    "payments": {"arguments": {}, "selection": {"id": True, **dict.fromkeys(payments, True)}},
                },
            },
        }


class _Digits:
    """Cuts a number into digits of mixed radix."""

    def __init__(self, number: int) -> None:
        self.rest = number

    def take(self, radix: int) -> int:
        self.rest, digit = divmod(self.rest, radix)
        return digit


def _parameter(name: str, kind: str = "Int") -> dict[str, Any]:
    return {"$type": "Param", "value": {"name": name, "type": kind}}


def main() -> None:
    """Compile and report."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--compiles", type=int, default=100_000)
    arguments.add_argument("--every", type=int, default=10_000)
    options = arguments.parse_args()

    from prismstack.query import QueryCompiler
    from prismstack.schema import load_schema

    schema = load_schema(client_folder("sqlite") / "schema.prisma")
    compiler = QueryCompiler(schema, "sqlite", {"supportsRelationJoins": False})
    requests = shapes()
    compiler.compile(next(requests))
    print(f"{'compiles':>9} {'RSS':>9} {'per compile':>12}")
    print(f"{0:>9,} {rss_mb():>6.1f} MB")
    began = time.perf_counter()
    for number in range(1, options.compiles + 1):
        compiler.compile(next(requests))
        if number % options.every == 0:
            now = time.perf_counter()
            print(f"{number:>9,} {rss_mb():>6.1f} MB {(now - began) / options.every * 1e3:>9.2f} ms", flush=True)
            began = now


if __name__ == "__main__":
    main()
