"""A receipt as a PDF of one narrow page."""

from __future__ import annotations

from fpdf import FPDF

from atrium.garage.services import PrintedReceipt

from .text import receipt_lines

__all__ = ["receipt_pdf"]

_WIDTH_MM = 80
_LINE_MM = 4
_MARGIN_MM = 4


def receipt_pdf(printed: PrintedReceipt) -> bytes:
    """The lines of the plain receipt, in a fixed-width font; characters that it lacks become question marks."""
    lines = receipt_lines(printed)
    page = FPDF(unit="mm", format=(_WIDTH_MM, 2 * _MARGIN_MM + _LINE_MM * (len(lines) + 1)))
    page.set_creation_date(printed.payment.processed_at)
    page.set_title(printed.payment.number)
    page.set_margin(_MARGIN_MM)
    page.set_auto_page_break(False)
    page.add_page()
    page.set_font("Courier", size=8)
    for line in lines:
        page.cell(0, _LINE_MM, line.encode("latin-1", "replace").decode("latin-1"), new_x="LMARGIN", new_y="NEXT")
    return bytes(page.output())
