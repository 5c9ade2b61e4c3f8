"""Periods follow one another without a gap, and an address names each of them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kajo.reporting.periods import (
    FIXED_STEPS,
    MOST_PARTS,
    ONE_DAY,
    Period,
    Step,
    a_year_before,
    period_between,
    period_of,
    read_period,
)

days = st.dates(date(2001, 1, 8), date(2198, 12, 20))
steps = st.sampled_from(FIXED_STEPS)
fixed = st.builds(period_of, steps, days)
spans = st.builds(
    lambda first, more: Period(Step.SPAN, first, first + timedelta(days=more)),
    days,
    st.integers(1, MOST_PARTS),
)
periods = fixed | spans


@given(fixed)
def test_back_and_forth_leads_to_where_one_was(period: Period) -> None:
    assert period.next.previous == period == period.previous.next


@given(periods)
def test_neighbours_meet(period: Period) -> None:
    assert period.next.starts_on == period.ends_on
    assert period.previous.ends_on == period.starts_on


@given(spans)
def test_a_span_moves_by_its_own_length(period: Period) -> None:
    moved = period.next
    assert len(moved.parts) == len(period.parts) or not period.is_by_months
    assert moved.days == period.days or period.is_by_months


@given(periods)
def test_parts_cover_the_period_without_gap_or_overlap(period: Period) -> None:
    parts = period.parts
    if period.step is Step.DAY:
        assert not parts
        return
    assert parts[0].starts_on == period.starts_on and parts[-1].ends_on == period.ends_on
    assert all(one.ends_on == other.starts_on for one, other in pairwise(parts))
    assert all(part.days > 0 for part in parts)
    assert len(parts) <= MOST_PARTS


@given(periods)
def test_an_address_names_the_period(period: Period) -> None:
    assert read_period(period.step.value, period.text) == period


@given(steps, days)
def test_a_day_lies_in_its_period(step: Step, day: date) -> None:
    period = period_of(step, day)
    assert period.starts_on <= day <= period.last_day


@given(days, days)
def test_days_that_are_chosen_are_all_shown(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    period = period_between(first, last)
    assert len(period.parts) <= MOST_PARTS
    assert period.last_day >= last
    if (last - first).days < MOST_PARTS:
        assert (period.starts_on, period.last_day) == (first, last)


@given(fixed)
def test_choosing_a_whole_week_month_or_year_leads_to_it(period: Period) -> None:
    assert period_between(period.starts_on, period.last_day) == period


@given(st.builds(period_of, st.sampled_from([Step.WEEK, Step.DAY]), days))
def test_weeks_and_days_are_compared_with_the_same_weekdays(period: Period) -> None:
    before = period.a_year_before
    assert before.starts_on.weekday() == period.starts_on.weekday()
    assert before.days == period.days
    assert period.compared_day(period.last_day) == before.last_day


@given(st.builds(period_of, st.sampled_from([Step.YEAR, Step.MONTH]), days))
def test_years_and_months_are_compared_with_the_same_dates(period: Period) -> None:
    before = period.a_year_before
    assert (before.starts_on.month, before.starts_on.year) == (
        period.starts_on.month,
        period.starts_on.year - 1,
    )


def test_a_leap_day_is_compared_with_the_day_before_it() -> None:
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert period_of(Step.MONTH, date(2028, 2, 1)).days == 29
    assert period_of(Step.YEAR, date(2028, 2, 29)).days == 366
    assert period_of(Step.MONTH, date(2028, 2, 29)).a_year_before.days == 28


def test_some_years_have_a_week_53() -> None:
    week = read_period("week", "2026-W53")
    assert (week.starts_on, week.last_day) == (date(2026, 12, 28), date(2027, 1, 3))
    assert week.next.text == "2027-W01"
    with pytest.raises(ValueError):
        read_period("week", "2027-W53")


def test_a_span_of_whole_months_goes_by_months() -> None:
    heating_season = period_between(date(2025, 10, 1), date(2026, 3, 31))
    assert heating_season.text == "2025-10-01--2026-03-31"
    assert [part.text for part in heating_season.parts][:2] == ["2025-10", "2025-11"]
    assert heating_season.previous.text == "2025-04-01--2025-09-30"
    assert heating_season.a_year_before.text == "2024-10-01--2025-03-31"


def test_more_days_than_there_may_be_bars_are_widened_to_months() -> None:
    long = period_between(date(2024, 1, 15), date(2026, 11, 23))
    assert (long.starts_on, long.ends_on) == (date(2024, 1, 1), date(2026, 12, 1))
    assert len(long.parts) == 35


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("year", "1999"),
        ("year", "2200"),
        ("year", "26"),
        ("month", "2026-13"),
        ("month", "2026-1"),
        ("week", "2026-W54"),
        ("week", "2026-48"),
        ("day", "2026-02-29"),
        ("day", "٢٠٢٦-11-23"),
        ("day", "20261123"),
        ("span", "2026-11-23"),
        ("span", "2026-11-23--2026-11-22"),
        ("span", "2000-01-02--2199-12-30"),
        ("hour", "2026-11-23"),
        ("", ""),
    ],
)
def test_what_names_no_period_is_refused(step: str, text: str) -> None:
    with pytest.raises(ValueError):
        read_period(step, text)


def test_one_day_is_the_least() -> None:
    assert period_between(date(2026, 11, 23), date(2026, 11, 23)) == period_of(Step.DAY, date(2026, 11, 23))
    assert period_of(Step.DAY, date(2026, 11, 23)).ends_on == date(2026, 11, 23) + ONE_DAY
    with pytest.raises(ValueError):
        period_between(date(2026, 11, 24), date(2026, 11, 23))
