"""The tables as the migrations before build them, as far as their scripts tell."""

from __future__ import annotations

from collections.abc import Mapping

from prismstack.migrate.lint._changes import (
    AddColumn,
    AlterType,
    Change,
    Column,
    CreateTable,
    DropColumn,
    DropTable,
    RenameColumn,
    RenameTable,
    SetNotNull,
)

__all__ = ["Tables"]


class Tables:
    """Follows the changes; a table that no script created is unknown."""

    def __init__(self) -> None:
        self._columns: dict[str, dict[str, Column]] = {}

    def columns(self, table: str) -> Mapping[str, Column]:
        """The known columns by name."""
        return self._columns.get(table, {})

    def follow(self, change: Change) -> None:
        """Make the change."""
        match change:
            case CreateTable(table, columns):
                self._columns[table] = {each.name: each for each in columns}
            case DropTable(table):
                self._columns.pop(table, None)
            case RenameTable(table, to):
                self._columns[to] = self._columns.pop(table, {})
            case AddColumn(table, column):
                self._columns.setdefault(table, {})[column.name] = column
            case DropColumn(table, name):
                self._columns.get(table, {}).pop(name, None)
            case AlterType(table, name, kind, not_null):
                self._alter(table, name, kind, not_null)
            case SetNotNull(table, name):
                self._alter(table, name, None, True)
            case RenameColumn(table, name, to):
                self._rename(table, name, to)
            case _:
                pass

    def _alter(self, table: str, name: str, kind: str | None, not_null: bool | None) -> None:
        column = self._columns.get(table, {}).get(name)
        if column is not None:
            changed = Column(
                name,
                column.kind if kind is None else kind,
                column.not_null if not_null is None else not_null,
                column.has_default,
            )
            self._columns[table][name] = changed

    def _rename(self, table: str, name: str, to: str) -> None:
        column = self._columns.get(table, {}).pop(name, None)
        if column is not None:
            self._columns[table][to] = Column(to, column.kind, column.not_null, column.has_default)
