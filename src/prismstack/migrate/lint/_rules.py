"""The rules: what to think of a change, given the tables before it and the rows that are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from prismstack.migrate.lint._changes import (
    AddColumn,
    AddConstraint,
    AlterType,
    Change,
    Column,
    CopyRows,
    CreateIndex,
    CreateTable,
    Delete,
    DropColumn,
    DropTable,
    RenameColumn,
    RenameTable,
    SetNotNull,
    Update,
)
from prismstack.migrate.lint._findings import Level
from prismstack.migrate.lint._rows import BIG, Rows
from prismstack.migrate.lint._tables import Tables
from prismstack.migrate.lint._types import Fit, fit

__all__ = ["Judge", "Verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule that a change breaks."""

    rule: str
    level: Level
    message: str


@dataclass
class Judge:
    """Judges the changes of one migration in order; each has to be followed in ``tables`` afterwards."""

    provider: str
    tables: Tables
    rows: Rows
    #: Tables that this migration made: nobody uses them yet.
    created: set[str] = field(default_factory=set[str])
    #: Table -> the one that its rows were copied to, and the columns that were filled.
    copied: dict[str, CopyRows] = field(default_factory=dict[str, CopyRows])

    def verdicts(self, change: Change) -> Iterator[Verdict]:
        """What is wrong with a change."""
        match change:
            case CreateTable(table):
                self.created.add(table)
            case CopyRows(_, _, source):
                self.copied[source] = change
            case RenameTable(table, to) if table in self.created:
                self.created.add(to)
            case _ if change_table(change) in self.created:
                return
            case DropTable(table) if table in self.copied:
                yield from self._rebuilt(table, self.copied[table])
            case _:
                yield from self._verdicts(change)

    def _verdicts(self, change: Change) -> Iterator[Verdict]:
        match change:
            case DropTable(table):
                yield from self._loss("drop-table", f"the table {table}", self.rows.count(table))
            case DropColumn(table, column):
                yield from self._loss("drop-column", f"the column {table}.{column}", self.rows.filled(table, column))
            case AddColumn(table, column):
                yield from self._added(table, column)
            case AlterType(table, column, kind, not_null):
                yield from self._altered(table, column, kind, not_null)
            case SetNotNull(table, column):
                yield from self._not_null(table, column)
            case RenameTable(table, to):
                yield _breaks("rename-table", f"the table {table} becomes {to}")
            case RenameColumn(table, column, to):
                yield _breaks("rename-column", f"the column {table}.{column} becomes {to}")
            case CreateIndex(table, unique, concurrently):
                yield from self._index(table, unique, concurrently)
            case AddConstraint(table, kind, validated):
                yield from self._constraint(table, kind, validated)
            case Delete(table, True):
                yield from self._loss("delete-rows", f"all rows of {table}", self.rows.count(table))
            case Update(table, True):
                yield from self._slow("update-rows", table, "all its rows are updated at once; do it in portions")
            case _:
                pass

    def _loss(self, rule: str, what: str, rows: int | None) -> Iterator[Verdict]:
        if rows == 0:
            yield Verdict(rule, Level.WARNING, f"{what} goes; it holds nothing in this database")
        else:
            known = "" if rows is None else f" ({_about(rows)} with values)"
            yield Verdict(rule, Level.ERROR, f"{what} goes, with its data{known}")

    def _added(self, table: str, column: Column) -> Iterator[Verdict]:
        name = f"{table}.{column.name}"
        if column.not_null and not column.has_default and self.rows.count(table) != 0:
            yield Verdict(
                "add-required-column",
                Level.ERROR,
                f"{name} is NOT NULL without a default, which the rows that are there cannot have; "
                "add it optional, fill it, then make it required",
            )
        if column.volatile_default:
            yield from self._slow("rewrite-table", table, f"the default of {name} differs from row to row")

    def _altered(self, table: str, column: str, kind: str, not_null: bool | None) -> Iterator[Verdict]:
        former = self.tables.columns(table).get(column)
        if not_null and (former is None or not former.not_null):
            yield from self._not_null(table, column)
        if former is None:
            yield from self._slow("rewrite-table", table, f"{column} becomes {kind}")
            return
        yield from self._retyped(table, former, kind)
        change = fit(former.kind, kind, self.provider)
        # PostgreSQL only checks a text's length, or not even that.
        text = self.provider == "postgresql" and change is Fit.WIDER and kind.startswith(("TEXT", "VARCHAR"))
        if change is not Fit.SAME and not text:
            yield from self._slow("rewrite-table", table, f"{column} becomes {kind}")

    def _retyped(self, table: str, former: Column, kind: str) -> Iterator[Verdict]:
        change = fit(former.kind, kind, self.provider)
        what = f"{table}.{former.name} changes from {former.kind} to {kind}"
        if change in (Fit.NARROWER, Fit.CONVERTED) and self.rows.filled(table, former.name) == 0:
            yield Verdict("change-type", Level.WARNING, f"{what}; it holds nothing in this database")
        elif change is Fit.NARROWER:
            yield Verdict("narrow-type", Level.ERROR, f"{what}, which has no place for all values")
        elif change is Fit.CONVERTED:
            yield Verdict("change-type", Level.WARNING, f"{what}; values that cannot be converted make it fail")

    def _not_null(self, table: str, column: str) -> Iterator[Verdict]:
        missing = self.rows.missing(table, column)
        what = f"{table}.{column} becomes NOT NULL"
        if missing:
            yield Verdict("set-not-null", Level.ERROR, f"{what}, but {_about(missing)} without a value are there")
        elif missing is None:
            yield Verdict("set-not-null", Level.WARNING, f"{what}; a row without a value makes it fail")
        elif self.rows.count(table) == BIG:
            yield Verdict("set-not-null", Level.WARNING, f"{what}; all rows are checked while others wait")

    def _index(self, table: str, unique: bool, concurrently: bool) -> Iterator[Verdict]:
        if self.rows.count(table) == 0:
            return
        if unique:
            yield Verdict("unique-on-rows", Level.WARNING, f"rows of {table} that are alike make it fail")
        if self.provider == "postgresql" and not concurrently:
            yield from self._slow("index-locks-writes", table, "use CREATE INDEX CONCURRENTLY, alone in a migration")

    def _constraint(self, table: str, kind: str, validated: bool) -> Iterator[Verdict]:
        if not validated or self.rows.count(table) == 0:
            return
        if kind in ("UNIQUE", "PRIMARY"):
            yield Verdict("unique-on-rows", Level.WARNING, f"rows of {table} that are alike make it fail")
        elif self.provider == "postgresql":
            yield from self._slow("constraint-scans-table", table, "add it NOT VALID, validate it in a later migration")

    def _rebuilt(self, table: str, copy: CopyRows) -> Iterator[Verdict]:
        """SQLite's way to change a table: a new one is filled from it and takes its name."""
        former, new = self.tables.columns(table), self.tables.columns(copy.table)
        for name in former.keys() - new.keys():
            yield from self._loss("drop-column", f"the column {table}.{name}", self.rows.filled(table, name))
        for name, column in new.items():
            if name not in former:
                given = name in copy.columns
                yield from () if given else self._added(table, column)
                continue
            yield from self._retyped(table, former[name], column.kind)
            if column.not_null and not former[name].not_null:
                yield from self._not_null(table, name)
        yield from self._slow("rewrite-table", table, "a new table is filled from it")

    def _slow(self, rule: str, table: str, why: str) -> Iterator[Verdict]:
        """A warning; an error when many rows are there; nothing when none is."""
        rows = self.rows.count(table)
        if rows == 0:
            return
        level = Level.ERROR if rows == BIG and rule == "rewrite-table" else Level.WARNING
        known = "" if rows is None else f" ({_about(rows)})"
        yield Verdict(rule, level, f"{table}{known}: {why}")


def change_table(change: Change) -> str:
    """The table that a change is about; empty when it is about none."""
    table: str = getattr(change, "table", "")
    return table


def _breaks(rule: str, what: str) -> Verdict:
    return Verdict(rule, Level.WARNING, f"{what}; programs that know the former name break: add, move, then drop")


def _about(rows: int) -> str:
    if rows >= BIG:
        return f"{BIG:,} rows or more"
    return f"{rows:,} rows" if rows > 1 else "one row"
