"""What a server of the schema engine's own protocol is made of, beside the commands."""

from prismstack.migrate._commands_deploy import apply_listed, refuse_unknown_database
from prismstack.migrate._commands_diff import Comparison, DiffResult
from prismstack.migrate._database import Database, open_database, open_shadow
from prismstack.migrate._diff_sides import DatabaseSide, EmptySide, MigrationsSide, SchemaSide, Side, bare_schema
from prismstack.migrate._directories import MigrationDirectory
from prismstack.migrate._engine import SchemaEngine
from prismstack.migrate._errors import DatabaseMissing, MigrationFailed
from prismstack.migrate._requests import NO_FILTERS, files_of, listing

__all__ = [
    "NO_FILTERS",
    "Comparison",
    "Database",
    "DatabaseMissing",
    "DatabaseSide",
    "DiffResult",
    "EmptySide",
    "MigrationDirectory",
    "MigrationFailed",
    "MigrationsSide",
    "SchemaEngine",
    "SchemaSide",
    "Side",
    "apply_listed",
    "bare_schema",
    "files_of",
    "listing",
    "open_database",
    "open_shadow",
    "refuse_unknown_database",
]
