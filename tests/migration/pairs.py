"""Pairs of schemas: what is there before a change, and after it.

Names are in lower case, so that SQL needs no quotes on any database. ``rows`` are inserted
before the change; what ``kept`` selects has to be the same before, after, and on the way back.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MYSQL_PAIRS", "PAIRS", "SERVER_PAIRS", "Pair"]

_ITEMS = ("INSERT INTO item (id, name) VALUES (1, 'one'), (2, 'two')",)
_ITEM_QUERY = "SELECT id, name FROM item ORDER BY id"
_ONE = ("INSERT INTO item (id) VALUES (1)",)
_ONE_QUERY = "SELECT id FROM item"
_FAMILY = (
    "INSERT INTO parent (id, name) VALUES (1, 'p'), (2, 'q')",
    "INSERT INTO child (id, parentid) VALUES (1, 1), (2, 1), (3, 2)",
)
_FAMILY_QUERY = "SELECT child.id, parent.name FROM child JOIN parent ON parent.id = child.parentid ORDER BY child.id"


@dataclass(frozen=True)
class Pair:
    """``same`` says that the two describe one database."""

    name: str
    before: str
    after: str
    rows: tuple[str, ...] = ()
    kept: str | None = None
    same: bool = False


def _block(kind: str, name: str, *lines: str) -> str:
    return f"{kind} {name} {{\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


def _item(*lines: str, key: str = "id Int @id") -> str:
    return _block("model", "item", key, *lines)


def _fields(name: str, before: tuple[str, ...], after: tuple[str, ...], extra: str = "", *, same: bool = False) -> Pair:
    """A change in the fields of one model, with rows of an id and a name."""
    fixed = "name String"
    return Pair(name, _item(fixed, *before) + extra, _item(fixed, *after) + extra, _ITEMS, _ITEM_QUERY, same)


def _column(name: str, before: str, after: str, values: str, extra: str = "") -> Pair:
    """A change of a column ``v`` that has values, which are to be kept."""
    rows = (f"INSERT INTO item (id, v) VALUES {values}",)
    return Pair(name, _item(before) + extra, _item(after) + extra, rows, "SELECT id, v FROM item ORDER BY id")


def _child(*lines: str) -> str:
    return _block("model", "child", "id Int @id", *lines)


def _family(name: str, before: tuple[str, ...], after: tuple[str, ...]) -> Pair:
    """A change in the child of a parent, with rows of both."""
    return Pair(name, _PARENT_OF_MANY + _child(*before), _PARENT_OF_MANY + _child(*after), _FAMILY, _FAMILY_QUERY)


_RELATION = "parent parent @relation(fields: [parentid], references: [id])"
_COLOUR = _block("enum", "colour", "red", "green", "blue")
_PARENT = _block("model", "parent", "id Int @id", "name String")
_PARENT_OF_MANY = _block("model", "parent", "id Int @id", "name String", "children child[]")

PAIRS = (
    # -- columns
    _fields("add an optional column", (), ("note String?",)),
    _fields("add a column with a default", (), ("count Int @default(3)",)),
    Pair("add a required column to an empty table", _item(), _item("note String")),
    _fields("drop a column", ("note String?",), ()),
    _fields("rename a field", ("note String?",), ('remark String? @map("note")',), same=True),
    _fields("rename a column", ("note String?",), ("remark String?",)),
    _column("an optional column becomes required", "v Int?", "v Int", "(1, 7), (2, 8)"),
    _column("a required column becomes optional", "v Int", "v Int?", "(1, 7), (2, 8)"),
    _fields("add a moment", (), ("at DateTime @default(now())",)),
    _fields("add an updatedAt", (), ("at DateTime? @updatedAt",)),
    _fields("add Json", (), ("doc Json?",)),
    _fields("add Bytes", (), ("data Bytes?",)),
    _fields("add several, drop several", ("a Int?", "b String?"), ("c Float?", "d Boolean @default(false)")),
    # -- defaults
    _column("add a default", "v Int", "v Int @default(5)", "(1, 7)"),
    _column("drop a default", 'v String @default("x")', "v String", "(1, 'y')"),
    _column("change a default", "v Boolean @default(true)", "v Boolean @default(false)", "(1, true)"),
    _column("a default with quotes", "v String", 'v String @default("it\'s \\"so\\" 100%")', "(1, 'y')"),
    _column("a default of a decimal", "v Decimal", "v Decimal @default(1.50)", "(1, 2.5)"),
    _column("a default of a float", "v Float @default(1)", "v Float @default(2.5)", "(1, 2.5)"),
    _column(
        "a default of a moment",
        "v DateTime",
        'v DateTime @default("2020-02-03T04:05:06.789Z")',
        "(1, '2021-01-01 00:00:00')",
    ),
    _column("a required default of an optional column", "v Int? @default(4)", "v Int @default(4)", "(1, 7)"),
    # -- types
    _column("Int to BigInt", "v Int", "v BigInt", "(1, 7), (2, -8)"),
    Pair("Int to String", _item("v Int?"), _item("v String?"), _ONE, _ONE_QUERY),
    Pair("String to Int", _item("v String?"), _item("v Int?"), _ONE, _ONE_QUERY),
    Pair("Int to DateTime", _item("v Int?"), _item("v DateTime?"), _ONE, _ONE_QUERY),
    Pair("String to Json", _item("v String?"), _item("v Json?"), _ONE, _ONE_QUERY),
    _column("Int to Float", "v Int", "v Float", "(1, 7)"),
    # -- indexes
    _fields("add an index", (), ("@@index([name])",)),
    _fields("drop an index", ("@@index([name])",), ()),
    _fields("widen an index", ("n Int?", "@@index([name])"), ("n Int?", "@@index([name, n])")),
    _fields("name an index", ("@@index([name])",), ('@@index([name], map: "by_name")',)),
    _fields("name a unique index", ("@@unique([name])",), ('@@unique([name], map: "one_name")',)),
    _fields("sort an index", ("n Int?", "@@index([name, n])"), ("n Int?", "@@index([name, n(sort: Desc)])")),
    _fields("add a unique index", (), ("@@unique([name])",)),
    _fields("drop a unique index", ("@@unique([name])",), ()),
    _fields("a unique index of two", ("n Int?", "@@unique([name])"), ("n Int?", "@@unique([name, n])")),
    _fields("unique becomes plain", ("@@unique([name])",), ("@@index([name])",)),
    _fields("an index on a recreated column", ("v Int?", "@@index([v])"), ("v DateTime?", "@@index([v])")),
    _fields("drop an indexed column", ("v Int?", "w Int?", "@@unique([v, w])"), ("w Int?",)),
    # -- enums
    _fields("add an enum", (), ("c colour?",), _COLOUR),
    _fields("an enum with a default", ("c colour @default(red)",), ("c colour @default(green)",), _COLOUR),
    Pair(
        "add a value to an enum",
        _item("v colour") + _block("enum", "colour", "red", "green"),
        _item("v colour") + _COLOUR,
        ("INSERT INTO item (id, v) VALUES (1, 'red'), (2, 'green')",),
        "SELECT id, v FROM item ORDER BY id",
    ),
    Pair(
        "rename an enum's value",
        _item("v colour") + _COLOUR,
        _item("v colour") + _block("enum", "colour", 'RED @map("red")', "green", "blue"),
        same=True,
    ),
    Pair(
        "drop an enum",
        _item("name String", "c colour?") + _COLOUR,
        _item("name String"),
        _ITEMS,
        _ITEM_QUERY,
    ),
    # -- models
    Pair(
        "add a model",
        _item("name String"),
        _item("name String") + _block("model", "other", "id Int @id"),
        _ITEMS,
        _ITEM_QUERY,
    ),
    Pair(
        "drop a model",
        _item("name String") + _block("model", "other", "id Int @id"),
        _item("name String"),
        _ITEMS,
        _ITEM_QUERY,
    ),
    Pair(
        "rename a model",
        _item("name String"),
        _block("model", "Thing", "id Int @id", "name String", '@@map("item")'),
        _ITEMS,
        _ITEM_QUERY,
        same=True,
    ),
    Pair("rename a table", _item("name String"), _block("model", "thing", "id Int @id", "name String")),
    # -- relations
    Pair(
        "add a foreign key",
        _PARENT + _child("parentid Int"),
        _PARENT_OF_MANY + _child("parentid Int", _RELATION),
        _FAMILY,
        _FAMILY_QUERY,
    ),
    _family("change an action", ("parentid Int", _RELATION), ("parentid Int", _RELATION[:-1] + ", onDelete: Cascade)")),
    _family("index a foreign key", ("parentid Int", _RELATION), ("parentid Int", _RELATION, "@@index([parentid])")),
    _family(
        "another index for a foreign key",
        ("parentid Int", _RELATION, "@@index([parentid])"),
        ("parentid Int", _RELATION, "@@index([parentid, id])"),
    ),
    _family(
        "an optional relation",
        ("parentid Int", _RELATION),
        ("parentid Int?", _RELATION.replace("parent @", "parent? @")),
    ),
    Pair(
        "one to many becomes one to one",
        _block("model", "parent", "id Int @id", "children child[]") + _child("parentid Int", _RELATION),
        _block("model", "parent", "id Int @id", "children child?") + _child("parentid Int @unique", _RELATION),
        ("INSERT INTO parent (id) VALUES (1)", "INSERT INTO child (id, parentid) VALUES (5, 1)"),
        "SELECT id, parentid FROM child",
    ),
    Pair(
        "a relation of a model with itself",
        _item("name String", "up Int?"),
        _item(
            "name String",
            "up Int?",
            'boss item? @relation("r", fields: [up], references: [id], onDelete: NoAction, onUpdate: NoAction)',
            'staff item[] @relation("r")',
        ),
        _ITEMS,
        _ITEM_QUERY,
    ),
    Pair(
        "many to many",
        _item("name String") + _block("model", "tag", "id Int @id"),
        _item("name String", "tags tag[]") + _block("model", "tag", "id Int @id", "items item[]"),
        _ITEMS,
        _ITEM_QUERY,
    ),
    Pair(
        "many to many with a name",
        _item("name String", "tags tag[]") + _block("model", "tag", "id Int @id", "items item[]"),
        _item("name String", 'tags tag[] @relation("marks")')
        + _block("model", "tag", "id Int @id", 'items item[] @relation("marks")'),
        _ITEMS,
        _ITEM_QUERY,
    ),
    Pair(
        "two relations to one model",
        _block("model", "parent", "id Int @id", "name String") + _child("parentid Int", "otherid Int?"),
        _block("model", "parent", "id Int @id", "name String", 'a child[] @relation("a")', 'b child[] @relation("b")')
        + _child(
            "parentid Int",
            "otherid Int?",
            'parent parent @relation("a", fields: [parentid], references: [id])',
            'other parent? @relation("b", fields: [otherid], references: [id])',
        ),
        _FAMILY,
        _FAMILY_QUERY,
    ),
    Pair(
        "the type of a referenced key",
        _block("model", "parent", "id Int @id", "name String", "c child[]") + _child("parentid Int", _RELATION),
        _block("model", "parent", "id BigInt @id", "name String", "c child[]") + _child("parentid BigInt", _RELATION),
        _FAMILY,
        _FAMILY_QUERY,
    ),
    Pair(
        "a foreign key of two columns",
        _block("model", "parent", "a Int", "b Int", "@@id([a, b])") + _child("pa Int", "pb Int"),
        _block("model", "parent", "a Int", "b Int", "c child[]", "@@id([a, b])")
        + _child("pa Int", "pb Int", "p parent @relation(fields: [pa, pb], references: [a, b])"),
    ),
    # -- primary keys
    Pair(
        "another key",
        _item("other Int @default(1)"),
        _block("model", "item", "id Int", "other Int @default(1)", "@@id([id, other])"),
        ("INSERT INTO item (id) VALUES (1), (2)",),
        "SELECT id FROM item ORDER BY id",
    ),
    Pair("a key of another type", _item("v Int?"), _item("v Int?", key="id String @id")),
    Pair(
        "a key that counts",
        _item("v Int?"),
        _item("v Int?", key="id Int @id @default(autoincrement())"),
        ("INSERT INTO item (id, v) VALUES (3, 4)",),
        "SELECT id, v FROM item",
    ),
)


def _native(name: str, before: str, after: str, values: str) -> Pair:
    return _column(name, f"v {before}", f"v {after}", values)


#: What SQLite does not have.
SERVER_PAIRS = (
    _family(
        "name a foreign key", ("parentid Int", _RELATION), ("parentid Int", _RELATION[:-1] + ', map: "the_parent")')
    ),
)

#: What only MySQL has.
MYSQL_PAIRS = (
    _native("a longer VARCHAR", "String @db.VarChar(20)", "String @db.VarChar(300)", "(1, 'x')"),
    _native("VARCHAR to TEXT", "String", "String @db.Text", "(1, 'x')"),
    _native("LONGTEXT and MEDIUMTEXT", "String @db.LongText", "String @db.MediumText", "(1, 'x')"),
    _native("CHAR", "String @db.VarChar(3)", "String @db.Char(3)", "(1, 'abc')"),
    _native("an unsigned number", "Int", "Int @db.UnsignedInt", "(1, 7)"),
    _native("a small number", "Int @db.SmallInt", "Int @db.TinyInt", "(1, 7)"),
    _native("a medium number", "Int @db.MediumInt", "Int @db.UnsignedMediumInt", "(1, 7)"),
    _native("an unsigned big number", "BigInt", "BigInt @db.UnsignedBigInt", "(1, 7)"),
    _native(
        "a decimal of another size",
        "Decimal @db.Decimal(10, 2)",
        "Decimal @default(0.5) @db.Decimal(12, 2)",
        "(1, 7.25)",
    ),
    _native("FLOAT to DOUBLE", "Float @db.Float", "Float @db.Double", "(1, 0.5)"),
    _native(
        "DATETIME to TIMESTAMP",
        "DateTime @default(now())",
        "DateTime @default(now()) @db.Timestamp(3)",
        "(1, '2020-01-02 03:04:05')",
    ),
    _native(
        "a moment without a fraction",
        "DateTime @default(now())",
        "DateTime @default(now()) @db.DateTime(0)",
        "(1, '2020-01-02 03:04:05')",
    ),
    _native("DATE", "DateTime @db.Date", "DateTime? @db.Date", "(1, '2020-01-02')"),
    _native("TIME and YEAR", "DateTime @db.Time(0)", "DateTime @db.Time(3)", "(1, '03:04:05')"),
    _native("BINARY", "Bytes @db.Binary(3)", "Bytes @db.VarBinary(9)", "(1, 'abc')"),
    _native("BLOB", "Bytes", "Bytes @db.Blob", "(1, 'abc')"),
    _native("BIT", "Boolean @db.Bit(1)", "Boolean? @db.Bit(1)", "(1, true)"),
    _native("YEAR", "Int", "Int @db.Year", "(1, 2020)"),
    Pair(
        "an expression as default",
        _item("v String?"),
        _item('v String @default(dbgenerated("(uuid())"))'),
        ("INSERT INTO item (id, v) VALUES (1, 'x')",),
        "SELECT id, v FROM item",
    ),
    Pair("a type unknown to Prisma", _item(), _item('v Unsupported("point")?'), _ONE, _ONE_QUERY),
    _fields("the prefix of an index", ("@@index([name])",), ("@@index([name(length: 10)])",)),
    _fields(
        "the prefix of a text",
        ("t String? @db.Text",),
        ("t String? @db.Text", "@@index([t(length: 20), name(length: 5, sort: Desc)])"),
    ),
    _fields("a fulltext index", (), ("@@fulltext([name])",)),
    _fields(
        "a fulltext index of two",
        ("t String? @db.Text", "@@fulltext([name])"),
        ("t String? @db.Text", "@@fulltext([name, t])"),
    ),
    Pair("a counter beside the key", _item(), _item("n Int @unique @default(autoincrement())"), _ONE, _ONE_QUERY),
    Pair(
        "a value of an enum goes",
        _item("v colour") + _COLOUR,
        _item("v colour") + _block("enum", "colour", "red", "green"),
        ("INSERT INTO item (id, v) VALUES (1, 'red')",),
        "SELECT id, v FROM item ORDER BY id",
    ),
)
