"""Tags as SQL comments, in the form of sqlcommenter (https://google.github.io/sqlcommenter/spec/)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from prismstack.client.extensions._instrument import Instrument
from prismstack.client.extensions._operation import RunningCall, running_call

__all__ = ["SqlComments", "sql_comment"]

Tags = Mapping[str, str]


class SqlComments(Instrument):
    """Appends ``tags`` to each statement as a comment, for the database's own logs and statistics.

    ``tags`` never change, so statements stay prepared and the database's plan caches work.
    ``dynamic`` is asked for more tags at each statement: each different answer is another
    statement text, which has to be prepared again. Tags of the call (``action``, ``model``) are
    few; a ``traceparent`` is a new one each time, and defeats prepared statements altogether.
    """

    comments = True

    def __init__(self, tags: Tags, *, dynamic: Callable[[RunningCall | None], Tags] | None = None) -> None:
        self._tags = dict(tags)
        self._constant = sql_comment(self._tags)
        self._dynamic = dynamic

    def comment(self) -> str:
        if self._dynamic is None:
            return self._constant
        return sql_comment({**self._tags, **self._dynamic(running_call.get())})


def sql_comment(tags: Tags) -> str:
    """Tags as a comment with a blank in front; empty without tags.

    Keys and values are percent-encoded, so that nothing in them ends the comment.
    """
    if not tags:
        return ""
    pairs = sorted(f"{_encoded(key)}='{_encoded(value)}'" for key, value in tags.items())
    return f" /*{','.join(pairs)}*/"


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("'", "%27")
