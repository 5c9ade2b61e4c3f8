"""A report as a CSV file: the rows of the page. Columns and form: docs/decisions/0070-report-csv.md."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from kajo.core.times import local_midnight
from kajo.customer_site.reporting.words import language, state_words
from kajo.reporting.rows import Report, ReportRow
from kajo.ui import formats

BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets read ä as two characters
RISKY = ("=", "+", "-", "@", "\t", "\r")


def write_csv(report: Report) -> str:
    """Return the file. Rows to come are left out; a missing energy is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_head(report))
    writer.writerows(_row(report, row) for row in report.rows if not row.coming)
    return BYTE_ORDER_MARK + text.getvalue()


def _head(report: Report) -> list[str]:
    head = [_("Metering point number (GSRN)"), _("Starts"), _("Ends"), _("Consumption, kWh"), _("State")]
    head += [_("A year before, kWh")]
    return [*head, _("Production, kWh")] if report.has_production else head


def _row(report: Report, row: ReportRow) -> list[str]:
    cells = [
        as_text(report.location.gsrn),
        _instant(row.starts_at or local_midnight(row.starts_on)),
        _instant(row.ends_at or _end(row)),
        _energy(row.energy_kwh),
        as_text(state_words(row)),
        _energy(row.same_days_kwh),
    ]
    return [*cells, _energy(row.production_kwh)] if report.has_production else cells


def as_text(cell: str) -> str:
    """Return a text cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(RISKY) else cell


def _end(row: ReportRow) -> datetime:
    assert row.period is not None  # noqa: S101 - only intervals have none, and they have their own end
    return local_midnight(row.period.ends_on)


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="minutes")


def _energy(energy_kwh: Decimal | None) -> str:
    """Return the exact energy, with the decimal sign of the language; nothing where it is missing."""
    if energy_kwh is None:
        return ""
    digits = f"{energy_kwh:f}"
    return digits if formats.base_language(language()) == "en" else digits.replace(".", ",")
