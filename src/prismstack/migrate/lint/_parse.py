"""From the tokens of a statement to what it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

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
    Other,
    RenameColumn,
    RenameTable,
    SetNotNull,
    Update,
)
from prismstack.migrate.lint._reader import Reader, at_commas
from prismstack.migrate.lint._tokens import Statement, Token

__all__ = ["changes"]

_CONSTRAINTS: Final = ("FOREIGN", "UNIQUE", "CHECK", "PRIMARY", "EXCLUDE")
#: Words that end a column's type.
_AFTER_TYPE: Final = frozenset({
    "NOT", "NULL", "DEFAULT", "PRIMARY", "UNIQUE", "REFERENCES", "CHECK", "COLLATE", "CONSTRAINT", "GENERATED",
    "AUTO_INCREMENT", "AUTOINCREMENT", "USING", "COMMENT", "ON", "FIRST", "AFTER", "AS",
})  # fmt: skip
# A default that differs from row to row, so that the table is written anew for it.
_VOLATILE: Final = re.compile(r"DEFAULT \(? ?(?:\w+ )?(?:GEN_RANDOM_UUID|RANDOM|UUID\w*|CLOCK_TIMESTAMP|NEXTVAL)\b")


def changes(statement: Statement) -> list[Change]:
    """What the statement does; a single :class:`Other` when the rules have no interest in it."""
    return list(_changes(statement)) or [Other(statement.words)]


def _changes(statement: Statement) -> Iterator[Change]:
    reader = Reader(statement.tokens)
    verb = reader.next()
    if verb == "CREATE":
        yield from _create(reader)
    elif verb == "ALTER" and reader.take("TABLE"):
        yield from _alter_table(reader)
    elif verb == "DROP" and reader.take("TABLE"):
        reader.take("IF", "EXISTS")
        yield from (DropTable(Reader(part).name()) for part in at_commas(reader.rest()))
    elif verb == "RENAME" and reader.take("TABLE"):
        yield from _renamed(reader)
    elif verb == "INSERT":
        yield from _copied(reader)
    elif verb in ("DELETE", "TRUNCATE", "UPDATE"):
        yield _rows(verb, reader)


def _create(reader: Reader) -> Iterator[Change]:
    reader.any_of("TEMP", "TEMPORARY", "UNLOGGED")
    if reader.take("TABLE"):
        reader.take("IF", "NOT", "EXISTS")
        table = reader.name()
        definitions = [_column(part) for part in at_commas(reader.parenthesised())]
        yield CreateTable(table, tuple(each for each in definitions if each is not None))
        return
    unique = reader.any_of("UNIQUE", "FULLTEXT", "SPATIAL") == "UNIQUE"
    if not reader.take("INDEX"):
        return
    concurrently = reader.take("CONCURRENTLY")
    reader.take("IF", "NOT", "EXISTS")
    if not reader.take("ON"):
        reader.name()
        reader.take("ON")
    reader.take("ONLY")
    yield CreateIndex(reader.name(), unique, concurrently)


def _alter_table(reader: Reader) -> Iterator[Change]:
    reader.take("IF", "EXISTS")
    reader.take("ONLY")
    table = reader.name()
    for part in at_commas(reader.rest()):
        change = _alteration(table, Reader(part))
        if change is not None:
            yield change


def _alteration(table: str, reader: Reader) -> Change | None:
    verb = reader.any_of("ADD", "DROP", "ALTER", "RENAME", "MODIFY", "CHANGE")
    match verb:
        case "ADD":
            return _added(table, reader)
        case "DROP":
            return _dropped(table, reader)
        case "ALTER":
            return _altered(table, reader)
        case "RENAME":
            return _rename(table, reader)
        case "MODIFY" | "CHANGE":
            return _modified(table, reader, renames=verb == "CHANGE")
        case _:
            return None


def _added(table: str, reader: Reader) -> Change | None:
    named = reader.take("CONSTRAINT")
    if named and reader.peek() not in _CONSTRAINTS:
        reader.name()
    kind = reader.any_of(*_CONSTRAINTS)
    if kind:
        # PostgreSQL can check the rows later; UNIQUE from an index that exists has checked them.
        rest = " ".join(each.text for each in reader.rest())
        return AddConstraint(table, kind, not rest.endswith("NOT VALID") and "USING INDEX" not in rest)
    if named:
        return None
    unique = reader.any_of("INDEX", "KEY", "FULLTEXT", "SPATIAL")
    if unique:
        return CreateIndex(table, unique=False, concurrently=False)
    reader.take("COLUMN")
    reader.take("IF", "NOT", "EXISTS")
    column = _column(reader.rest())
    return None if column is None else AddColumn(table, column)


def _dropped(table: str, reader: Reader) -> Change | None:
    if reader.any_of("CONSTRAINT", "INDEX", "KEY", "FOREIGN", "PRIMARY", "CHECK", "DEFAULT"):
        return None
    reader.take("COLUMN")
    reader.take("IF", "EXISTS")
    return DropColumn(table, reader.name())


def _altered(table: str, reader: Reader) -> Change | None:
    if reader.any_of("CONSTRAINT", "INDEX"):
        return None
    reader.take("COLUMN")
    column = reader.name()
    if reader.take("SET", "NOT", "NULL"):
        return SetNotNull(table, column)
    if reader.take("SET", "DATA", "TYPE") or reader.take("TYPE"):
        return AlterType(table, column, _type(reader))
    return None


def _rename(table: str, reader: Reader) -> Change | None:
    if reader.any_of("TO", "AS"):
        return RenameTable(table, reader.name())
    if reader.any_of("CONSTRAINT", "INDEX", "KEY"):
        return None
    reader.take("COLUMN")
    column = reader.name()
    reader.take("TO")
    return RenameColumn(table, column, reader.name())


def _modified(table: str, reader: Reader, *, renames: bool) -> Change | None:
    """MySQL's ``MODIFY column …`` and ``CHANGE column name …``, which say all about the column anew."""
    reader.take("COLUMN")
    former = reader.name() if renames else None
    column = _column(reader.rest())
    if column is None:
        return None
    if former is not None and former != column.name:
        return RenameColumn(table, former, column.name)
    return AlterType(table, column.name, column.kind, column.not_null)


def _renamed(reader: Reader) -> Iterator[Change]:
    for part in at_commas(reader.rest()):
        inner = Reader(part)
        table = inner.name()
        inner.take("TO")
        yield RenameTable(table, inner.name())


def _copied(reader: Reader) -> Iterator[Change]:
    reader.any_of("IGNORE")
    reader.take("INTO")
    table = reader.name()
    columns = tuple(Reader(part).name() for part in at_commas(reader.parenthesised()))
    if not reader.take("SELECT"):
        return
    while not reader.is_done and not reader.take("FROM"):
        reader.next()
    if not reader.is_done:
        yield CopyRows(table, columns, reader.name())


def _rows(verb: str, reader: Reader) -> Change:
    reader.any_of("FROM", "TABLE")
    reader.take("ONLY")
    table = reader.name()
    everything = "WHERE" not in {each.text for each in reader.rest() if each.kind == "word"}
    return Update(table, everything) if verb == "UPDATE" else Delete(table, everything)


def _column(tokens: Sequence[Token]) -> Column | None:
    """A column's definition; None for a table's constraint or index."""
    first = tokens[0]
    if first.kind == "word" and first.text in (*_CONSTRAINTS, "CONSTRAINT", "INDEX", "KEY", "FULLTEXT", "LIKE"):
        return None
    reader = Reader(tokens)
    name, kind = reader.name(), _type(reader)
    rest = " ".join(each.text for each in reader.rest())
    has_default = bool(re.search(r"\bDEFAULT (?!NULL\b)|\bGENERATED\b|\bAUTO_?INCREMENT\b", rest)) or "SERIAL" in kind
    # A rowid's other name numbers itself.
    not_null = "NOT NULL" in rest or ("PRIMARY KEY" in rest and kind != "INTEGER")
    return Column(name, kind, not_null, has_default, bool(_VOLATILE.search(rest)))


def _type(reader: Reader) -> str:
    words: list[str] = []
    while not reader.is_done and reader.peek() not in _AFTER_TYPE:
        inside = reader.parenthesised() if reader.peek() == "(" else None
        if inside is None:
            words.append(reader.next().upper())
        else:
            words.append(f"({','.join(each.text for each in inside if each.text != ',')})")
    return re.sub(r" (?=[(\[\]])", "", " ".join(words)).strip()
