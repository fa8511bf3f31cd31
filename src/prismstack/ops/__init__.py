"""Operation of a database: backup, verification, restore."""

from prismstack.ops._backup import BackupReport, RestoreReport, back_up, database_file, restore
from prismstack.ops._sqlite_files import BackupInvalid, verify_database

__all__ = [
    "BackupInvalid",
    "BackupReport",
    "RestoreReport",
    "back_up",
    "database_file",
    "restore",
    "verify_database",
]
