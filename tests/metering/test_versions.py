"""How readings stood before they were corrected or completed, for whoever has to explain an old invoice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kajo.metering.queries import read_intervals
from kajo.metering.versions import list_versions
from kajo.metering.words import Quality, ReadingType
from tests.metering.loading import NOW, Home, datahub_file, hold, load, make_point, open_to

pytestmark = pytest.mark.django_db

PERIOD = date(2025, 1, 15), date(2025, 1, 18)
MIDNIGHT = datetime(2025, 1, 14, 22, tzinfo=UTC)


@pytest.fixture
def home() -> Home:
    made = hold(make_point(), "1")
    open_to(made)
    return made


def day(folder: Path, number: int, kwh: str, name: str, code: str = "OK", kind: str = "BN01") -> Path:
    """Write a file of the hours of one of the days from 15 January on."""
    begins = MIDNIGHT + timedelta(days=number)
    rows = [
        f"PT1H;{kind};{begins + timedelta(hours=hour):%Y-%m-%dT%H:%M:%SZ};{kwh};{code}" for hour in range(24)
    ]
    return datahub_file(folder, *rows, name=name)


def totals(home: Home, reading_type: ReadingType | None = None) -> list[Decimal | None]:
    """Return the energy of the period as it stood before each import, the latest first."""
    versions = list_versions([home.holding], *PERIOD, reading_type=reading_type)
    return [version.intervals.total_kwh for version in versions]


def test_readings_that_stand_as_they_came_have_no_other_version(home: Home, tmp_path: Path) -> None:
    assert totals(home) == []
    load(day(tmp_path, 0, "1", "first.csv"))
    assert totals(home) == []


def test_a_correction_and_a_day_that_came_late_each_leave_what_was_before(home: Home, tmp_path: Path) -> None:
    load(day(tmp_path, 0, "1", "first.csv", "EST"))
    load(day(tmp_path, 1, "2", "second.csv"), now=NOW + timedelta(days=1))
    load(day(tmp_path, 0, "5", "corrected.csv", "REVISED"), now=NOW + timedelta(days=2))
    assert totals(home) == [Decimal(72), Decimal(24)]
    latest, first = list_versions([home.holding], *PERIOD)
    assert latest.until == NOW + timedelta(days=2)
    assert set(latest.intervals.quality[:24].tolist()) == {Quality.EST}
    assert len(first.intervals) == 24
    assert read_intervals([home.holding], *PERIOD).total_kwh == Decimal(168)


def test_what_came_too_late_to_hold_was_never_a_version(home: Home, tmp_path: Path) -> None:
    load(day(tmp_path, 0, "5", "new.csv"), sent=NOW - timedelta(days=1))
    load(day(tmp_path, 0, "1", "old.csv"), sent=NOW - timedelta(days=2))
    assert totals(home) == []


def test_before_netting_came_the_measured_readings_were_billed(home: Home, tmp_path: Path) -> None:
    load(day(tmp_path, 0, "3", "measured.csv"))
    load(day(tmp_path, 0, "2", "netted.csv", kind="BN02"), now=NOW + timedelta(days=1))
    assert totals(home) == [Decimal(72)]
    assert totals(home, ReadingType.BN01) == []


def test_nothing_is_told_of_days_that_were_not_held(tmp_path: Path) -> None:
    point = make_point()
    before = hold(point, "1", ends_on=date(2025, 1, 16))
    after = hold(point, "2", starts_on=date(2025, 1, 16))
    load(day(tmp_path, 0, "1", "first.csv"))
    load(day(tmp_path, 0, "5", "corrected.csv"), now=NOW + timedelta(days=2))
    open_to(after)
    assert totals(after) == totals(before) == []
    open_to(before)
    assert totals(before) == [Decimal(24)]
