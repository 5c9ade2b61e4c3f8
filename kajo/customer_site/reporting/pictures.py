"""A report as bars, and all there is as an overview strip."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from kajo.access.policy import CustomerAccess
from kajo.customer_site.reporting.words import column_names, language, period_name, row_label, state_words
from kajo.reporting.periods import Step
from kajo.reporting.rows import Report, ReportRow, StripRow
from kajo.ui import formats
from kajo.ui.charts import (
    Bar,
    BarChart,
    Strip,
    StripBar,
    StripLabel,
    day_labels,
    hour_labels,
    needs_thousands,
)


def chart_of(report: Report, access: CustomerAccess) -> BarChart:
    """Return the report's rows as bars that drill in."""
    thousands = report.period.step is Step.YEAR and needs_thousands([row.energy_kwh for row in report.rows])
    return BarChart(
        bars=tuple(
            _bar(report, row, *label, access) for row, label in zip(report.rows, _labels(report), strict=True)
        ),
        unit="MWh" if thousands else "kWh",
        per=1000 if thousands else 1,
        main_name=_("measured"),
        before_name=_before_name(report),
        below_name=_("production"),
        now_at=_now_at(report),
        decimals=2 if report.period.step is Step.DAY else 0,
        labels_at="start" if report.period.step is Step.DAY else "middle",
    )


def strip_of(report: Report, access: CustomerAccess) -> Strip | None:
    """Return the overview with a window on the period, or None when there is nothing to choose from."""
    if not report.strip:
        return None
    by_month = report.strip[0].period.step is Step.MONTH
    current = [place for place, row in enumerate(report.strip) if row.current]
    if not current:
        return None
    return Strip(
        bars=tuple(_strip_bar(report, row, access) for row in report.strip),
        labels=_year_labels(report) if by_month else _day_of_month_labels(report),
        heading=_strip_heading(report, by_month=by_month),
        words=_("Chosen: %(period)s") % {"period": period_name(report.period)},
        window_start=current[0],
        window_end=current[-1] + 1,
    )


def _bar(report: Report, row: ReportRow, label: str, short: str, access: CustomerAccess) -> Bar:
    name = row_label(row) if row.period is None else period_name(row.period)
    said = f"{name}, {state_words(row)}" if not row.coming else name
    return Bar(
        label=label,
        short=short,
        long_label=said,
        value=row.energy_kwh,
        before=row.last_year_kwh,
        below=row.production_kwh,
        estimated_share=row.estimated_share,
        missing_share=row.missing_share,
        corrected=row.corrected,
        coming=row.coming,
        href=_href(report, row, access),
    )


def _href(report: Report, row: ReportRow, access: CustomerAccess) -> str | None:
    if row.period is None or row.coming:
        return None
    return access.url(
        "report-period", location=report.location.key, step=row.period.step.value, period=row.period.text
    )


def _labels(report: Report) -> list[tuple[str, str]]:
    if report.period.step is Step.YEAR:
        months = range(1, len(report.rows) + 1)
        return [(formats.month_short(month, language()), str(month)) for month in months]
    if report.period.step is Step.MONTH:
        dot = "" if formats.base_language(language()) == "en" else "."
        return day_labels([row.starts_on.day for row in report.rows], dot=dot)
    if report.period.step is Step.WEEK:
        return [(formats.weekday_short(row.starts_on, language()),) * 2 for row in report.rows]
    return hour_labels([(row.starts_at.hour, row.starts_at.minute) for row in report.rows if row.starts_at])


def _before_name(report: Report) -> str:
    if report.period.step in (Step.YEAR, Step.MONTH):
        return period_name(report.period.a_year_before)
    return (
        _("the same weekdays a year before") if report.period.step is Step.WEEK else column_names(report)[1]
    )


def _now_at(report: Report) -> float | None:
    """Return how far the readings have come, in bars; where the customer left before, there is no now."""
    until = report.has_data_until
    if report.period.step is Step.DAY or until is None or report.held_until is not None:
        return float(len(report.rows))
    if not report.period.starts_on < until < report.period.ends_on:
        return None
    past = [row for row in report.rows if row.period and row.period.ends_on <= until]
    now = next(
        (row for row in report.rows if row.period and row.period.starts_on < until < row.period.ends_on), None
    )
    share = (until - now.starts_on).days / now.period.days if now and now.period else 0
    return len(past) + share


def _strip_bar(report: Report, row: StripRow, access: CustomerAccess) -> StripBar:
    energy = formats.quantity(row.energy_kwh, "kWh", 0, language())
    return StripBar(
        value=row.energy_kwh,
        title=f"{period_name(row.period)}: {energy}",
        href=None
        if row.coming
        else access.url(
            "report-period", location=report.location.key, step=row.period.step.value, period=row.period.text
        ),
        coming=row.coming,
        starts_on=row.period.starts_on.isoformat(),
        last_on=(row.period.ends_on - timedelta(days=1)).isoformat(),
    )


def _year_labels(report: Report) -> tuple[StripLabel, ...]:
    labels, start = [], 0
    for year, months in groupby(report.strip, key=lambda row: row.period.starts_on.year):
        rows = list(months)
        labels.append(StripLabel(str(year), start, start + len(rows), any(row.current for row in rows)))
        start += len(rows)
    return tuple(labels)


def _day_of_month_labels(report: Report) -> tuple[StripLabel, ...]:
    return tuple(
        StripLabel(str(row.period.starts_on.day), place, place + 1, row.current)
        for place, row in enumerate(report.strip)
        if place % 7 == 0
    )


def _strip_heading(report: Report, *, by_month: bool) -> str:
    first, last = report.strip[0].period, report.strip[-1].period
    if not by_month:
        return formats.month_name(first.starts_on.month, language(), year=first.starts_on.year)
    years = f"{first.starts_on.year}–{last.starts_on.year}"
    return _("All readings %(years)s") % {"years": years}
