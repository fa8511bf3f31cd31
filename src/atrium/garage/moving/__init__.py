"""Moving a garage from one store to another while it is open, and back."""

from .backup import back_up_store
from .comparing import Comparison, Difference, compare
from .dual import DualStore
from .keeper import ALIVE_FOR, ModeBook, ModeEntry, StoreInUse, StoreKeeper, StoreStatus, migration_to_json
from .migration import (
    MigrationLog,
    MigrationRefused,
    MigrationReport,
    MigrationState,
    check,
    migrate,
    report_to_json,
    restore_snapshot,
)
from .modes import ModeChangeRefused, StoreMode, next_mode, parse_mode
from .shadow import Divergences, Shadow, ShadowCounts
from .snapshot import Snapshot, SnapshotInvalid, read_snapshot, snapshot_lines, write_snapshot
from .switching import SwitchingStore
from .validation import Validation, kind_checksums, validate
from .values import checksum, from_json, to_json

__all__ = [
    "ALIVE_FOR",
    "Comparison",
    "Difference",
    "Divergences",
    "DualStore",
    "MigrationLog",
    "MigrationRefused",
    "MigrationReport",
    "MigrationState",
    "ModeBook",
    "ModeChangeRefused",
    "ModeEntry",
    "Shadow",
    "ShadowCounts",
    "Snapshot",
    "SnapshotInvalid",
    "StoreInUse",
    "StoreKeeper",
    "StoreMode",
    "StoreStatus",
    "SwitchingStore",
    "Validation",
    "back_up_store",
    "check",
    "checksum",
    "compare",
    "from_json",
    "kind_checksums",
    "migrate",
    "migration_to_json",
    "next_mode",
    "parse_mode",
    "read_snapshot",
    "report_to_json",
    "restore_snapshot",
    "snapshot_lines",
    "to_json",
    "validate",
    "write_snapshot",
]
