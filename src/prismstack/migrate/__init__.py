"""Migrations: Prisma's schema engine in this process, Prisma's directories and history table."""

from prismstack.migrate._commands_deploy import DeployResult, deploy
from prismstack.migrate._commands_dev import DevResult, dev
from prismstack.migrate._commands_diff import DiffResult, datasource_side, diff
from prismstack.migrate._commands_down import DownResult, down
from prismstack.migrate._commands_execute import db_execute
from prismstack.migrate._commands_init import EXAMPLE_MODEL, InitResult, baseline, init, init_from_database
from prismstack.migrate._commands_pull import PullResult, db_pull
from prismstack.migrate._commands_push import PushResult, db_push
from prismstack.migrate._commands_reset import ResetResult, reset
from prismstack.migrate._commands_resolve import mark_applied, mark_rolled_back
from prismstack.migrate._commands_seed import db_seed, seed_command
from prismstack.migrate._commands_squash import SquashPlan, plan_squash, squash
from prismstack.migrate._commands_status import MigrationState, State, StatusResult, status
from prismstack.migrate._consent import Dialog, Preset
from prismstack.migrate._diff_sides import DatabaseSide, EmptySide, MigrationsSide, SchemaSide, Side
from prismstack.migrate._errors import ResetRequired
from prismstack.migrate._project import Project, load_project

__all__ = [
    "EXAMPLE_MODEL",
    "DatabaseSide",
    "DeployResult",
    "DevResult",
    "Dialog",
    "DiffResult",
    "DownResult",
    "EmptySide",
    "InitResult",
    "MigrationState",
    "MigrationsSide",
    "Preset",
    "Project",
    "PullResult",
    "PushResult",
    "ResetRequired",
    "ResetResult",
    "SchemaSide",
    "Side",
    "SquashPlan",
    "State",
    "StatusResult",
    "baseline",
    "datasource_side",
    "db_execute",
    "db_pull",
    "db_push",
    "db_seed",
    "deploy",
    "dev",
    "diff",
    "down",
    "init",
    "init_from_database",
    "load_project",
    "mark_applied",
    "mark_rolled_back",
    "plan_squash",
    "reset",
    "seed_command",
    "squash",
    "status",
]
