"""What a report is called and what its rows are called. The sentences stand in sentences.py."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from kajo.core.times import local_midnight
from kajo.metering.words import ReadingType
from kajo.reporting.periods import Period, Step
from kajo.reporting.rows import Report, ReportRow, RowState
from kajo.ui import formats

STEP_NAMES: dict[str, Promise] = {
    Step.YEAR: pgettext_lazy("step of a report", "Year"),
    Step.MONTH: pgettext_lazy("step of a report", "Month"),
    Step.WEEK: pgettext_lazy("step of a report", "Week"),
    Step.DAY: pgettext_lazy("step of a report", "Day"),
    "quarter": pgettext_lazy("step of a report", "Quarter-hours"),
    "hour": pgettext_lazy("step of a report", "Hours"),
}
READING_TYPES: dict[ReadingType, Promise] = {
    ReadingType.BN01: pgettext_lazy("reading type", "measured"),
    ReadingType.BN02: pgettext_lazy("reading type", "netted"),
    ReadingType.BN03: pgettext_lazy("reading type", "after the community's share"),
}


def language() -> str:
    return formats.page_language()


def step_name(step: str) -> str:
    return str(STEP_NAMES[step])


def period_name(period: Period, code: str = "") -> str:
    """Return what a period is called: "2026", "November 2026", "week 48, 23–29 Nov 2026".

    :param code: of the current language, where the caller knows it
    """
    code = code or language()
    if period.step is Step.YEAR:
        return str(period.starts_on.year)
    if period.step is Step.MONTH:
        return formats.month_name(period.starts_on.month, code, year=period.starts_on.year)
    if period.step is Step.DAY:
        return formats.long_day(period.starts_on, code)
    days = formats.day_range(period.starts_on, period.ends_on, code)
    if period.step is Step.WEEK:
        return _("week %(week)d, %(days)s") % {"week": period.starts_on.isocalendar().week, "days": days}
    return days


def short_name(period: Period) -> str:
    """Return what a link to a neighbour says: "2025", "week 47", "Tue 3 Nov 2026"."""
    if period.step is Step.WEEK:
        week = period.starts_on.isocalendar()
        return _("week %(week)d/%(year)d") % {"week": week.week, "year": week.year}
    if period.step is Step.DAY:
        weekday = formats.weekday_short(period.starts_on, language())
        return f"{weekday} {formats.day(period.starts_on, language())}"
    return period_name(period)


def title(report: Report) -> str:
    """Return the page's heading: the day itself, or "Electricity consumption 2026"."""
    name = period_name(report.period)
    if report.period.step in (Step.WEEK, Step.DAY):
        return name[0].upper() + name[1:]
    return _("Electricity consumption %(period)s") % {"period": name}


def heading(report: Report, unit: str) -> str:
    """Return what the chart or the table shows, with its unit."""
    if report.period.is_by_months:
        name = _("Consumption by month, %(unit)s")
    elif report.period.step is not Step.DAY:
        name = _("Consumption by day, %(unit)s")
    elif report.minutes == 15:
        name = _("Consumption by quarter-hour, %(unit)s")
    else:
        name = _("Consumption by hour, %(unit)s")
    return name % {"unit": unit}


def row_head(report: Report) -> str:
    """Return the head of the first column: what a row is."""
    if report.period.is_by_months:
        return pgettext("head of a column", "Month")
    if report.period.step is not Step.DAY:
        return pgettext("head of a column", "Day")
    return pgettext("head of a column", "Clock")


def row_label(row: ReportRow, code: str, *, with_year: bool = True) -> str:
    """Return what a row is called in the current language, whose code the caller knows."""
    if row.starts_at is not None:
        return interval_label(row, code)
    if row.period is not None and row.period.step is Step.DAY:
        return f"{formats.weekday_short(row.starts_on, code)} {formats.day(row.starts_on, code)}"
    return formats.month_name(row.starts_on.month, code, year=row.starts_on.year if with_year else None)


def row_labels(report: Report) -> list[str]:
    """Return what each row is called, in the order of the rows."""
    with_year, code = report.period.step is Step.SPAN, language()
    return [row_label(row, code, with_year=with_year) for row in report.rows]


def interval_label(row: ReportRow, code: str) -> str:
    """Return an interval's clock; of an hour that comes twice, whether by summer or winter time."""
    if row.starts_at is None or row.ends_at is None:
        return ""
    starts, ends = row.starts_at, row.ends_at
    if ends.utcoffset() != starts.utcoffset():  # the clock is turned: both by the one that it began with
        ends = starts + timedelta(seconds=ends.timestamp() - starts.timestamp())
    clock = f"{formats.clock(starts, code)}–{formats.clock(ends, code)}"
    if not row.is_repeated:
        return clock
    if row.starts_at.fold:
        return _("%(clock)s winter time") % {"clock": clock}
    return _("%(clock)s summer time") % {"clock": clock}


def span_of(row: ReportRow) -> tuple[datetime, datetime]:
    """Return when a row begins and ends, in local time."""
    if row.starts_at is not None and row.ends_at is not None:
        return row.starts_at, row.ends_at
    ends_on = row.period.ends_on if row.period else row.starts_on
    return local_midnight(row.starts_on), local_midnight(ends_on)


def state_words(row: ReportRow, code: str) -> str:
    """Return how far a row's value can be trusted: of several states the weakest."""
    days = row.missing_days if row.energy_kwh is not None else 0
    return _state_words(row.state, row.is_partly, days, code)


@cache
def _state_words(state: RowState, is_partly: bool, missing_days: int, _language: str) -> str:
    """Return the words in the current language, which is named so that each has its own."""
    if missing_days:
        return ngettext("%(n)d day missing", "%(n)d days missing", missing_days) % {"n": missing_days}
    if state is RowState.MISSING:
        return pgettext("reading", "partly missing") if is_partly else pgettext("reading", "missing")
    if state is RowState.ESTIMATED:
        return pgettext("reading", "partly estimated") if is_partly else pgettext("reading", "estimated")
    if state is RowState.CORRECTED:
        return pgettext("reading", "corrected")
    return pgettext("reading", "measured")


def sum_state_words(report: Report) -> str:
    """Return how far the total can be trusted; empty when all of it is measured."""
    if report.state is RowState.MISSING:
        return pgettext("sum", "partly missing") if report.total_kwh is not None else ""
    if report.state is RowState.ESTIMATED:
        return pgettext("sum", "partly estimated")
    return ""


def type_words(kinds: tuple[ReadingType, ...]) -> str:
    """Return the reading types with their codes: "measured (BN01)"."""
    return ", ".join(f"{READING_TYPES[kind]} ({kind.name})" for kind in kinds)


def column_names(report: Report) -> tuple[str, str]:
    """Return the heads of this period's column and of the one compared with."""
    period, before = report.period, report.period.a_year_before
    if period.step is Step.DAY:
        return formats.day(period.starts_on, language()), formats.day(before.starts_on, language())
    if period.step is Step.WEEK:
        weeks = [one.starts_on.isocalendar() for one in (period, before)]
        if weeks[0].week != weeks[1].week:
            return short_name(period), short_name(before)
        return str(weeks[0].year), str(weeks[1].year)
    if period.step is Step.SPAN and period.starts_on.year != period.last_day.year:
        return _("kWh"), pgettext("head of a column", "A year before")
    return str(period.starts_on.year), str(before.starts_on.year)
