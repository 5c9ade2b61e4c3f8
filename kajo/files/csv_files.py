"""CSV files as spreadsheets of the page's language read them: docs/decisions/0070-report-csv.md."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from kajo.ui import formats

CSV = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets read ä as two characters
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")

Cell = str | date | Decimal | None


def write_csv(rows: Iterable[Iterable[Cell]]) -> str:
    """Return the file: semicolons, CRLF, days as 2026-11-24, instants with their offset, nothing for None.

    Numbers keep the decimals that they have, after the decimal sign of the language.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    comma = formats.base_language(formats.page_language()) != "en"
    writer.writerows([_written(cell, comma=comma) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()


def as_text(cell: str) -> str:
    """Return a text cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(RISKY) else cell


def bare(value: Decimal | None) -> Decimal | None:
    """Return a number without zeros at its end."""
    return None if value is None else value.normalize()


def _written(cell: Cell, *, comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        digits = f"{cell:f}"
        return digits.replace(".", ",") if comma else digits
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="minutes")
    return cell.isoformat() if isinstance(cell, date) else as_text(cell)
