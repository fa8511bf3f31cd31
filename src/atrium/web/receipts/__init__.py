"""Receipts to be printed, as plain text and as PDF: the same lines."""

from .pdf import receipt_pdf
from .text import ReceiptFormat, receipt_lines, receipt_text

__all__ = ["ReceiptFormat", "receipt_lines", "receipt_pdf", "receipt_text"]
