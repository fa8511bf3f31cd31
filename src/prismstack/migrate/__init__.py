"""Migrations: Prisma's schema engine in this process, Prisma's directories and history table."""

from prismstack.migrate._commands_deploy import DeployResult, deploy

__all__ = ["DeployResult", "deploy"]
