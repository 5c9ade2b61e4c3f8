from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kajo.core import times

DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))


def test_spring_day_lacks_an_hour_and_autumn_day_has_one_more():
    assert times.slots_in_day(date(2025, 3, 30), 15) == 92
    assert times.slots_in_day(date(2025, 10, 26), 15) == 100
    assert times.slots_in_day(date(2025, 10, 27), 60) == 24


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
