"""The pinned engine artefacts: what they are, where they are, how they get there."""

from prismstack.engines._artifacts import (
    ArtifactStatus,
    artifact_path,
    install_directory,
    load_engine,
    status,
    verify,
)
from prismstack.engines._install import install, precompile
from prismstack.engines._pin import FILES, LICENSE_FILE, PACKAGE, TARBALL_SHA512, VERSION, query_compiler

__all__ = [
    "FILES",
    "LICENSE_FILE",
    "PACKAGE",
    "TARBALL_SHA512",
    "VERSION",
    "ArtifactStatus",
    "artifact_path",
    "install",
    "install_directory",
    "load_engine",
    "precompile",
    "query_compiler",
    "status",
    "verify",
]
