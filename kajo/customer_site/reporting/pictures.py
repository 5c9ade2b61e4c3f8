"""A report as bars, and all there is as an overview strip."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kajo.customer_site.reporting.navigation import Addresses
from kajo.customer_site.reporting.words import language, period_name, row_label
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

LABELLED_MONTHS = 4  # fewer leave no room for the year under them


def chart_of(report: Report, names: Sequence[str], address: Addresses) -> BarChart:
    """Return the report's rows as bars that drill in.

    :param names: what the rows are called
    """
    is_day, code = report.period.step is Step.DAY, language()
    thousands = report.period.is_by_months and needs_thousands([row.energy_kwh for row in report.rows])
    return BarChart(
        bars=tuple(
            _bar(row, name, *label, address, code)
            for row, name, label in zip(report.rows, names, _labels(report), strict=True)
        ),
        unit="MWh" if thousands else "kWh",
        per=1000 if thousands else 1,
        main_name=pgettext("reading", "measured"),
        before_name=_before_name(report),
        below_name=pgettext("readings", "production"),
        now_at=_now_at(report),
        decimals=3 if is_day else 1 if thousands else 0,
        labels_at="start" if is_day else "middle",
    )


def strip_of(report: Report, address: Addresses) -> Strip | None:
    """Return the overview with a window on the period, or None when there is nothing to choose from."""
    current = [place for place, row in enumerate(report.strip) if row.current]
    if not current:
        return None
    by_month = report.strip[0].period.step is Step.MONTH
    code = language()
    days = formats.day_range(report.period.starts_on, report.period.ends_on, code)
    return Strip(
        bars=tuple(_strip_bar(row, address, code) for row in report.strip),
        labels=_year_labels(report) if by_month else _day_of_month_labels(report),
        heading=_strip_heading(report, by_month=by_month),
        words=_("Chosen: %(period)s") % {"period": days},
        window_start=current[0],
        window_end=current[-1] + 1,
    )


def _bar(row: ReportRow, name: str, label: str, short: str, address: Addresses, code: str) -> Bar:
    return Bar(
        label=label,
        short=short,
        long_label=_long_label(row, name, code),
        value=row.energy_kwh,
        before=row.last_year_kwh,
        below=row.production_kwh,
        estimated_share=row.estimated_share,
        missing_share=row.missing_share,
        corrected=row.corrected,
        coming=row.coming,
        href=None if row.period is None or row.coming else address(row.period),
    )


def _long_label(row: ReportRow, name: str, code: str) -> str:
    if row.starts_at is not None:
        return name
    return row_label(row, code) if row.period is None else period_name(row.period, code)


def _labels(report: Report) -> list[tuple[str, str]]:
    """Return what stands under each bar, on a wide page and on a phone."""
    starts = [row.starts_on for row in report.rows]
    if report.period.is_by_months:
        return _month_labels(starts)
    if report.period.step is Step.WEEK:
        return [(formats.weekday_short(day, language()),) * 2 for day in starts]
    if report.period.step is not Step.DAY:
        dot = "" if formats.base_language(language()) == "en" else "."
        return day_labels([day.day for day in starts], dot=dot) if len(starts) <= 31 else _first_days(starts)
    return hour_labels([(row.starts_at.hour, row.starts_at.minute) for row in report.rows if row.starts_at])


def _month_labels(starts: list[date]) -> list[tuple[str, str]]:
    if len(starts) <= 12:
        return [(formats.month_short(day.month, language()), str(day.month)) for day in starts]
    return [(str(day.year),) * 2 if day.month == 1 else ("", "") for day in starts]


def _first_days(starts: list[date]) -> list[tuple[str, str]]:
    """Of very many days only the first of each month is named."""
    names = [formats.month_short(day.month, language()) if day.day == 1 else "" for day in starts]
    return [(name, str(day.month) if name else "") for name, day in zip(names, starts, strict=True)]


def _before_name(report: Report) -> str:
    before = report.period.a_year_before
    if report.period.step is Step.YEAR:
        return _("year %(year)s") % {"year": before.starts_on.year}
    return period_name(before)


def _now_at(report: Report) -> float | None:
    """Return how far the readings have come, in bars; where the customer left before, there is no now."""
    until = report.has_data_until
    if report.period.step is Step.DAY or until is None or report.held_until is not None:
        return float(len(report.rows))
    past = 0.0
    for place, row in enumerate(report.rows):
        part = row.period
        if part is not None and part.starts_on < until:
            past = place + (min(until, part.ends_on) - part.starts_on).days / part.days
    return past if report.period.starts_on < until else float(len(report.rows))


def _strip_bar(row: StripRow, address: Addresses, code: str) -> StripBar:
    energy = formats.quantity(row.energy_kwh, "kWh", 0, code)
    return StripBar(
        value=row.energy_kwh,
        title=f"{period_name(row.period, code)}: {energy}",
        href=None if row.coming else address(row.period),
        coming=row.coming,
        starts_on=row.period.starts_on.isoformat(),
        last_on=row.period.last_day.isoformat(),
    )


def _year_labels(report: Report) -> tuple[StripLabel, ...]:
    labels, start = [], 0
    for year, months in groupby(report.strip, key=lambda row: row.period.starts_on.year):
        rows = list(months)
        end, current = start + len(rows), any(row.current for row in rows)
        if len(rows) >= LABELLED_MONTHS or current:
            labels.append(StripLabel(str(year), start, end, current))
        start = end
    return tuple(labels)


def _day_of_month_labels(report: Report) -> tuple[StripLabel, ...]:
    return tuple(
        StripLabel(
            str(row.period.starts_on.day),
            place,
            place + 1,
            row.current,
            narrow=place % 7 == 0,
        )
        for place, row in enumerate(report.strip)
    )


def _strip_heading(report: Report, *, by_month: bool) -> str:
    first, last = report.strip[0].period, report.strip[-1].period
    if not by_month:
        return formats.month_name(first.starts_on.month, language(), year=first.starts_on.year)
    years = str(first.starts_on.year)
    if last.starts_on.year != first.starts_on.year:
        years += f"–{last.starts_on.year}"
    return _("All readings %(years)s") % {"years": years}
