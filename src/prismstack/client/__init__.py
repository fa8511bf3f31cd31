"""What plugs into Prisma Client Python: the engines, the hooks and the generator."""

from prismstack.client._engine import AsyncEngine, SyncEngine
from prismstack.client._generate import GenerateFailed, GenerateResult, generate
from prismstack.client._hooks import plug_in

__all__ = ["AsyncEngine", "GenerateFailed", "GenerateResult", "SyncEngine", "generate", "plug_in"]
