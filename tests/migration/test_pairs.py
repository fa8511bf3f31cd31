"""Pairs of schemas: the script between them leads from one to the other, and the way back to the former."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from prismstack.errors import PrismstackError
from prismstack.migrate._database import open_database
from prismstack.migrate._diff_sides import bare_schema
from prismstack.migrate._engine import SchemaEngine
from prismstack.migrate._errors import DatabaseEmpty
from prismstack.migrate._requests import files_of
from prismstack.schema import Schema, SchemaFile
from tests.migration.pairs import MYSQL_PAIRS, PAIRS, SERVER_PAIRS, Pair
from tests.providers import PROVIDERS, Place, fresh

_HEADER = 'generator client {{\n  provider = "prisma-client-py"\n}}\n\ndatasource db {{\n  provider = "{}"\n}}\n\n'
_EMPTY: dict[str, Any] = {"tag": "empty"}
_DATABASE: dict[str, Any] = {"tag": "schemaDatasource", "configDir": ""}


@dataclass(frozen=True)
class Bench:
    """One database with one engine, for all pairs: each leaves it empty."""

    place: Place
    engine: SchemaEngine

    def schema(self, text: str) -> Schema:
        path = Path("schema.prisma")
        return Schema(path, (SchemaFile(path, _HEADER.format(self.place.provider) + text),))

    def side(self, text: str) -> dict[str, Any]:
        return {"tag": "schemaDatamodel", **files_of(self.schema(text))}

    def script(self, source: dict[str, Any], target: dict[str, Any]) -> str:
        return self.engine.diff(source, target, script=True)[0]

    def differs(self, target: dict[str, Any]) -> str | None:
        """What leads from the database to the target; None when they agree."""
        text, different = self.engine.diff(self.database, target, script=True)
        return text if different else None

    @property
    def database(self) -> dict[str, Any]:
        return {**_DATABASE, **files_of(bare_schema(self.place.provider))}

    def introspected(self) -> dict[str, Any]:
        try:
            found = self.engine.introspect()
        except DatabaseEmpty:
            return _EMPTY
        return {"tag": "schemaDatamodel", **files_of(found.schema)}

    def run(self, script: str) -> None:
        self.engine.execute(script)

    def rows(self, query: str | None) -> list[tuple[Any, ...]]:
        found = self.place.sql(query) if query is not None else []
        return [tuple(_plain(value) for value in row) for row in found]


def _plain(value: Any) -> Any:
    """A value that does not depend on the type of its column."""
    if isinstance(value, (bytes, str)):
        return value
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


@pytest.fixture(scope="module", params=PROVIDERS)
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with fresh(request.param, tmp_path_factory.mktemp("pairs")) as place:
        place.create()
        with SchemaEngine(open_database(place.url), bare_schema(place.provider)) as engine:
            yield Bench(place, engine)


@pytest.fixture
def emptied(bench: Bench) -> Iterator[Bench]:
    yield bench
    bench.run(bench.script(bench.database, _EMPTY))
    assert bench.differs(_EMPTY) is None


def _there_and_back(bench: Bench, pair: Pair) -> None:
    before, after = bench.side(pair.before), bench.side(pair.after)
    bench.run(bench.script(_EMPTY, before))
    for statement in pair.rows:
        bench.place.sql(statement)
    rows = bench.rows(pair.kept)
    if not pair.same:
        bench.run(bench.script(before, after))
    assert bench.differs(after) is None
    assert not bench.engine.diff(bench.introspected(), after, script=False)[1]
    assert bench.rows(pair.kept) == rows
    if not pair.same:
        bench.run(bench.script(bench.database, before))
    assert bench.differs(before) is None
    assert bench.rows(pair.kept) == rows


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_there_and_back(emptied: Bench, pair: Pair) -> None:
    _there_and_back(emptied, pair)


@pytest.mark.parametrize("bench", ["postgresql", "mysql"], indirect=True)
@pytest.mark.parametrize("pair", SERVER_PAIRS, ids=lambda pair: pair.name)
def test_there_and_back_on_servers(emptied: Bench, pair: Pair) -> None:
    _there_and_back(emptied, pair)


@pytest.mark.parametrize("bench", ["mysql"], indirect=True)
@pytest.mark.parametrize("pair", MYSQL_PAIRS, ids=lambda pair: pair.name)
def test_there_and_back_on_mysql(emptied: Bench, pair: Pair) -> None:
    _there_and_back(emptied, pair)


def test_there_are_enough() -> None:
    assert len({pair.name for pair in PAIRS}) >= 40


def test_a_wrong_script_is_noticed(emptied: Bench) -> None:
    emptied.run("CREATE TABLE item (id INT NOT NULL PRIMARY KEY, name INT NOT NULL)")
    assert emptied.differs(emptied.side(PAIRS[0].before)) is not None
    with pytest.raises(PrismstackError):
        emptied.run("CREATE TABLE item (id INT)")
