"""Types and defaults as MySQL, MariaDB and a schema spell them."""

from __future__ import annotations

import pytest

from prismstack.migrate.mysql._defaults import NOW, canonical, default_sql, expression, same_default
from prismstack.migrate.mysql._describe_columns import default_of
from prismstack.migrate.mysql._model import Column, ColumnType, Default
from prismstack.migrate.mysql._names import constraint_name
from prismstack.migrate.mysql._type_changes import TypeChange, type_change
from prismstack.migrate.mysql._types import described_type, native_name, native_type, type_sql

TEXT = ColumnType("VARCHAR", ("191",))


@pytest.mark.parametrize(
    ("described", "rendered"),
    [
        ("int(11)", "INTEGER"),
        ("int", "INTEGER"),
        ("int(10) unsigned", "INTEGER UNSIGNED"),
        ("tinyint(1)", "BOOLEAN"),
        ("tinyint(4)", "TINYINT"),
        ("tinyint(3) unsigned", "TINYINT UNSIGNED"),
        ("bigint(20) unsigned zerofill", "BIGINT UNSIGNED"),
        ("varchar(191)", "VARCHAR(191)"),
        ("decimal(65,30)", "DECIMAL(65, 30)"),
        ("double", "DOUBLE"),
        ("datetime(3)", "DATETIME(3)"),
        ("datetime", "DATETIME(0)"),
        ("year(4)", "YEAR"),
        ("json", "JSON"),
        ("enum('a','b''c','d,e')", "ENUM('a', 'b''c', 'd,e')"),
        ("set('a','b')", "set('a','b')"),
        ("geometry", "geometry"),
        ("inet6", "inet6"),
    ],
)
def test_described_types(described: str, rendered: str) -> None:
    assert type_sql(described_type(described)) == rendered


def test_mariadbs_json_is_a_checked_text() -> None:
    assert described_type("longtext", is_json=True) == described_type("json")


@pytest.mark.parametrize(
    ("name", "arguments", "scalar", "rendered"),
    [
        ("TinyInt", ("1",), "Boolean", "BOOLEAN"),
        ("UnsignedBigInt", (), "BigInt", "BIGINT UNSIGNED"),
        ("Decimal", (), "Decimal", "DECIMAL(65, 30)"),
        ("Timestamp", (), "DateTime", "TIMESTAMP(0)"),
        ("Char", (), "String", "CHAR(1)"),
        ("MediumText", (), "String", "MEDIUMTEXT"),
    ],
)
def test_native_types(name: str, arguments: tuple[str, ...], scalar: str, rendered: str) -> None:
    type_ = native_type(name, arguments, scalar)
    assert type_sql(type_) == rendered
    assert native_type(native_name(type_).partition("(")[0], type_.arguments, scalar) == type_


@pytest.mark.parametrize(
    ("type_text", "text", "expected"),
    [
        ("tinyint(1)", "1", "true"),
        ("int", "+07", "7"),
        ("double", "1", "1.0"),
        ("decimal(10,2)", "1.555", "1.56"),
        ("decimal(65,30)", "1.500000000000000000000000000000", "1.5"),
        ("decimal(5,0)", "100", "100"),
        ("datetime(3)", "2020-01-02T03:04:05+01:00", "2020-01-02 02:04:05.000"),
        ("datetime", "2020-01-02 03:04:05", "2020-01-02 03:04:05"),
        ("datetime(3)", "0000-00-00 00:00:00", "0000-00-00 00:00:00"),
        ("int", "abc", "abc"),
        ("varchar(9)", "007", "007"),
    ],
)
def test_literals(type_text: str, text: str, expected: str) -> None:
    assert canonical(text, described_type(type_text)) == Default("value", expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("current_timestamp(3)", NOW),
        ("(CURRENT_TIMESTAMP)", NOW),
        ("now()", NOW),
        ("'it''s'", Default("value", "it's")),
        ("7", Default("value", "7")),
        ("(uuid())", Default("expression", "(uuid())")),
        ("NOW() ON UPDATE NOW()", Default("expression", "NOW() ON UPDATE NOW()")),
    ],
)
def test_expressions(text: str, expected: Default) -> None:
    assert expression(text, TEXT) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("(uuid())", "uuid()", True),
        ("(concat('a', `b`))", "concat(_utf8mb4\\'a\\',`b`)", True),
        ("", "uuid()", True),
        ("(uuid())", "(rand())", False),
    ],
)
def test_expressions_are_compared_as_servers_keep_them(one: str, other: str, same: bool) -> None:
    assert same_default(Default("expression", one), Default("expression", other)) is same


@pytest.mark.parametrize(
    ("type_text", "text", "extra", "mariadb", "expected"),
    [
        ("varchar(9)", "'x'", "", True, Default("value", "x")),
        ("varchar(9)", "NULL", "", True, None),
        ("varchar(9)", "NULL", "", False, Default("value", "NULL")),
        ("varchar(9)", "it's", "", False, Default("value", "it's")),
        ("datetime(3)", "CURRENT_TIMESTAMP(3)", "default_generated", False, NOW),
        ("datetime", "CURRENT_TIMESTAMP", "", False, NOW),
        ("varchar(99)", "uuid()", "default_generated", False, Default("expression", "uuid()")),
        ("varchar(99)", "concat(_utf8mb4\\'a\\')", "default_generated", False, Default("expression", "concat('a')")),
        ("varchar(99)", "uuid()", "", True, Default("expression", "uuid()")),
        ("tinyint(1)", "1", "", False, Default("value", "true")),
        ("bit(1)", "b'1'", "", False, Default("value", "b'1'")),
    ],
)
def test_both_servers_spellings(type_text: str, text: str, extra: str, mariadb: bool, expected: Default | None) -> None:
    assert default_of(described_type(type_text), text, extra, mariadb=mariadb) == expected


@pytest.mark.parametrize(
    ("type_text", "default", "expected"),
    [
        ("int", None, None),
        ("int", Default("value", "7"), "7"),
        ("varchar(9)", Default("value", "it's \\"), "'it''s \\\\'"),
        ("datetime(3)", NOW, "CURRENT_TIMESTAMP(3)"),
        ("timestamp", NOW, "CURRENT_TIMESTAMP"),
        ("date", NOW, "(CURRENT_TIMESTAMP)"),
        ("time", NOW, "(CURRENT_TIMESTAMP)"),
        ("varchar(9)", Default("expression", "uuid()"), "(uuid())"),
        ("varchar(9)", Default("expression", "(uuid())"), "(uuid())"),
        ("varchar(9)", Default("expression"), None),
        ("bit(1)", Default("value", "b'1'"), "b'1'"),
        ("decimal(4,2)", Default("value", "1.5"), "1.5"),
    ],
)
def test_rendered_defaults(type_text: str, default: Default | None, expected: str | None) -> None:
    assert default_sql(Column("c", described_type(type_text), required=True, default=default)) == expected


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("int", "int(11)", TypeChange.NONE),
        ("enum('a','b')", "enum('b','a')", TypeChange.NONE),
        ("enum('a')", "enum('a','b')", TypeChange.SAFE),
        ("enum('a','b')", "enum('a')", TypeChange.RISKY),
        ("int", "bigint", TypeChange.SAFE),
        ("bigint", "int", TypeChange.RISKY),
        ("int", "int unsigned", TypeChange.RISKY),
        ("int", "bigint unsigned", TypeChange.RISKY),
        ("tinyint(1)", "tinyint(4)", TypeChange.SAFE),
        ("tinyint(4)", "tinyint(1)", TypeChange.RISKY),
        ("int", "decimal(65,30)", TypeChange.SAFE),
        ("int", "decimal(5,2)", TypeChange.RISKY),
        ("decimal(5,2)", "decimal(6,2)", TypeChange.SAFE),
        ("decimal(6,2)", "decimal(5,2)", TypeChange.RISKY),
        ("float", "double", TypeChange.SAFE),
        ("double", "int", TypeChange.RISKY),
        ("varchar(20)", "varchar(30)", TypeChange.SAFE),
        ("varchar(30)", "varchar(20)", TypeChange.RISKY),
        ("varchar(30)", "text", TypeChange.SAFE),
        ("text", "longtext", TypeChange.SAFE),
        ("longtext", "text", TypeChange.RISKY),
        ("tinyblob", "longblob", TypeChange.SAFE),
        ("binary(3)", "varbinary(9)", TypeChange.RISKY),
        ("datetime", "datetime(3)", TypeChange.SAFE),
        ("datetime(3)", "timestamp(3)", TypeChange.RISKY),
        ("int", "varchar(191)", TypeChange.SAFE),
        ("int", "varchar(5)", TypeChange.RISKY),
        ("varchar(191)", "int", TypeChange.RISKY),
        ("int", "datetime", TypeChange.NOT_CASTABLE),
        ("date", "json", TypeChange.NOT_CASTABLE),
        ("json", "int", TypeChange.NOT_CASTABLE),
        ("blob", "json", TypeChange.NOT_CASTABLE),
        ("point", "int", TypeChange.RISKY),
        ("date", "datetime(3)", TypeChange.RISKY),
    ],
)
def test_changes_of_type(before: str, after: str, change: TypeChange) -> None:
    assert type_change(described_type(before), described_type(after)) is change


def test_names_are_cut_to_64_bytes() -> None:
    assert constraint_name("User", ["email"], "_key") == "User_email_key"
    assert constraint_name("T" * 70, ["a"], "_fkey") == "T" * 59 + "_fkey"
    assert constraint_name("ü" * 40, ["a"], "_idx") == "ü" * 30 + "_idx"
