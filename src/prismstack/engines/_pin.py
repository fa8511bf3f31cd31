"""The pinned engine build: which npm package, and the SHA-256 of every file taken from it.

Pinned by version and hash, never by tag: the separate wasm packages' ``latest`` is a
development build. ``tools/bump_engines.py`` rewrites this module for a new version.
"""

from __future__ import annotations

from typing import Final

__all__ = ["FILES", "LICENSE_FILE", "PACKAGE", "TARBALL_SHA512", "VERSION", "query_compiler"]

PACKAGE: Final = "prisma"
VERSION: Final = "7.10.1"
TARBALL_SHA512: Final = (
    "1a855e12b1c61adb128ec7e5435af6040dd12935edc4dada409cfc38b90b8682"
    "ebece802b1c771e2ac3858c3381e711161cf9ad5cab656730d6dea7ebce8cd71"
)
LICENSE_FILE: Final = "LICENSE"

#: File name -> SHA-256 (hex). All but the licence lie in the package's ``build`` folder.
FILES: Final[dict[str, str]] = {
    "prisma_schema_build_bg.wasm": "e77f37d7e9bdae4100769cbcd5a59918796943f6bed0f8ee99d9eeb7f75fde58",
    "schema_engine_bg.wasm": "c4bd68afe4f4bebd08b0c96a75f398aec624e6376043c2aad966fa78e3b69b52",
    "query_compiler_small_bg.cockroachdb.wasm": "903c181b9cb3a9d2060736f250aecc55903d1bbec5a542e0dd5044c97fcb4e01",
    "query_compiler_small_bg.mysql.wasm": "1a649a4fc5645ddd1fad5db1d9bc01a3d476580ca5729e0ba0e879889909bf8b",
    "query_compiler_small_bg.postgresql.wasm": "a2a248488958b76b2c57b1c28d79d7defe90957455d5cd34563c53dd4fec71e7",
    "query_compiler_small_bg.sqlite.wasm": "299901e9029f24dcc8bb27d1cfefa3bfa80b889e3eb6f3854c75b045b1e973c2",
    "studio.css": "e8e3873b52afd64908ae878dbcee061960d3e73f5dec34062eaaffb6bc6d28cf",
    "studio.js": "ec58e1a26fae29f3696552cb1d6886b08e928a2ae3fbabef0cad2b70558c0056",
    "LICENSE": "c71d239df91726fc519c6eb72d318ec65820627232b2f796219e87dcf35d0ab4",
}


def query_compiler(provider: str) -> str:
    """The file name of the query compiler for a provider.

    The ``small`` build: it compiles plans as fast as the ``fast`` one (the border between
    Python and WebAssembly dominates), loads in half the time and half the memory.
    """
    return f"query_compiler_small_bg.{provider}.wasm"
