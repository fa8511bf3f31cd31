"""What a person does in Studio's page."""

from __future__ import annotations

import json

from tests.acceptance.studio.chromium import Page

#: What tells the library's tables apart.
_OWN_COLUMN = {"author": "name", "book": "title"}
_DIALOG = "[role=dialog]"


def _labelled(label: str, element: str = "") -> str:
    return f"document.querySelector('{element}[aria-label={json.dumps(label)}]')"


def _button(text: str, inside: str = "body") -> str:
    return (
        f"Array.from(document.querySelectorAll('{inside} button'))"
        f".findLast(each => each.innerText.trim().startsWith({json.dumps(text)}))"
    )


def _cells(column: str) -> str:
    return f"Array.from(document.querySelectorAll('td[data-grid-column-id={column}]'))"


class FrontEnd:
    """Studio in a tab."""

    def __init__(self, page: Page, link: str) -> None:
        self.page = page
        self.address = link.partition("?")[0]
        page.open(link)
        page.wait("document.querySelector('td[data-grid-column-id]')")

    def table(self, name: str) -> None:
        """Open a table as it is: no edits, no filter, no order chosen."""
        for left_over in (_button("Discard edits"), _labelled("Close search")):
            if self.page.evaluate(f"Boolean({left_over}?.checkVisibility({{opacityProperty: true}}))"):
                self.page.click(left_over)
        self.page.evaluate(f"location.hash = '#view=table&table={name}'")
        self.page.wait(f"location.hash.includes('table={name}') && !/filter|sort|search/.test(location.hash)")
        self.page.click(_labelled("Refresh table"))
        self.page.wait(f"{_cells(_OWN_COLUMN[name])}.length > 1")

    def column(self, name: str) -> list[str]:
        """The column's cells as shown, from the top."""
        return self.page.evaluate(f"{_cells(name)}.map(each => each.innerText.trim())")

    def shows(self, name: str, *values: str) -> None:
        """Wait until the column shows exactly these values."""
        self.page.wait(f"JSON.stringify({_cells(name)}.map(each => each.innerText.trim())) === "
                       f"JSON.stringify({json.dumps(values)})")  # fmt: skip

    def sort(self, column: str) -> None:
        """Sort by a column, ascending."""
        header = f"document.querySelector('[data-grid-header-id={column}]')"
        self.page.hover(header)
        controls = f"{header}.querySelector('[data-testid=column-header-controls]')"
        self.page.wait(f"getComputedStyle({controls}).pointerEvents === 'auto'")
        self.page.click(f"{header}.querySelector('[aria-label=\"Sort ascending\"]')")

    def filter(self, column: str, operator: str, value: str) -> None:
        """Add a filter and apply it."""
        self.page.click(_labelled("Add filter"))
        self.page.click(_button(column, _DIALOG))
        self.page.click(_button(operator, _DIALOG))
        self.page.click(_labelled(f"Filter value for {column}"))
        self.page.type(value)
        self.page.click(_labelled("Apply filter"))

    def search(self, text: str) -> None:
        """Search the whole table."""
        self.page.click(_labelled("Global search", "button"))
        self.page.wait("document.activeElement.getAttribute('aria-label') === 'Global search'")
        self.page.type(text)

    def follow(self, column: str, row: int) -> None:
        """Follow the relation of a cell."""
        before = json.dumps(self.page.evaluate("location.hash"))
        self.page.click_until(f"{_cells(column)}[{row}]?.querySelector('a, button')", f"location.hash !== {before}")

    def put(self, column: str, row: int, value: str) -> None:
        """Type a value into a cell; it is not saved yet."""
        self.page.click(f"{_cells(column)}[{row}]", times=2)
        self.page.wait(f"document.querySelector('{_DIALOG}')?.contains(document.activeElement)")
        self.page.press("a", "Control")
        self.page.type(value)
        self.page.press("Enter")
        self.page.wait(f"!document.querySelector('{_DIALOG}')")

    def insert(self) -> None:
        """Add a row at the top, to be filled in; it is not saved yet."""
        self.page.click(_button("Insert row"))
        self.page.wait(_button("Save 1 row"))

    def save(self, rows: int = 1) -> None:
        """Write what was edited to the database."""
        save, confirm = _button(f"Save {rows} row"), _button("yes, write to db")
        self.page.click_until(save, confirm)
        self.page.click_until(confirm, f"!{confirm}")
        self.page.wait(f"!{save}")

    def delete(self, row: int) -> None:
        """Select a row and delete it."""
        self.page.click(f"document.querySelectorAll('[data-row-select-cell]')[{row}]")
        self.page.click(_button("Delete 1 row"))
        self.page.click(
            "Array.from(document.querySelectorAll('button')).find(each => each.innerText.trim() === 'delete')"
        )

    def console(self) -> None:
        """Open the list of what was asked of the database."""
        self.page.evaluate("location.hash = '#view=console'")

    def message(self, text: str) -> None:
        """Wait until the page shows a text."""
        self.page.wait(f"document.body.innerText.includes({json.dumps(text)})")
