"""Where the benchmark's own files are (kept apart so that a cold start imports nothing else)."""

from __future__ import annotations

from pathlib import Path

__all__ = ["CLIENT_PACKAGE", "HERE", "NODE", "OUT", "ROOT", "client_folder"]

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OUT = HERE / "out"
NODE = OUT / "node"

#: The name of the generated prismstack client's package.
CLIENT_PACKAGE = "bench_client"


def client_folder(provider: str) -> Path:
    """Where the prismstack client of a provider is; on the path, its package can be imported."""
    return OUT / "client" / provider
