"""MySQL and MariaDB through asyncmy."""

from prismstack.drivers.mysql._codec import MysqlCodec
from prismstack.drivers.mysql._connection import MysqlOptions, parse_url
from prismstack.drivers.mysql._database import MysqlDatabase
from prismstack.drivers.mysql._errors import translate

__all__ = ["MysqlCodec", "MysqlDatabase", "MysqlOptions", "parse_url", "translate"]
