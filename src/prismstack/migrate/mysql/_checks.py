"""What steps may lose or may not be able to do, in Prisma's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from prismstack.migrate.mysql._model import Column, Table
from prismstack.migrate.mysql._steps import (
    AddColumn,
    AlterTable,
    Change,
    CreateIndex,
    DropColumn,
    DropPrimaryKey,
    DropTable,
    ModifyColumn,
    RecreateColumn,
    Step,
)
from prismstack.migrate.mysql._type_changes import TypeChange, type_change
from prismstack.migrate.mysql._types import type_sql

__all__ = ["Check", "checks_of"]


@dataclass(frozen=True, slots=True)
class Check:
    """Something that matters only if there are rows.

    ``about`` says which: all of the table, or those where the column has, or lacks, a value.
    ``unknown`` is the message without a count, ``counted`` the one with ``{n}``.
    """

    unexecutable: bool
    table: str
    unknown: str
    counted: str
    about: Literal["rows", "values", "nulls"] = "rows"
    column: str | None = None
    step: int = 0


def checks_of(steps: Iterable[Step]) -> list[Check]:
    """All checks in the order of their steps, warnings first."""
    found = [check for number, step in enumerate(steps) for check in _of_step(step, number)]
    return sorted(found, key=lambda check: check.unexecutable)


def _of_step(step: Step, number: int) -> Iterator[Check]:
    match step:
        case DropTable(table):
            yield Check(
                False,
                table.name,
                f"You are about to drop the `{table.name}` table. "
                "If the table is not empty, all the data it contains will be lost.",
                f"You are about to drop the `{table.name}` table, which is not empty ({{n}} rows).",
                step=number,
            )
        case CreateIndex(table, index) if index.kind == "unique":
            text = (
                f"A unique constraint covering the columns `[{','.join(index.columns)}]` on the table `{table}` "
                "will be added. If there are existing duplicate values, this will fail."
            )
            yield Check(False, table, text, text, step=number)
        case AlterTable(before, _, changes):
            for change in changes:
                yield from _of_change(before, change, number)
        case _:
            pass


def _of_change(table: Table, change: Change, number: int) -> Iterator[Check]:
    match change:
        case DropPrimaryKey():
            text = (
                f"The primary key for the `{table.name}` table will be changed. "
                "If it partially fails, the table could be left without primary key constraint."
            )
            yield Check(False, table.name, text, text, step=number)
        case DropColumn(column):
            what = f"You are about to drop the column `{column.name}` on the `{table.name}` table"
            yield Check(
                False,
                table.name,
                f"{what}. All the data in the column will be lost.",
                f"{what}, which still contains {{n}} non-null values.",
                "values",
                column.name,
                number,
            )
        case AddColumn(column):
            yield from _of_added(table.name, column, number)
        case RecreateColumn(_, after):
            yield _of_recreated(table.name, after, number)
        case ModifyColumn(before, after):
            yield from _of_modified(table.name, before, after, number)
        case _:
            pass


def _of_added(table: str, column: Column, number: int) -> Iterator[Check]:
    if not column.required or column.default is not None or column.auto_increment:
        return
    if column.filled_by_client:
        what = (
            f"The required column `{column.name}` was added to the `{table}` table with a prisma-level default value."
        )
        advice = " Please add this column as optional, then populate it before making it required."
    else:
        what = f"Added the required column `{column.name}` to the `{table}` table without a default value."
        advice = ""
    yield Check(
        True,
        table,
        f"{what} This is not possible if the table is not empty.{advice}",
        f"{what} There are {{n}} rows in this table, it is not possible to execute this step.{advice}",
        step=number,
    )


def _of_recreated(table: str, after: Column, number: int) -> Check:
    if after.required and after.default is None:
        what = f"Changed the type of `{after.name}` on the `{table}` table. No cast exists, the column would be dropped"
        return Check(
            True,
            table,
            f"{what} and recreated, which cannot be done if there is data, since the column is required.",
            f"{what} and recreated, which cannot be done since the column is required and there is data in the table.",
            step=number,
        )
    text = (
        f"The `{after.name}` column on the `{table}` table would be dropped and recreated. "
        "This will lead to data loss if there is data in the column."
    )
    return Check(False, table, text, text, "values", after.name, number)


def _of_modified(table: str, before: Column, after: Column, number: int) -> Iterator[Check]:
    if after.required and not before.required:
        what = f"Made the column `{after.name}` on table `{table}` required"
        yield Check(
            True,
            table,
            f"{what}. This step will fail if there are existing NULL values in that column.",
            f"{what}, but there are {{n}} existing NULL values.",
            "nulls",
            after.name,
            number,
        )
    if before.type.name == after.type.name == "ENUM":
        yield from _of_enum(table, before, after, number)
    elif type_change(before.type, after.type) is TypeChange.RISKY:
        what = f"You are about to alter the column `{after.name}` on the `{table}` table"
        cast = f"The data in that column will be cast from `{_shown(before)}` to `{_shown(after)}`."
        yield Check(
            False,
            table,
            f"{what}. The data in that column could be lost. {cast}",
            f"{what}, which contains {{n}} non-null values. {cast}",
            "values",
            after.name,
            number,
        )


def _of_enum(table: str, before: Column, after: Column, number: int) -> Iterator[Check]:
    removed = [each for each in before.type.arguments if each not in after.type.arguments]
    if removed:
        text = (
            f"The values [{','.join(removed)}] on the enum `{table}_{after.name}` will be removed. "
            "If these variants are still used in the database, this will fail."
        )
        yield Check(False, table, text, text, step=number)


def _shown(column: Column) -> str:
    """The type as Prisma names it in messages: ``VarChar(191)``, ``Int``."""
    sql = type_sql(column.type)
    name = _PRISMA_NAMES.get(column.type.name, column.type.name.capitalize())
    arguments = f"({', '.join(column.type.arguments)})" if column.type.arguments else ""
    return sql if column.type.unsupported or column.type.name == "ENUM" else f"{_sign(column)}{name}{arguments}"


def _sign(column: Column) -> str:
    return "Unsigned" if column.type.unsigned else ""


_PRISMA_NAMES = {
    "INTEGER": "Int",
    "BIGINT": "BigInt",
    "SMALLINT": "SmallInt",
    "MEDIUMINT": "MediumInt",
    "TINYINT": "TinyInt",
    "BOOLEAN": "TinyInt",
    "VARCHAR": "VarChar",
    "VARBINARY": "VarBinary",
    "DATETIME": "DateTime",
    "TINYTEXT": "TinyText",
    "MEDIUMTEXT": "MediumText",
    "LONGTEXT": "LongText",
    "TINYBLOB": "TinyBlob",
    "MEDIUMBLOB": "MediumBlob",
    "LONGBLOB": "LongBlob",
}
