"""The rows of the front page's table as HTML: there are thirty, and a template's loop is slow."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from kajo.reporting.month_so_far import DaySoFar
from kajo.ui import formats


def day_rows(days: tuple[DaySoFar, ...]) -> SafeString:
    """Return a row for each day that is not still to come."""
    code = formats.page_language()
    rows = "".join(_row(day, code) for day in days if not day.coming)
    return mark_safe(rows)  # noqa: S308 days, numbers and our own words, which are escaped


def _row(day: DaySoFar, code: str) -> str:
    words = _state_words(day)
    note = f'<span class="note">{escape(words)}</span>' if words else ""
    energy = formats.number(day.energy_kwh, 1, code)
    last_year = formats.number(day.last_year_kwh, 1, code)
    return (
        f'<tr><th scope="row">{formats.day(day.day, code)}{note}</th>'
        f'<td class="number">{energy}</td><td class="number">{last_year}</td></tr>\n'
    )


def _state_words(day: DaySoFar) -> str:
    """Return how far the day can be trusted; empty when all of it is measured."""
    if day.missing_share:
        return (
            pgettext("reading", "missing")
            if day.energy_kwh is None
            else pgettext("reading", "partly missing")
        )
    if day.estimated_share:
        return (
            pgettext("reading", "partly estimated")
            if day.estimated_share < 1
            else pgettext("reading", "estimated")
        )
    return pgettext("reading", "corrected") if day.corrected else ""
