"""The syntax of a schema as data."""

from __future__ import annotations

from pathlib import Path

from prismstack.schema import Attribute, Call, Items, Quoted, Schema, SchemaFile, Word, parse_blocks

TEXT = """
// a comment
datasource db {
  provider     = "mysql"
  relationMode = "prisma" // the client's
}

generator client {
  previewFeatures = ["views", "other"]
}

/// First line
/// Second line
model User {
  /// Above
  id    Int     @id @default(autoincrement()) /// Beside
  name  String? @db.VarChar(20) @default("a \\"b\\" // c") @map("the name")
  posts Post[]
  where Unsupported("point")?
  //// not documentation

  @@unique([name(length: 10, sort: Desc), id], map: "uq")
  @@index(
    fields: [
      id, // first
      name,
    ]
  )
  @@map("users")
}

enum Colour {
  RED @map("r")
  GREEN
  @@map("colours")
}
"""


def _schema() -> Schema:
    path = Path("schema.prisma")
    return Schema(path, (SchemaFile(path, TEXT),))


def test_blocks_and_settings() -> None:
    datasource, generator, user, colour = parse_blocks(_schema())
    assert datasource.settings == {"provider": Quoted("mysql"), "relationMode": Quoted("prisma")}
    assert generator.settings == {"previewFeatures": Items((Quoted("views"), Quoted("other")))}
    assert (user.kind, user.name, user.table) == ("model", "User", "users")
    assert user.documentation == ("First line", "Second line")
    assert (colour.table, [each.column for each in colour.fields]) == ("colours", ["r", "GREEN"])


def test_fields() -> None:
    fields = {each.name: each for each in parse_blocks(_schema())[2].fields}
    assert list(fields) == ["id", "name", "posts", "where"]
    assert fields["id"].documentation == ("Above", "Beside")
    assert (fields["name"].arity, fields["name"].column) == ("?", "the name")
    default = fields["name"].attribute("default")
    assert default is not None
    assert default.value("value", first=True) == Quoted('a "b" // c')
    assert fields["posts"].arity == "[]"
    assert (fields["where"].type, fields["where"].unsupported, fields["where"].arity) == ("Unsupported", "point", "?")
    assert fields["posts"].attribute("map") is None


def test_arguments() -> None:
    user = parse_blocks(_schema())[2]
    unique, index = user.attribute("unique"), user.attribute("index")
    assert unique is not None
    assert index is not None
    listed = unique.value("fields", first=True)
    assert isinstance(listed, Items)
    first = listed.values[0]
    assert isinstance(first, Call)
    assert Attribute(first.name, first.arguments).text("sort") == "Desc"
    assert unique.text("map") == "uq"
    assert unique.text("missing") is None
    assert index.value("fields") == Items((Word("id"), Word("name")))


def test_an_unfinished_text_ends() -> None:
    path = Path("schema.prisma")
    for text in ("model A {", "model A {\n  id Int @id(", "model A {\n  id Int @x([1,", "///", "model"):
        parse_blocks(Schema(path, (SchemaFile(path, text),)))
