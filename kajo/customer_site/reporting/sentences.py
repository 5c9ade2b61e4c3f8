"""A report in words: the answer at the head, the sentences under the chart, the notes over the figures."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kajo.core.times import minutes_in_day
from kajo.customer_site.reporting.words import language, row_label, short_name
from kajo.metering.words import ReadingType
from kajo.reporting.periods import ONE_DAY, Step
from kajo.reporting.rows import Report, RowState
from kajo.ui import formats

USUAL_DAY = 24 * 60


def answer(report: Report) -> str:
    """Return how much more or less was used than a year before, as it goes on from the energy."""
    change = report.change
    if change is None:
        return ""
    facts = {"change": formats.percent(abs(change), 1, language()), "before": _compared_with(report)}
    if change > 0:
        return _("%(change)s more than %(before)s") % facts
    if change < 0:
        return _("%(change)s less than %(before)s") % facts
    return _("as much as %(before)s") % facts


def sentences(report: Report) -> list[str]:
    """Return the report in at most three sentences: up to when; the difference and the highest; the gaps."""
    if not report.known_rows:
        return [_no_readings(report)]
    said = (
        _joined(_began_or_ended(report), _up_to(report)),
        _joined(_difference(report), _highest(report)),
        _joined(*_uncertain(report)),
    )
    return [sentence for sentence in said if sentence]


def _joined(*clauses: str) -> str:
    """Return the clauses that say something as one sentence."""
    whole = "; ".join(clause for clause in clauses if clause)
    return f"{whole[0].upper()}{whole[1:]}." if whole else ""


def _no_readings(report: Report) -> str:
    if report.has_data_until is None or report.has_data_from is None:
        return _("No readings of this location of use have come.")
    if report.period.starts_on >= report.has_data_until:
        return _("There are no readings of this time. The newest are of %(day)s.") % {
            "day": _day_before(report.has_data_until)
        }
    return _("There are no readings of this time. The first are of %(day)s.") % {
        "day": formats.day(report.has_data_from, language())
    }


def _compared_with(report: Report) -> str:
    before = report.period.a_year_before
    if report.period.step is Step.DAY:
        return _("on %(day)s") % {"day": short_name(before)}
    if report.period.step is Step.WEEK:
        return _("on the same weekdays a year before")
    if report.period.step is Step.SPAN:
        return _("on the same days a year before")
    return _("on the same days of %(year)s") % {"year": before.starts_on.year}


def _began_or_ended(report: Report) -> str:
    """Say where the customer's time at the location begins or ends within the period."""
    period = report.period
    if period.starts_on < report.held_from < period.ends_on:
        return _("your contract here began on %(day)s") % {"day": formats.day(report.held_from, language())}
    if report.held_until and period.starts_on < report.held_until < period.ends_on:
        return _("your contract here ended on %(day)s") % {"day": _day_before(report.held_until)}
    return ""


def _up_to(report: Report) -> str:
    until, complete = report.has_data_until, report.complete_until
    if until is None or until >= report.period.ends_on or until == report.held_until:
        return ""
    facts = {"day": _day_before(until)}
    if complete is None or complete == until:
        return _("there are readings until the end of %(day)s") % facts
    facts["whole"] = _day_before(complete)
    return (
        _("there are readings until the end of %(day)s, and the last day without gaps is %(whole)s") % facts
    )


def _difference(report: Report) -> str:
    if report.total_kwh is None:
        return ""
    if report.same_days_kwh is None:
        if all(row.last_year_kwh is None for row in report.rows):
            return _("there are no readings of a year before to compare with")
        return _("there are not readings of all the same days a year before to compare with")
    difference = report.total_kwh - report.same_days_kwh
    facts = {
        "difference": formats.quantity(abs(difference), "kWh", 1, language()),
        "before": _compared_with(report),
    }
    if difference > 0:
        return _("consumption is %(difference)s more than %(before)s") % facts
    if difference < 0:
        return _("consumption is %(difference)s less than %(before)s") % facts
    return _("consumption is as much as %(before)s") % facts


def _highest(report: Report) -> str:
    row = report.highest
    if row is None or len(report.rows) < 2:
        return ""
    facts = {
        "label": row_label(row, language(), with_year=report.period.step is Step.SPAN),
        "energy": formats.quantity(row.energy_kwh, "kWh", 3 if row.starts_at else 1, language()),
    }
    if row.starts_at:
        return _("it is highest at %(label)s, %(energy)s") % facts
    if report.period.is_by_months:
        return _("the highest month is %(label)s, %(energy)s") % facts
    return _("the highest day is %(label)s, %(energy)s") % facts


def _uncertain(report: Report) -> list[str]:
    said = []
    missing, estimated = report.count(RowState.MISSING), report.count(RowState.ESTIMATED)
    if estimated and report.minutes:
        words = ngettext("%(n)d value is estimated", "%(n)d values are estimated", estimated)
        said.append(words % {"n": estimated})
    elif any(row.estimated_share for row in report.known_rows):
        said.append(_("some of it is estimated"))
    if missing and report.minutes:
        words = ngettext(
            "%(n)d value is missing or not whole, and what is missing is not counted",
            "%(n)d values are missing or not whole, and what is missing is not counted",
            missing,
        )
        said.append(words % {"n": missing})
    elif missing and report.same_days_kwh is not None:
        said.append(_("some readings are missing and are not counted, so the difference is not exact"))
    elif missing:
        said.append(_("some readings are missing and are not counted"))
    if any(row.corrected for row in report.known_rows):
        said.append(_("the network company has corrected some readings"))
    return said


def notes(report: Report) -> list[str]:
    """Return what one must know to read the figures."""
    return [note for note in (_how_compared(report), _clock_change(report), _kind(report)) if note]


def _how_compared(report: Report) -> str:
    if report.divided_last_year:
        return _("The day compared with was measured in longer intervals; each is shared evenly among these.")
    if report.period.is_by_months and any(
        row.same_days_kwh != row.last_year_kwh for row in report.known_rows
    ):
        return _("The line shows whole months; the figures compare only the days that have readings now.")
    return ""


def _clock_change(report: Report) -> str:
    if report.period.step is not Step.DAY:
        return ""
    length = minutes_in_day(report.period.starts_on)
    if length > USUAL_DAY:
        return _("The clocks were turned back, so this day has 25 hours.")
    if length < USUAL_DAY:
        return _("The clocks were turned forward, so this day has 23 hours.")
    return ""


def _kind(report: Report) -> str:
    """Say how the readings differ from what was measured; of several types the one furthest on."""
    if ReadingType.BN03 in report.reading_types:
        return _("The energy community's share is taken off the readings, as it is in billing.")
    if ReadingType.BN02 in report.reading_types:
        return _("Own production is taken off the readings within each interval, as it is in billing.")
    return ""


def _day_before(day: date) -> str:
    return formats.day(day - ONE_DAY, language())
