"""A person browses and edits the library in Studio, in a real browser, on every database."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.acceptance.studio.chromium import PATIENCE, page
from tests.acceptance.studio.front_end import FrontEnd
from tests.integration.studio.databases import Library
from tests.integration.studio.running import running

pytestmark = pytest.mark.slow
RECORDED = Path(__file__).parents[2] / "integration" / "studio" / "recorded.json"
TRICKY = 'It\'s 100% "q" ?'
BOOKS = "SELECT id, title, pages, author_id FROM book ORDER BY id"


def test_a_table_is_opened(front_end: FrontEnd) -> None:
    front_end.table("book")
    front_end.shows("title", "Notes", "Jane Eyre", "Villette")
    front_end.message("Prisma Studio")
    front_end.page.screenshot("opened")


def test_a_table_is_sorted(front_end: FrontEnd) -> None:
    front_end.table("book")
    front_end.sort("pages")
    front_end.shows("title", "Notes", "Villette", "Jane Eyre")


def test_a_table_is_filtered(front_end: FrontEnd) -> None:
    front_end.table("book")
    front_end.filter("title", "Equal", "Villette")
    front_end.shows("title", "Villette")


@pytest.mark.parametrize(("text", "found"), [("LETT", "Villette"), ("500", "Jane Eyre")])
def test_a_table_is_searched(front_end: FrontEnd, text: str, found: str) -> None:
    front_end.table("book")
    front_end.search(text)
    front_end.shows("title", found)


def test_a_relation_is_followed_there_and_back(front_end: FrontEnd) -> None:
    front_end.table("book")
    front_end.follow("author_id", 1)
    front_end.shows("name", "Brontë")
    front_end.follow("book", 0)
    front_end.shows("title", "Jane Eyre", "Villette")


def test_a_cell_is_edited_and_saved(front_end: FrontEnd, database: Library) -> None:
    front_end.table("book")
    front_end.put("title", 0, TRICKY)
    assert database.sql(BOOKS)[0][1] == "Notes", "not before it is saved"
    front_end.save()
    front_end.shows("title", TRICKY, "Jane Eyre", "Villette")
    assert database.sql(BOOKS)[0] == (1, TRICKY, 300, 1)


def test_several_rows_are_saved_together(front_end: FrontEnd, database: Library) -> None:
    front_end.table("book")
    front_end.put("title", 1, "X")
    front_end.put("title", 2, "Y")
    front_end.save(2)
    assert [title for _, title, _, _ in database.sql(BOOKS)] == ["Notes", "X", "Y"]


def test_a_row_is_inserted_and_deleted(front_end: FrontEnd, database: Library) -> None:
    front_end.table("book")
    front_end.insert()
    front_end.put("author_id", 0, "2")
    front_end.put("title", 0, "Shirley")
    front_end.save()
    front_end.shows("id", "1", "2", "3", "4")
    assert database.sql(BOOKS)[3] == (4, "Shirley", None, 2)
    front_end.delete(0)
    front_end.shows("id", "2", "3", "4")
    # The page takes the row away before the database has.
    deadline = time.monotonic() + PATIENCE
    while len(database.sql(BOOKS)) > 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [number for number, *_ in database.sql(BOOKS)] == [2, 3, 4]


def test_what_the_database_refuses_is_shown(front_end: FrontEnd, database: Library) -> None:
    front_end.table("author")
    front_end.delete(1)
    front_end.message('"delete" operation failed')
    front_end.page.screenshot("refused")
    assert database.sql("SELECT count(*) FROM author") == [(2,)]


def test_the_page_talks_to_its_server_only(front_end: FrontEnd) -> None:
    tab = front_end.page
    assert tab.hosts() == {urlsplit(front_end.address).netloc}
    assert any('"studio_launched"' in body for body in tab.posted), "its telemetry reached us, and ended there"
    assert tab.evaluate("document.cookie") == "", "scripts do not see the key"
    assert "token" not in tab.evaluate("location.href")
    assert not tab.problems


def test_the_page_could_not_talk_to_others_if_it_tried(front_end: FrontEnd) -> None:
    # Checks the check above: a request that leaves is noticed, and the policy stops it.
    tab = front_end.page
    outcome = tab.evaluate("fetch('https://checkpoint.prisma.io/').then(() => 'left', error => 'stopped')")
    tab.wait("true")
    noticed = [problem for problem in tab.problems if "checkpoint.prisma.io" in problem]
    tab.problems.clear()
    assert outcome == "stopped"
    assert any("Content Security Policy" in problem for problem in noticed)


def test_the_requests_on_record_are_what_the_front_end_sends(front_end: FrontEnd, database: Library) -> None:
    """Runs last: everything recorded was done above, but for the search of a day."""
    name = database.url.rpartition("/")[2]
    recorded = json.loads(RECORDED.read_text(encoding="utf-8").replace("{database}", name))[database.provider]
    del recorded["searched for a day"]
    sent = {shape(json.loads(body)) for body in front_end.page.posted if '"procedure"' in body}
    assert not [action for action, request in recorded.items() if shape(request) not in sent]


def shape(request: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """A request without its values and without the order of columns, which varies."""
    queries = [request["query"]] if "query" in request else request.get("sequence") or request.get("queries") or []
    return request["procedure"], tuple(" ".join(sorted(re.findall(r"\w+", each["sql"]))) for each in queries)


@pytest.fixture
def reader(browser_port: int, screenshots: Path, database: Library) -> Iterator[FrontEnd]:
    with (
        running("--url", database.url, "--port", "0", "--read-only") as studio,
        page(browser_port, screenshots) as tab,
    ):
        yield FrontEnd(tab, studio.link)


@pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)
def test_a_read_only_studio_shows_why_it_does_not_save(reader: FrontEnd, database: Library) -> None:
    reader.table("book")
    reader.delete(0)
    reader.message('"delete" operation failed')
    reader.console()
    reader.message("attempt to write a readonly database")
    assert len(database.sql(BOOKS)) == 3
