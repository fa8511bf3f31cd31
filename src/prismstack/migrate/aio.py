"""Migrations for coroutines: the functions of :mod:`prismstack.migrate`, each run in a thread of its own.

The event loop goes on meanwhile. A cancelled caller stops waiting; the migration itself runs to
its end, because stopping it half-way would help nobody.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from prismstack.migrate._commands_deploy import DeployResult
from prismstack.migrate._commands_deploy import deploy as deploy_now
from prismstack.migrate._commands_push import PushResult, db_push
from prismstack.migrate._commands_status import StatusResult
from prismstack.migrate._commands_status import status as status_now
from prismstack.schema import Schema

__all__ = ["deploy", "push", "status"]


async def deploy(schema: Schema | Path | str | None = None, url: str | None = None) -> DeployResult:
    """Apply the pending migrations; see :func:`prismstack.migrate.deploy` for its errors."""
    return await asyncio.to_thread(deploy_now, schema, url)


async def status(schema: Schema | Path | str | None = None, url: str | None = None) -> StatusResult:
    """Compare migrations with the database; see :func:`prismstack.migrate.status` for its errors."""
    return await asyncio.to_thread(status_now, schema, url)


async def push(
    schema: Schema | Path | str | None = None,
    url: str | None = None,
    *,
    accept_data_loss: bool = False,
    force_reset: bool = False,
) -> PushResult:
    """Make the database like the schema; see :func:`prismstack.migrate.db_push` for its errors."""
    return await asyncio.to_thread(db_push, schema, url, accept_data_loss=accept_data_loss, force_reset=force_reset)
