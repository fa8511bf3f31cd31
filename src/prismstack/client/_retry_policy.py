"""How often and how long to try again.

Exponential backoff with full jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["RetryPolicy"]


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how long to try; times are in seconds.

    ``attempts`` counts the first one (default 5). Before attempt n + 1 the caller sleeps a
    uniformly random time up to ``base_delay * factor ** (n - 1)``, at most ``max_delay``
    (defaults 0.02, 2 and 2.0). No attempt starts later than ``deadline`` after the first
    (default 10).
    """

    attempts: int = 5
    base_delay: float = 0.02
    factor: float = 2.0
    max_delay: float = 2.0
    deadline: float = 10.0

    def delay(self, failed_attempts: int, chance: float) -> float:
        """The pause after so many failed attempts; ``chance`` in [0, 1) picks it from its range."""
        longest = min(self.max_delay, self.base_delay * self.factor ** (failed_attempts - 1))
        return longest * chance
