"""What a report says in words: labels of rows, the heading, and the sentences under the chart."""

from __future__ import annotations

from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from kajo.metering.words import ReadingType
from kajo.reporting.periods import Period, Step
from kajo.reporting.rows import Report, ReportRow, RowState
from kajo.ui import formats

STEP_NAMES: dict[str, Promise] = {
    Step.YEAR: gettext_lazy("Year"),
    Step.MONTH: gettext_lazy("Month"),
    Step.WEEK: gettext_lazy("Week"),
    Step.DAY: gettext_lazy("Day"),
    "quarter": gettext_lazy("Quarter-hours"),
    "hour": gettext_lazy("Hours"),
}


def language() -> str:
    return get_language() or "en"


def step_name(step: str) -> str:
    return str(STEP_NAMES[step])


def period_name(period: Period) -> str:
    """Return what a period is called: "2026", "November 2026", "week 48, 23–29 Nov 2026"."""
    if period.step is Step.YEAR:
        return str(period.starts_on.year)
    if period.step is Step.MONTH:
        return formats.month_name(period.starts_on.month, language(), year=period.starts_on.year)
    if period.step is Step.WEEK:
        days = formats.day_range(period.starts_on, period.ends_on, language())
        return _("week %(week)d, %(days)s") % {"week": period.starts_on.isocalendar().week, "days": days}
    return formats.long_day(period.starts_on, language())


def row_label(row: ReportRow) -> str:
    if row.starts_at is not None:
        return interval_label(row)
    if row.period is not None and row.period.step is Step.DAY:
        return formats.long_day(row.starts_on, language())
    return formats.month_name(row.starts_on.month, language())


def interval_label(row: ReportRow) -> str:
    """Return an interval's clock; of an hour that comes twice, whether by summer or winter time."""
    assert row.starts_at is not None  # noqa: S101 - only intervals are asked
    clock = formats.clock(row.starts_at, language())
    if not row.is_repeated:
        return clock
    if row.starts_at.fold:
        return _("%(clock)s winter time") % {"clock": clock}
    return _("%(clock)s summer time") % {"clock": clock}


def state_words(row: ReportRow) -> str:
    """Return how far a row's value can be trusted."""
    if row.missing_days and row.energy_kwh is not None:
        return ngettext("%(n)d day missing", "%(n)d days missing", row.missing_days) % {"n": row.missing_days}
    if row.state is RowState.MISSING:
        return _("partly missing") if row.is_partly else pgettext("reading", "missing")
    if row.state is RowState.ESTIMATED:
        return _("partly estimated") if row.is_partly else pgettext("reading", "estimated")
    return (
        pgettext("reading", "corrected")
        if row.state is RowState.CORRECTED
        else pgettext("reading", "measured")
    )


def heading(report: Report) -> str:
    """Return what the chart shows, with its unit."""
    if report.period.step is Step.YEAR:
        return _("Consumption by month, kWh")
    if report.period.step is not Step.DAY:
        return _("Consumption by day, kWh")
    if report.minutes == 15:
        return _("Consumption by quarter-hour, kWh")
    return _("Consumption by hour, kWh")


def column_names(report: Report) -> tuple[str, str]:
    """Return the heads of this period's column and of the one compared with."""
    before = report.period.a_year_before
    if report.period.step is Step.DAY:
        return formats.day(report.period.starts_on, language()), formats.day(before.starts_on, language())
    if report.period.step is Step.WEEK:
        return str(report.period.starts_on.isocalendar().year), str(before.starts_on.isocalendar().year)
    return str(report.period.starts_on.year), str(before.starts_on.year)


def sentences(report: Report) -> list[str]:
    """Return the report in words: up to when, how much more or less, the highest, what is not certain."""
    if not [row for row in report.rows if not row.coming]:
        return [_("There are no readings of this time.")]
    said = [
        _up_to(report),
        _difference(report),
        _highest(report),
        *_gaps(report),
        _limits(report),
        _kind(report),
    ]
    return [sentence for sentence in said if sentence]


def _up_to(report: Report) -> str:
    until = report.has_data_until
    if until is None or until >= report.period.ends_on:
        return ""
    last = formats.day(until - timedelta(days=1), language())
    return _("There are readings until the end of %(day)s.") % {"day": last}


def _difference(report: Report) -> str:
    if report.total_kwh is None or report.same_days_kwh is None:
        return _("There is no whole comparison with the year before.")
    difference = report.total_kwh - report.same_days_kwh
    facts = {
        "difference": formats.quantity(abs(difference), "kWh", 1, language()),
        "year": column_names(report)[1],
    }
    if difference > 0:
        return _("That is %(difference)s more than in the same time of %(year)s.") % facts
    if difference < 0:
        return _("That is %(difference)s less than in the same time of %(year)s.") % facts
    return _("That is as much as in the same time of %(year)s.") % facts


def _highest(report: Report) -> str:
    row = report.highest
    if row is None or len(report.rows) < 2:
        return ""
    return _("The highest is %(label)s, %(energy)s.") % {
        "label": row_label(row),
        "energy": formats.quantity(row.energy_kwh, "kWh", 2 if row.starts_at else 1, language()),
    }


def _gaps(report: Report) -> list[str]:
    said = []
    if report.count(RowState.ESTIMATED):
        said.append(_("Some of it is estimated."))
    if report.count(RowState.MISSING):
        said.append(_("Some readings are missing and are not counted; they usually come within a week."))
    if any(row.corrected for row in report.rows):
        said.append(_("Some readings have been corrected."))
    return said


def _limits(report: Report) -> str:
    """Say where the customer's time at the location begins or ends within the period."""
    period = report.period
    if period.starts_on < report.held_from < period.ends_on:
        return _("Your contract here began %(day)s.") % {"day": formats.day(report.held_from, language())}
    if report.held_until and period.starts_on < report.held_until < period.ends_on:
        last = report.held_until - timedelta(days=1)
        return _("Your contract here ended %(day)s.") % {"day": formats.day(last, language())}
    return ""


def _kind(report: Report) -> str:
    if ReadingType.BN02 in report.reading_types:
        return _(
            "These are netted readings, which are billed: own production is subtracted within each interval."
        )
    if ReadingType.BN03 in report.reading_types:
        return _("These are readings after the energy community's share, which are billed.")
    return ""
