"""Template filters of the reporting service."""

from __future__ import annotations

from django import template

from kajo.customer_site.reporting import words
from kajo.reporting.periods import Step
from kajo.reporting.rows import Report, ReportRow

register = template.Library()

register.filter("period_name", words.period_name)
register.filter("short_name", words.short_name)
register.filter("state_words", words.state_words)
register.filter("sum_state_words", words.sum_state_words)


@register.filter
def labelled(report: Report) -> list[tuple[ReportRow, str]]:
    """Return the rows that a table shows, each with its label; those to come are left out."""
    with_year = report.period.step is Step.SPAN
    return [(row, words.row_label(row, with_year=with_year)) for row in report.known_rows]
