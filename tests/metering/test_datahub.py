"""Customers' own downloads from Datahub's portal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kajo.metering.queries import list_series, read_intervals, sum_by_day, sum_by_month
from kajo.metering.words import ReadingType
from tests.metering.loading import DATAHUB, Home, hold, load, make_point, open_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Home:
    made = hold(make_point(), "1")
    open_to(made)
    return made


def test_a_year_of_quarters_adds_up_to_what_datahub_says(home: Home) -> None:
    report = load(DATAHUB / "liukuri_consumption-test.csv")
    assert (report.rows_read, report.rows_changed, report.rows_missing) == (26_204, 26_204, 0)
    intervals = read_intervals([home.holding], date(2025, 1, 1), date(2025, 10, 1))
    assert intervals.total_kwh == Decimal("9057.93")
    months = sum_by_month([home.holding], date(2025, 1, 1), date(2025, 10, 1))
    assert sum(month.energy_kwh or 0 for month in months) == Decimal("9057.93")
    days = sum_by_day([home.holding], date(2025, 1, 1), date(2025, 10, 1))
    assert {day.starts_on: day.intervals for day in days if day.intervals != 96} == {date(2025, 3, 30): 92}
    assert list_series([home.holding])[0].reading_type is ReadingType.BN02
