"""The rows of a report's table as HTML: a day has a hundred, and a template's loop is slow."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe

from kajo.customer_site.reporting.navigation import Addresses
from kajo.customer_site.reporting.words import language, row_label, state_words
from kajo.reporting.periods import Step
from kajo.reporting.rows import Report, ReportRow, RowState
from kajo.ui import formats
from kajo.ui.templatetags.kajo import status


def decimals_of(report: Report) -> int:
    return 3 if report.minutes else 1


def has_change(report: Report) -> bool:
    """Tell whether the difference to the year before is shown: of a quarter-hour it would say nothing."""
    return report.has_comparison and not report.minutes


def table_rows(report: Report, address: Addresses) -> SafeString:
    """Return the rows of all that is not still to come."""
    return mark_safe("".join(_rows(report, address)))  # noqa: S308 labels and words are escaped below


def _rows(report: Report, address: Addresses) -> Iterator[str]:
    with_year, code = report.period.step is Step.SPAN, language()
    for row in report.known_rows:
        name, words = escape(row_label(row, code, with_year=with_year)), escape(state_words(row, code))
        if row.period:
            name = f'<a href="{escape(address(row.period))}">{name}</a>'
        quality = words
        if row.state is not RowState.MEASURED:
            name += f'<span class="note only-narrow">{words}</span>'
            quality = status(row.state.value, state_words(row, code))
        numbers = "".join(_numbers(report, row, code))
        yield f'<tr><th scope="row">{name}</th>{numbers}<td class="wide-only">{quality}</td></tr>'


def _numbers(report: Report, row: ReportRow, code: str) -> Iterator[str]:
    """Yield the cells of the row's numbers, in the order of the columns; a phone has room for three."""
    decimals = decimals_of(report)
    yield _cell(formats.number(row.energy_kwh, decimals, code))
    if report.has_comparison:
        yield _cell(formats.number(row.same_days_kwh, decimals, code))
    if has_change(report):
        change = formats.percent(row.change, 1, code, signed=True)
        yield _cell(change, wide_only=report.has_production)
    if report.has_production:
        yield _cell(formats.number(row.production_kwh, decimals, code))


def _cell(number: str, *, wide_only: bool = False) -> str:
    return f'<td class="number{" wide-only" * wide_only}">{number}</td>'
