"""Template filters of the reporting service."""

from __future__ import annotations

from datetime import date, timedelta

from django import template

from kajo.customer_site.reporting import words
from kajo.reporting.periods import Period
from kajo.reporting.rows import Report, ReportRow

register = template.Library()

register.filter("period_name", words.period_name)
register.filter("state_words", words.state_words)


@register.filter
def labelled(report: Report) -> list[tuple[ReportRow, str]]:
    """Return the rows that a table shows, each with its label; those to come are left out."""
    return [(row, words.row_label(row)) for row in report.rows if not row.coming]


@register.filter
def last_day(period: Period) -> date:
    return period.ends_on - timedelta(days=1)
