"""Moving a garage from one store to another while it is open, and back."""

from .comparing import Comparison, Difference, compare
from .dual import DualStore
from .shadow import Divergences, Shadow, ShadowCounts
from .values import checksum, from_json, to_json

__all__ = [
    "Comparison",
    "Difference",
    "Divergences",
    "DualStore",
    "Shadow",
    "ShadowCounts",
    "checksum",
    "compare",
    "from_json",
    "to_json",
]
