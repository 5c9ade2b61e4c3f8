"""A report as a CSV file: the rows of the page. Columns and form: docs/decisions/0070-report-csv.md."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kajo.customer_site.reporting.words import language, span_of, state_words, type_words
from kajo.files.csv_files import Cell, bare, write_csv
from kajo.reporting.rows import Report, ReportRow


def write_report(report: Report) -> str:
    """Return the file. Rows to come are left out; a missing energy is an empty cell."""
    return write_csv([_head(report), *(_row(report, row) for row in report.known_rows)])


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


def _row(report: Report, row: ReportRow) -> list[Cell]:
    cells: list[Cell] = [
        report.location.gsrn,
        *span_of(row),
        bare(row.energy_kwh),
        state_words(row, language()),
        type_words(row.reading_types),
        bare(row.same_days_kwh),
    ]
    return [*cells, bare(row.production_kwh)] if report.has_production else cells
