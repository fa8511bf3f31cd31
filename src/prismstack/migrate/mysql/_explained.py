"""What MySQL says about a statement that failed."""

from __future__ import annotations

from prismstack.drivers.mysql import translate

__all__ = ["explained"]


def explained(error: BaseException) -> str:
    """The error's number and the database's message."""
    translated = translate(error)
    code = f"{translated.original_code}: " if translated.original_code not in (None, "0") else ""
    return f"ERROR: {code}{translated.original_message}"
