"""MySQL and MariaDB in Studio, through asyncmy."""

from prismstack.studio.mysql._source import MysqlSource

__all__ = ["MysqlSource"]
