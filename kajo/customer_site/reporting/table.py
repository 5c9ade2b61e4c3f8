"""The rows of a report's table as HTML: a day has a hundred, and a template's loop is slow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from kajo.customer_site.reporting.navigation import Addresses
from kajo.customer_site.reporting.words import language, state_words
from kajo.reporting.rows import Report, RowState
from kajo.ui import formats
from kajo.ui.templatetags.kajo import status


def decimals_of(report: Report) -> int:
    return 3 if report.minutes else 1


def has_change(report: Report) -> bool:
    """Tell whether the difference to the year before is shown: of a quarter-hour it would say nothing."""
    return report.has_comparison and not report.minutes


def table_rows(report: Report, labels: Sequence[str], address: Addresses) -> SafeString:
    """Return the rows of all that is not still to come; each has its label."""
    return mark_safe("".join(_rows(report, labels, address)))  # noqa: S308 labels and words are escaped below


def _rows(report: Report, labels: Sequence[str], address: Addresses) -> Iterator[str]:
    code, measured = language(), escape(pgettext("reading", "measured"))
    shown = [(row, label) for row, label in zip(report.rows, labels, strict=True) if not row.coming]
    of_rows = zip(*_columns(report, code), strict=True)
    for (row, label), cells in zip(shown, of_rows, strict=True):
        name, quality = escape(label), measured
        if row.period:
            name = f'<a href="{escape(address(row.period))}">{name}</a>'
        if row.state is not RowState.MEASURED:
            words = state_words(row, code)
            name += f'<span class="note only-narrow">{escape(words)}</span>'
            quality = status(row.state.value, words)
        numbers = "".join(cells)
        yield f'<tr><th scope="row">{name}</th>{numbers}<td class="wide-only">{quality}</td></tr>'


def _columns(report: Report, code: str) -> Iterator[list[str]]:
    """Yield the cells of each column of numbers; a phone has room for three columns."""
    rows, decimals = report.known_rows, decimals_of(report)
    yield _cells(formats.number(row.energy_kwh, decimals, code) for row in rows)
    if report.has_comparison:
        yield _cells(formats.number(row.same_days_kwh, decimals, code) for row in rows)
    if has_change(report):
        changes = (formats.percent(row.change, 1, code, signed=True) for row in rows)
        yield _cells(changes, wide_only=report.has_production)
    if report.has_production:
        yield _cells(formats.number(row.production_kwh, decimals, code) for row in rows)


def _cells(numbers: Iterable[str], *, wide_only: bool = False) -> list[str]:
    opening = f'<td class="number{" wide-only" * wide_only}">'
    return [f"{opening}{number}</td>" for number in numbers]
