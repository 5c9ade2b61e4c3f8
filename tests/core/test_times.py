from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kajo.core import times

DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))


def test_spring_day_lacks_an_hour_and_autumn_day_has_one_more():
    assert times.slots_in_day(date(2025, 3, 30), 15) == 92
    assert times.slots_in_day(date(2025, 10, 26), 15) == 100
    assert times.slots_in_day(date(2025, 10, 27), 60) == 24


@given(DAYS)
def test_intervals_of_a_day_follow_each_other_and_end_where_the_next_day_begins(day):
    starts = times.interval_starts(day, 15)
    after = times.local_midnight(day).timestamp() + times.minutes_in_day(day) * 60
    assert (np.diff(starts) == np.timedelta64(900, "s")).all()
    assert starts[0] == np.datetime64(int(times.local_midnight(day).timestamp()), "s")
    assert starts[-1] + np.timedelta64(900, "s") == np.datetime64(int(after), "s")


@given(DAYS)
def test_a_day_lies_in_its_week_month_and_year(day):
    for starts_on, ends_on in (times.week_of(day), times.month_of(day), times.year_of(day)):
        assert starts_on <= day < ends_on
        assert day in times.days_between(starts_on, ends_on)


def test_months_of_a_period_that_cuts_two_months():
    assert times.months_between(date(2025, 11, 30), date(2026, 1, 2)) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
    ]
    assert times.previous_month(date(2026, 1, 31)) == date(2025, 12, 1)
