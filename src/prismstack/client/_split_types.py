"""Splits upstream's ``types`` module into what runs at import, what waits, and what type checkers read.

See ``_lazy_types`` for why.
"""

from __future__ import annotations

import re
from pathlib import Path

from prismstack.client._lazy_types import bucket_of, pack

__all__ = ["LazyTypes", "statements"]

_STATEMENT = re.compile(r"^(?=[A-Za-z_@])", re.MULTILINE)
_DEFINED = re.compile(r"class (\w+)|(\w+) = (?!_types\.)")
_BUCKET_SIZE = 1 << 14
_STUB, _DEFINITIONS = "types.pyi", "_type_definitions.py"
_END = """
# Each type is defined when it is first asked for; type checkers read types.pyi.
from prismstack.client import define_lazily as _define_lazily


def _definitions():
    from ._type_definitions import BUCKETS

    return BUCKETS


_define_lazily(__name__, _definitions)

"""


class LazyTypes:
    """Turns upstream's text into the module's, and writes what belongs beside it in the client's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, text: str) -> str:
        """The text of ``types.py``; writes the stub and the definitions."""
        at_import: list[str] = []
        definitions: dict[str, str] = {}
        for statement in statements(text):
            match = _DEFINED.match(statement)
            if match is None:
                at_import.append(statement)
            else:
                definitions[match[1] or match[2]] = statement
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / _STUB).write_text(text, encoding="utf-8")
        (self._folder / _DEFINITIONS).write_text(_module(definitions), encoding="utf-8")
        # Upstream's last statement imports the modules that refer to this one.
        return "".join([*at_import[:-1], _END, at_import[-1]])

    def remove(self) -> None:
        """Remove what was written, as upstream removes what it rendered when generating fails."""
        for name in (_STUB, _DEFINITIONS):
            (self._folder / name).unlink(missing_ok=True)


def statements(text: str) -> list[str]:
    """The statements of a module whose nested lines are indented, each with the comments behind it."""
    return _STATEMENT.split(text)[1:]


def _module(definitions: dict[str, str]) -> str:
    """Python text with the definitions in packed buckets, found by the name's checksum."""
    count = sum(map(len, definitions.values())) // _BUCKET_SIZE + 1
    buckets: list[dict[str, str]] = [{} for _ in range(count)]
    for name, source in definitions.items():
        buckets[bucket_of(name, count)][name] = source
    lines = "".join(f"    '{pack(bucket)}',\n" for bucket in buckets)
    return f"# What types.py defines when it is asked for.\n# fmt: off\nBUCKETS = (\n{lines})\n"
