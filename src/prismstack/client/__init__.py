"""What plugs into Prisma Client Python: the engines, the hooks and the generator."""

from prismstack.client._async_engine import AsyncEngine
from prismstack.client._generate import GenerateFailed, GenerateResult, generate
from prismstack.client._hooks import plug_in
from prismstack.client._lazy_models import complete_later
from prismstack.client._lazy_types import define_lazily
from prismstack.client._partial import relation_counts
from prismstack.client._retry_policy import RetryPolicy
from prismstack.client._sync_engine import SyncEngine
from prismstack.query import AnyNull, DbNull, JsonNull

__all__ = [
    "AnyNull",
    "AsyncEngine",
    "DbNull",
    "GenerateFailed",
    "GenerateResult",
    "JsonNull",
    "RetryPolicy",
    "SyncEngine",
    "complete_later",
    "define_lazily",
    "generate",
    "plug_in",
    "relation_counts",
]
