"""A report as a CSV file: the rows of the page. Columns and form: docs/decisions/0070-report-csv.md."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kajo.customer_site.reporting.words import language, span_of, state_words, type_words
from kajo.reporting.rows import Report, ReportRow
from kajo.ui import formats

BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets read ä as two characters
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_csv(report: Report) -> str:
    """Return the file. Rows to come are left out; a missing energy is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([as_text(cell) for cell in _head(report)])
    writer.writerows(_row(report, row) for row in report.known_rows)
    return BYTE_ORDER_MARK + text.getvalue()


def _head(report: Report) -> list[str]:
    head = [
        _("Metering point number (GSRN)"),
        pgettext("head of a column", "Starts"),
        pgettext("head of a column", "Ends"),
        _("Consumption, kWh"),
        pgettext("head of a column", "Quality"),
        pgettext("head of a column", "Reading type"),
        _("A year before, kWh"),
    ]
    return [*head, _("Production, kWh")] if report.has_production else head


def _row(report: Report, row: ReportRow) -> list[str]:
    cells = [
        as_text(report.location.gsrn),
        *(at.isoformat(timespec="minutes") for at in span_of(row)),
        _energy(row.energy_kwh),
        as_text(state_words(row, language())),
        as_text(type_words(row.reading_types)),
        _energy(row.same_days_kwh),
    ]
    return [*cells, _energy(row.production_kwh)] if report.has_production else cells


def as_text(cell: str) -> str:
    """Return a text cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(RISKY) else cell


def _energy(energy_kwh: Decimal | None) -> str:
    """Return the exact energy, with the decimal sign of the language; nothing where it is missing."""
    if energy_kwh is None:
        return ""
    digits = f"{energy_kwh.normalize():f}"
    return digits if formats.base_language(language()) == "en" else digits.replace(".", ",")
