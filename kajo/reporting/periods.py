"""The periods that a report shows: a year by months, a month or a week by days, a day by its intervals.

Days that somebody chose freely are a span: whole months go by months, others by days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kajo.core.times import days_between, month_of, months_between, next_month, week_of, year_of

FIRST_YEAR, LAST_YEAR = 2000, 2199
ONE_DAY = timedelta(days=1)
WEEKS_BACK = timedelta(days=364)  # the same weekdays of the year before
MOST_PARTS = 366  # of a span by days; a longer one is widened to whole months


class Step(StrEnum):
    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    SPAN = "span"


FIXED_STEPS = (Step.YEAR, Step.MONTH, Step.WEEK, Step.DAY)


@dataclass(frozen=True)
class Period:
    """A year, month, ISO week, day or span: local days from `starts_on` until before `ends_on`."""

    step: Step
    starts_on: date
    ends_on: date

    @property
    def text(self) -> str:
        """How an address names it: 2026, 2026-11, 2026-W48, 2026-11-23, 2026-11-10--2026-11-23."""
        if self.step is Step.YEAR:
            return f"{self.starts_on.year:04}"
        if self.step is Step.MONTH:
            return self.starts_on.isoformat()[:7]
        if self.step is Step.WEEK:
            year, week, _ = self.starts_on.isocalendar()
            return f"{year}-W{week:02}"
        if self.step is Step.SPAN:
            return f"{self.starts_on}--{self.last_day}"
        return self.starts_on.isoformat()

    @property
    def last_day(self) -> date:
        return self.ends_on - ONE_DAY

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days

    @property
    def is_by_months(self) -> bool:
        whole_months = self.starts_on.day == 1 and self.ends_on.day == 1
        several = next_month(self.starts_on) < self.ends_on
        return self.step is Step.YEAR or (self.step is Step.SPAN and whole_months and several)

    @property
    def previous(self) -> Period:
        if self.step is not Step.SPAN:
            return period_of(self.step, self.starts_on - ONE_DAY)
        if self.is_by_months:
            return Period(self.step, _months_on(self.starts_on, -self._months), self.starts_on)
        return Period(self.step, self.starts_on - (self.ends_on - self.starts_on), self.starts_on)

    @property
    def next(self) -> Period:
        if self.step is not Step.SPAN:
            return period_of(self.step, self.ends_on)
        if self.is_by_months:
            return Period(self.step, self.ends_on, _months_on(self.ends_on, self._months))
        return Period(self.step, self.ends_on, self.ends_on + (self.ends_on - self.starts_on))

    @property
    def parts(self) -> list[Period]:
        """The bars of the period: months or days; a day has none, its bars are what was measured."""
        if self.step is Step.DAY:
            return []
        if self.is_by_months:
            return [period_of(Step.MONTH, month) for month in months_between(self.starts_on, self.ends_on)]
        return [period_of(Step.DAY, day) for day in days_between(self.starts_on, self.ends_on)]

    @property
    def a_year_before(self) -> Period:
        """What it is compared with: the same dates; for weeks and days the same weekdays, 52 weeks before."""
        if self.step in (Step.YEAR, Step.MONTH):
            return period_of(self.step, _months_on(self.starts_on, -12))
        if self.step is Step.SPAN:
            return Period(self.step, a_year_before(self.starts_on), a_year_before(self.last_day) + ONE_DAY)
        return period_of(self.step, self.starts_on - WEEKS_BACK)

    @property
    def matches_weekdays(self) -> bool:
        """Whether it is compared with the same weekdays, and not with the same dates."""
        return self.step in (Step.WEEK, Step.DAY)

    def compared_day(self, day: date) -> date:
        """Return the day a year before that a day of this period is compared with.

        A leap day shares 28 February with the day before it; sums of many days go by the first and the last.
        """
        return day - WEEKS_BACK if self.matches_weekdays else a_year_before(day)

    @property
    def _months(self) -> int:
        return len(months_between(self.starts_on, self.ends_on))


def a_year_before(day: date) -> date:
    """Return the same day a year before; 28 February for a leap day."""
    if is_leap_day(day):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def is_leap_day(day: date) -> bool:
    return (day.month, day.day) == (2, 29)


def period_of(step: Step, day: date) -> Period:
    """Return the year, month, week or day in which the day falls; as a span, the day alone."""
    if step is Step.YEAR:
        return Period(step, *year_of(day))
    if step is Step.MONTH:
        return Period(step, *month_of(day))
    if step is Step.WEEK:
        return Period(step, *week_of(day))
    return Period(step, day, day + ONE_DAY)


def period_between(first: date, last: date) -> Period:
    """Return the period from one day to another, both included: a day, week, month or year where it is one.

    More days than there may be bars are widened to whole months.

    :raises ValueError: when the days are in the wrong order or outside 2000 to 2199
    """
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR or first > last:
        raise ValueError(f"{first} to {last} is no period")
    span = Period(Step.SPAN, first, last + ONE_DAY)
    if len(span.parts) > MOST_PARTS:
        months = max(first.replace(day=1), _months_on(last, 1 - MOST_PARTS))
        span = Period(Step.SPAN, months, next_month(last))
    for step in FIXED_STEPS:
        fixed = period_of(step, first)
        if (fixed.starts_on, fixed.ends_on) == (span.starts_on, span.ends_on):
            return fixed
    return span


def read_period(step: str, text: str) -> Period:
    """Return the period that an address names.

    :raises ValueError: when there is no such period, or it lies outside 2000 to 2199
    """
    found = Step(step)
    form, ends = _FORMS[found]
    if not re.fullmatch(form, text, re.ASCII):
        raise ValueError(f"{text} names no {step}")
    days = [date.fromisoformat(day + ends) for day in text.split("--")]
    if not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in days):
        raise ValueError(f"{text} lies outside {FIRST_YEAR} to {LAST_YEAR}")
    if found is not Step.SPAN:
        return period_of(found, days[0])
    span = Period(found, days[0], days[-1] + ONE_DAY)
    if span.days < 1 or len(span.parts) > MOST_PARTS:
        raise ValueError(f"{text} has no days, or too many")
    return span


_DATE = r"\d{4}-\d{2}-\d{2}"
_FORMS = {
    Step.YEAR: (r"\d{4}", "-01-01"),
    Step.MONTH: (r"\d{4}-\d{2}", "-01"),
    Step.WEEK: (r"\d{4}-W\d{2}", "-1"),
    Step.DAY: (_DATE, ""),
    Step.SPAN: (f"{_DATE}--{_DATE}", ""),
}


def _months_on(day: date, months: int) -> date:
    """Return the first of the month so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
