"""What is said about steps on MySQL: in scripts, in summaries, about losses."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from prismstack.migrate.mysql._builder import build
from prismstack.migrate.mysql._checks import checks_of
from prismstack.migrate.mysql._differ import differences
from prismstack.migrate.mysql._model import EMPTY
from prismstack.migrate.mysql._renderer import script_of
from prismstack.migrate.mysql._steps import Step
from prismstack.migrate.mysql._summary import summary_of
from prismstack.schema import Schema, SchemaFile

BEFORE = """
    enum E {
      A
      B
    }
    model U {
      id   Int     @id @default(autoincrement())
      e    E
      was  String
      gone String
      opt  Int?
      when Int
      late Int?
      k    Int     @default(1)
      long String  @db.VarChar(300)
      kids P[]
      @@index([was])
    }
    model P {
      id  Int @id
      uid Int
      u   U   @relation(fields: [uid], references: [id])
    }
    model Gone {
      id Int @id
    }
"""
AFTER = """
    enum E {
      A
      C
    }
    model U {
      id    String   @id @default(cuid())
      e     E
      was   String
      opt   Int
      when  DateTime
      late  DateTime?
      k     Int
      long  String   @db.VarChar(30)
      added String
      made  String   @default(uuid())
      uniq  String?  @unique
      kids  P[]
      @@index([was], map: "renamed")
    }
    model P {
      id  Int @id
      uid String
      u   U   @relation(fields: [uid], references: [id], onDelete: Cascade)
    }
    model New {
      id Int @id
    }
"""


def steps(before: str, after: str) -> tuple[Step, ...]:
    path = Path("schema.prisma")
    sides = [build(Schema(path, (SchemaFile(path, dedent(text)),))) if text else EMPTY for text in (before, after)]
    return differences(*sides)


def test_the_script() -> None:
    assert script_of(steps(BEFORE, AFTER), ["careful"]) == dedent("""\
        /*
          Warnings:

          - careful

        */
        -- DropForeignKey
        ALTER TABLE `P` DROP FOREIGN KEY `P_uid_fkey`;

        -- AlterTable
        ALTER TABLE `U` DROP COLUMN `gone`,
            ADD COLUMN `added` VARCHAR(191) NOT NULL,
            ADD COLUMN `made` VARCHAR(191) NOT NULL,
            ADD COLUMN `uniq` VARCHAR(191) NULL,
            MODIFY `id` VARCHAR(191) NOT NULL,
            MODIFY `e` ENUM('A', 'C') NOT NULL,
            MODIFY `opt` INTEGER NOT NULL,
            DROP COLUMN `when`,
            ADD COLUMN `when` DATETIME(3) NOT NULL,
            DROP COLUMN `late`,
            ADD COLUMN `late` DATETIME(3) NULL,
            ALTER COLUMN `k` DROP DEFAULT,
            MODIFY `long` VARCHAR(30) NOT NULL;

        -- AlterTable
        ALTER TABLE `P` MODIFY `uid` VARCHAR(191) NOT NULL;

        -- DropTable
        DROP TABLE `Gone`;

        -- CreateTable
        CREATE TABLE `New` (
            `id` INTEGER NOT NULL,

            PRIMARY KEY (`id`)
        ) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

        -- CreateIndex
        CREATE UNIQUE INDEX `U_uniq_key` ON `U`(`uniq`);

        -- AddForeignKey
        ALTER TABLE `P` ADD CONSTRAINT `P_uid_fkey` FOREIGN KEY (`uid`) REFERENCES `U`(`id`) \
        ON DELETE CASCADE ON UPDATE CASCADE;

        -- RenameIndex
        ALTER TABLE `U` RENAME INDEX `U_was_idx` TO `renamed`;
    """).replace("        ON DELETE", "ON DELETE")


def test_the_summary() -> None:
    assert summary_of(steps(BEFORE, AFTER)) == dedent("""\
        [+] Added tables
          - New

        [-] Removed tables
          - Gone

        [*] Changed the `P` table
          [-] Removed foreign key on columns (uid)
          [*] Altered column `uid` (type changed)
          [+] Added foreign key on columns (uid)

        [*] Changed the `U` table
          [-] Removed column `gone`
          [+] Added column `added`
          [+] Added column `made`
          [+] Added column `uniq`
          [*] Altered column `id` (type changed, column is no longer autoincrementing)
          [*] Altered column `e` (type changed)
          [*] Altered column `opt` (changed from Nullable to Required)
          [*] Column `when` would be dropped and recreated (type changed)
          [*] Column `late` would be dropped and recreated (type changed)
          [*] Altered column `k` (default changed from `1` to `None`)
          [*] Altered column `long` (type changed)
          [+] Added unique index on columns (uniq)
          [*] Renamed index `U_was_idx` to `renamed`
    """)
    assert summary_of(()) == "No difference detected.\n"


def test_the_summary_of_keys() -> None:
    before = "model A {\n  id Int @id\n  x Int @unique\n  t DateTime @default(now())\n}\n"
    after = (
        "model A {\n  id Int\n  x Int\n  n Int @unique @default(autoincrement())\n  t DateTime\n  @@id([id, x])\n}\n"
    )
    assert summary_of(steps(before, after)) == dedent("""\
        [*] Changed the `A` table
          [-] Removed unique index on columns (x)
          [-] Dropped the primary key on columns (id)
          [+] Added column `n`
          [*] Altered column `t` (default changed from `now()` to `None`)
          [+] Added primary key on columns (id, x)
          [+] Added unique index on columns (n)
    """)
    back = summary_of(steps(after, before))
    assert "[-] Removed unique index on columns (n)" in back
    assert "[*] Altered column `t` (default changed from `None` to `now()`)" in back


def test_what_may_be_lost() -> None:
    checks = checks_of(steps(BEFORE, AFTER))
    assert [each.unknown for each in checks] == [
        "You are about to drop the column `gone` on the `U` table. All the data in the column will be lost.",
        "The values [B] on the enum `U_e` will be removed. "
        "If these variants are still used in the database, this will fail.",
        "The `late` column on the `U` table would be dropped and recreated. "
        "This will lead to data loss if there is data in the column.",
        "You are about to alter the column `long` on the `U` table. The data in that column could be lost. "
        "The data in that column will be cast from `VarChar(300)` to `VarChar(30)`.",
        "You are about to drop the `Gone` table. If the table is not empty, all the data it contains will be lost.",
        "A unique constraint covering the columns `[uniq]` on the table `U` will be added. "
        "If there are existing duplicate values, this will fail.",
        "Added the required column `added` to the `U` table without a default value. "
        "This is not possible if the table is not empty.",
        "The required column `made` was added to the `U` table with a prisma-level default value. "
        "This is not possible if the table is not empty. "
        "Please add this column as optional, then populate it before making it required.",
        "Made the column `opt` on table `U` required. "
        "This step will fail if there are existing NULL values in that column.",
        "Changed the type of `when` on the `U` table. No cast exists, the column would be dropped and recreated, "
        "which cannot be done if there is data, since the column is required.",
    ]
    assert [each.unexecutable for each in checks] == [False] * 6 + [True] * 4


def test_a_primary_key_that_changes() -> None:
    before, after = "model A {\n  id Int @id\n  x Int\n}\n", "model A {\n  id Int\n  x Int @id\n}\n"
    texts = [each.unknown for each in checks_of(steps(before, after))]
    assert texts == [
        "The primary key for the `A` table will be changed. "
        "If it partially fails, the table could be left without primary key constraint."
    ]


def test_types_are_named_as_prisma_names_them() -> None:
    before = "model A {\n  id Int @id\n  a BigInt @db.UnsignedBigInt\n  b String @db.LongText\n  c Float\n}\n"
    after = "model A {\n  id Int @id\n  a Int\n  b String @db.TinyText\n  c Int @db.TinyInt\n}\n"
    shown = [each.unknown.rpartition(" cast ")[2] for each in checks_of(steps(before, after))]
    assert shown == ["from `UnsignedBigInt` to `Int`.", "from `LongText` to `TinyText`.", "from `Double` to `TinyInt`."]
