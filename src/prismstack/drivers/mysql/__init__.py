"""MySQL and MariaDB through asyncmy."""

from prismstack.drivers.mysql._asyncmy import converters
from prismstack.drivers.mysql._codec import MysqlCodec
from prismstack.drivers.mysql._connection import MysqlOptions, open_connection, parse_url
from prismstack.drivers.mysql._database import MysqlDatabase
from prismstack.drivers.mysql._errors import FAILURES, translate

__all__ = [
    "FAILURES",
    "MysqlCodec",
    "MysqlDatabase",
    "MysqlOptions",
    "converters",
    "open_connection",
    "parse_url",
    "translate",
]
