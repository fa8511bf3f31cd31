"""Sessions of a watched database: a driver's session that also tells of each statement."""

from __future__ import annotations

from typing import Any, ClassVar

from prismstack.drivers._program import BulkStatement, Scope
from prismstack.drivers._watching import Watch
from prismstack.drivers.pooled._session import AnyStatement, PooledSession

__all__ = ["watched"]


def watched(session_class: type[PooledSession], watch: Watch) -> type[PooledSession]:
    """The session class that tells ``watch`` of every statement."""
    return type(f"Watched{session_class.__name__}", (_Watched, session_class), {"watch": watch})


class _Watched(PooledSession):
    watch: ClassVar[Watch]

    async def result(self, statement: AnyStatement, scope: Scope) -> Any:
        watch = self.watch
        statement = statement._replace(sql=watch.text(statement.sql))
        arguments = statement.rows if isinstance(statement, BulkStatement) else statement.arguments
        start = watch.started()
        try:
            result = await super().result(statement, scope)
        except BaseException as error:
            watch.failed(statement.sql, arguments, start, error)
            raise
        watch.ended(statement.sql, arguments, start, result)
        return result

    async def control_statement(self, sql: str) -> Any:
        start = self.watch.started()
        try:
            answer = await super().control_statement(sql)
        except BaseException as error:
            self.watch.failed(sql, (), start, error)
            raise
        self.watch.ended(sql, (), start, None)
        return answer
