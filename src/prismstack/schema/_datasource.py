"""The datasource block: read, blanked for the engines, or pointed at another provider.

Engines of line 7 reject ``url``; here it stays allowed, as in every earlier Prisma. The
lines are blanked with spaces, so that positions in diagnostics stay true.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from prismstack.errors import SchemaInvalid

__all__ = ["Datasource", "UrlSetting", "blank_urls", "read_datasource", "restore_urls", "set_provider"]

_BLOCK = re.compile(r"^[ \t]*datasource[ \t]+(?P<name>\w+)[ \t]*\{(?P<body>[^}]*)\}", re.MULTILINE)
_URL_LINE = re.compile(r"^[ \t]*(?:url|directUrl|shadowDatabaseUrl)[ \t]*=[^\n]*$", re.MULTILINE)
_SETTING = re.compile(
    r"^[ \t]*(?P<key>\w+)[ \t]*=[ \t]*(?:env\([ \t]*\"(?P<env>[^\"]+)\"[ \t]*\)|\"(?P<text>(?:[^\"\\]|\\.)*)\")",
    re.MULTILINE,
)
_PROVIDER_LINE = re.compile(r"^[ \t]*provider[ \t]*=[^\n]*$", re.MULTILINE)
_ASSIGNMENT = re.compile(r"^[ \t]*(?P<key>\w+)[ \t]*=[ \t]*(?P<value>[^\n]*)$", re.MULTILINE)
_PROVIDER_VALUE = re.compile(r"(^[ \t]*provider[ \t]*=[ \t]*)\"[^\"]*\"", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class UrlSetting:
    """A URL in the schema: either literal or the name of an environment variable."""

    value: str | None = None
    environment_variable: str | None = None


@dataclass(frozen=True, slots=True)
class Datasource:
    """A datasource block as written."""

    name: str
    provider: str
    url: UrlSetting | None
    shadow_url: UrlSetting | None
    #: What migrations connect to, past a pooler that ``url`` names.
    direct_url: UrlSetting | None = None


def read_datasource(text: str) -> Datasource:
    """The only datasource block of a schema.

    Raises SchemaInvalid when there is not exactly one, or it names no provider.
    """
    blocks = list(_BLOCK.finditer(text))
    if len(blocks) != 1:
        raise SchemaInvalid(f"the schema needs exactly one datasource block, it has {len(blocks)}")
    block = blocks[0]
    settings = {found["key"]: found for found in _SETTING.finditer(block["body"])}
    provider = settings.get("provider")
    if provider is None or provider["text"] is None:
        raise SchemaInvalid(f'datasource {block["name"]} has no provider; add e.g. provider = "sqlite"')
    return Datasource(
        name=block["name"],
        provider=provider["text"],
        url=_url(settings.get("url")),
        shadow_url=_url(settings.get("shadowDatabaseUrl")),
        direct_url=_url(settings.get("directUrl")),
    )


def blank_urls(text: str) -> str:
    """The schema with the URL lines of datasource blocks replaced by spaces."""
    return _in_blocks(text, lambda body: _URL_LINE.sub(lambda line: " " * len(line[0]), body))


def set_provider(text: str, provider: str) -> str:
    """The schema with ``provider`` in its datasource blocks."""
    return _in_blocks(text, lambda body: _PROVIDER_VALUE.sub(rf'\g<1>"{provider}"', body))


def restore_urls(text: str, original: str) -> str:
    """The schema with the URL lines of ``original``'s datasource block after its provider."""
    lines = [line for block in _BLOCK.finditer(original) for line in _URL_LINE.findall(block["body"])]
    if not lines:
        return text
    return _in_blocks(text, lambda body: _aligned(_PROVIDER_LINE.sub(lambda own: "\n".join((own[0], *lines)), body)))


def _aligned(body: str) -> str:
    """The settings with their equals signs in one column, as Prisma's formatter has them."""
    width = max((len(found["key"]) for found in _ASSIGNMENT.finditer(body)), default=0)
    return _ASSIGNMENT.sub(lambda found: f"  {found['key']:<{width}} = {found['value']}", body)


def _in_blocks(text: str, change: Callable[[str], str]) -> str:
    def replaced(block: re.Match[str]) -> str:
        start, end = block.start("body") - block.start(), block.end("body") - block.start()
        return block[0][:start] + change(block["body"]) + block[0][end:]

    return _BLOCK.sub(replaced, text)


def _url(found: re.Match[str] | None) -> UrlSetting | None:
    if found is None:
        return None
    return UrlSetting(value=found["text"], environment_variable=found["env"])
