"""The datasource and generator blocks of a schema, which introspection writes anew and we put back."""

from __future__ import annotations

import re
from dataclasses import replace

from prismstack.schema import Schema, SchemaFile

__all__ = ["comments_in_models", "only_config", "with_config_of"]

_BLOCK = re.compile(r"^[ \t]*(?P<head>(?:datasource|generator)[ \t]+\w+)[ \t]*\{[^}]*\}[^\n]*", re.MULTILINE)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT = re.compile(r"(?<!/)//(?!/)")


def with_config_of(schema: Schema, former: Schema) -> Schema:
    """The schema with the former one's datasource and generator blocks, as written, comments above included."""
    blocks = {name: text for file in former.files for name, text in _blocks(file.text).items()}

    def restored(found: re.Match[str]) -> str:
        return blocks.get(_name(found), found[0])

    return replace(schema, files=tuple(replace(each, text=_BLOCK.sub(restored, each.text)) for each in schema.files))


def only_config(schema: Schema) -> Schema:
    """The schema without its models, in the file that holds the datasource."""
    texts = [text for file in schema.files for text in _blocks(file.text).values()]
    place = next(each.path for each in schema.files if re.search(r"^\s*datasource\s", each.text, re.MULTILINE))
    return replace(schema, files=(SchemaFile(place, "\n\n".join(texts) + "\n"),))


def comments_in_models(schema: Schema) -> int:
    """How many comments of two slashes stand outside of the datasource and generator blocks."""
    text = schema.text
    for block in (each for file in schema.files for each in _blocks(file.text).values()):
        text = text.replace(block, "")
    return len(_COMMENT.findall(_QUOTED.sub('""', text)))


def _blocks(text: str) -> dict[str, str]:
    """Each block with the comments directly above it."""
    found: dict[str, str] = {}
    end = 0
    for block in _BLOCK.finditer(text):
        found[_name(block)] = _comments_at_end(text[end : block.start()]) + block[0]
        end = block.end()
    return found


def _comments_at_end(text: str) -> str:
    lines = text.splitlines(keepends=True)
    start = len(lines)
    while start and (not lines[start - 1].strip() or lines[start - 1].lstrip().startswith("//")):
        start -= 1
    return "".join(lines[start:]).lstrip("\r\n")


def _name(block: re.Match[str]) -> str:
    return " ".join(block["head"].split())
