"""MySQL and MariaDB as the target of migrations: Prisma's engine has them not, so describer and differ are here."""

from prismstack.migrate.mysql._database import MysqlDatabase

__all__ = ["MysqlDatabase"]
