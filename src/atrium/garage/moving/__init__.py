"""Moving a garage from one store to another while it is open, and back."""

from .backup import back_up_store
from .comparing import Comparison, Difference, compare
from .dual import DualStore
from .migration import MigrationLog, MigrationRefused, MigrationReport, MigrationState, check, migrate, report_to_json
from .shadow import Divergences, Shadow, ShadowCounts
from .snapshot import Snapshot, SnapshotInvalid, read_snapshot, snapshot_lines, write_snapshot
from .validation import Validation, kind_checksums, validate
from .values import checksum, from_json, to_json

__all__ = [
    "Comparison",
    "Difference",
    "Divergences",
    "DualStore",
    "MigrationLog",
    "MigrationRefused",
    "MigrationReport",
    "MigrationState",
    "Shadow",
    "ShadowCounts",
    "Snapshot",
    "SnapshotInvalid",
    "Validation",
    "back_up_store",
    "check",
    "checksum",
    "compare",
    "from_json",
    "kind_checksums",
    "migrate",
    "read_snapshot",
    "report_to_json",
    "snapshot_lines",
    "to_json",
    "validate",
    "write_snapshot",
]
