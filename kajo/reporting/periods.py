"""The periods that a report shows: a year by months, a month or a week by days, a day by its intervals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kajo.core.times import days_between, month_of, months_between, week_of, year_of

FIRST_YEAR, LAST_YEAR = 2000, 2199
WEEKS_BACK = timedelta(days=364)  # the same weekdays of the year before


class Step(StrEnum):
    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True)
class Period:
    """A year, month, ISO week or day: local days from `starts_on` until before `ends_on`."""

    step: Step
    starts_on: date
    ends_on: date

    @property
    def text(self) -> str:
        """How an address names it: 2026, 2026-11, 2026-W48, 2026-11-23."""
        if self.step is Step.YEAR:
            return f"{self.starts_on.year:04}"
        if self.step is Step.MONTH:
            return f"{self.starts_on:%Y-%m}"
        if self.step is Step.WEEK:
            year, week, _ = self.starts_on.isocalendar()
            return f"{year}-W{week:02}"
        return self.starts_on.isoformat()

    @property
    def previous(self) -> Period:
        return period_of(self.step, self.starts_on - timedelta(days=1))

    @property
    def next(self) -> Period:
        return period_of(self.step, self.ends_on)

    @property
    def parts(self) -> list[Period]:
        """The bars of the period: the months of a year, the days of a month or week; a day has none."""
        if self.step is Step.YEAR:
            return [period_of(Step.MONTH, month) for month in months_between(self.starts_on, self.ends_on)]
        if self.step is Step.DAY:
            return []
        return [period_of(Step.DAY, day) for day in days_between(self.starts_on, self.ends_on)]

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days

    @property
    def a_year_before(self) -> Period:
        """What it is compared with: the same dates; for weeks and days the same weekdays, 52 weeks before."""
        if self.step is Step.YEAR:
            return period_of(Step.YEAR, self.starts_on - timedelta(days=1))
        if self.step is Step.MONTH:
            return period_of(Step.MONTH, self.starts_on.replace(year=self.starts_on.year - 1))
        return period_of(self.step, self.starts_on - WEEKS_BACK)

    def day_before(self, day: date) -> date:
        """Return the day a year before that a day of this period is compared with."""
        if self.step in (Step.WEEK, Step.DAY):
            return day - WEEKS_BACK
        if (day.month, day.day) == (2, 29):
            return date(day.year - 1, 2, 28)
        return day.replace(year=day.year - 1)


def period_of(step: Step, day: date) -> Period:
    """Return the period of that step in which the day falls."""
    if step is Step.YEAR:
        return Period(step, *year_of(day))
    if step is Step.MONTH:
        return Period(step, *month_of(day))
    if step is Step.WEEK:
        return Period(step, *week_of(day))
    return Period(step, day, day + timedelta(days=1))


def read_period(step: str, text: str) -> Period:
    """Return the period that an address names.

    :raises ValueError: when there is no such period, or it lies outside 2000 to 2199
    """
    found = Step(step)
    forms = {
        Step.YEAR: (r"\d{4}", "{}-01-01"),
        Step.MONTH: (r"\d{4}-\d{2}", "{}-01"),
        Step.WEEK: (r"\d{4}-W\d{2}", "{}-1"),
        Step.DAY: (r"\d{4}-\d{2}-\d{2}", "{}"),
    }
    form, whole = forms[found]
    if not re.fullmatch(form, text, re.ASCII):
        raise ValueError(f"{text} names no {step}")
    day = date.fromisoformat(whole.format(text))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{text} lies outside {FIRST_YEAR} to {LAST_YEAR}")
    return period_of(found, day)
