"""Native drivers, one folder per database, behind one vocabulary of errors."""

from prismstack.drivers._errors import DriverError, ErrorKind

__all__ = ["DriverError", "ErrorKind"]
