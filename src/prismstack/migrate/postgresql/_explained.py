"""What PostgreSQL says about a script that failed."""

from __future__ import annotations

from prismstack.drivers.postgresql import translate

__all__ = ["explained"]


def explained(error: BaseException, script: str) -> str:
    """The SQLSTATE, the database's message with its detail and hint, and the line of the script."""
    translated = translate(error)
    code = f"{translated.original_code}: " if translated.original_code else ""
    text = f"ERROR: {code}{translated.original_message}"
    position: str | None = getattr(error, "position", None)
    if position is None or not position.isdigit():
        return text
    # Counted from 1.
    index = int(position) - 1
    return f"{text}\nLINE {script.count(chr(10), 0, index) + 1}: {_line(script, index)}"


def _line(script: str, index: int) -> str:
    start = script.rfind("\n", 0, index) + 1
    end = script.find("\n", index)
    return script[start : end if end >= 0 else len(script)].strip()
