"""Files that come again, come late or correct what was said; what is kept of it, and whole or not at all."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from kajo.core.models import ImportRun
from kajo.core.refusals import ImportRefused
from kajo.metering import writing
from kajo.metering.models import MeteringDay, MeteringDayHistory, MeteringMonth
from kajo.metering.queries import read_intervals, sum_by_day, sum_by_month
from kajo.metering.words import Flow
from tests.metering.loading import DATAHUB, NOW, Home, datahub_file, hold, load, make_point, open_to

pytestmark = pytest.mark.django_db

DAY = date(2025, 1, 15), date(2025, 1, 16)
MONTH = date(2025, 1, 1), date(2025, 2, 1)
MIDNIGHT = datetime(2025, 1, 14, 22, tzinfo=UTC)


@pytest.fixture
def home() -> Home:
    made = hold(make_point(), "1")
    open_to(made)
    return made


def hours(folder: Path, values: dict[int, str], name: str = "readings.csv", code: str = "OK") -> Path:
    """Write a file of some hours of the day; an empty value is missing."""
    rows = [
        f"PT1H;BN01;{MIDNIGHT + timedelta(hours=hour):%Y-%m-%dT%H:%M:%SZ};{kwh};{code if kwh else 'MISSING'}"
        for hour, kwh in values.items()
    ]
    return datahub_file(folder, *rows, name=name)


def kept(home: Home) -> list[float]:
    return read_intervals([home.holding], *DAY).kwh[:4].tolist()


def snapshot() -> list[object]:
    """Return all that is kept of readings, but not when it was received nor from which import."""
    beside = {"received_at", "import_id", "replaced_at", "replaced_by", "id"}
    tables = (MeteringDay.objects.order_by("day"), MeteringMonth.objects.order_by("month"))
    return [
        {name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items() if name not in beside}
        for table in tables
        for row in table.values()
    ]


def test_the_same_file_again_changes_nothing_even_after_a_correction(home: Home, tmp_path: Path) -> None:
    first = hours(tmp_path, {0: "1", 1: "2"}, "first.csv")
    load(first)
    load(hours(tmp_path, {0: "5"}, "correction.csv"), now=NOW + timedelta(days=1))
    again = load(first, now=NOW + timedelta(days=2))
    assert again.seen_before
    assert kept(home)[:2] == [5.0, 2.0]
    assert ImportRun.objects.count() == 2


def test_the_same_content_for_another_flow_is_another_import(home: Home, tmp_path: Path) -> None:
    path = hours(tmp_path, {0: "1"})
    load(path)
    assert not load(path, flow=Flow.PRODUCTION).seen_before


def test_a_file_that_was_sent_earlier_does_not_overwrite_and_is_kept(home: Home, tmp_path: Path) -> None:
    load(hours(tmp_path, {0: "5", 1: "6"}, "new.csv"), sent=NOW - timedelta(days=1))
    report = load(hours(tmp_path, {0: "1", 2: "7"}, "old.csv"), sent=NOW - timedelta(days=2))
    assert kept(home)[:3] == [5.0, 6.0, 7.0]
    assert (report.rows_changed, report.rows_unchanged) == (1, 1)
    assert MeteringDayHistory.objects.count() == 2  # the block before the third hour came, and the late one


def test_a_corrected_day_keeps_what_it_was_in_history(home: Home, tmp_path: Path) -> None:
    load(hours(tmp_path, {0: "1", 1: "2"}, "first.csv"))
    before = MeteringDay.objects.values("energies", "total", "sent_at", "import_id").get()
    load(hours(tmp_path, {1: "9"}, "second.csv", "REVISED"), now=NOW + timedelta(days=1))
    (old,) = MeteringDayHistory.objects.all()
    assert bytes(old.energies) == bytes(before["energies"])
    assert (old.total, old.sent_at, old.import_id) == (
        before["total"],
        before["sent_at"],
        before["import_id"],
    )
    assert old.replaced_by == ImportRun.objects.latest("id").pk
    assert read_intervals([home.holding], *DAY).corrected[:3].tolist() == [False, True, False]


def test_what_is_said_again_makes_no_history(home: Home, tmp_path: Path) -> None:
    load(hours(tmp_path, {0: "1", 1: "2"}, "first.csv"))
    report = load(hours(tmp_path, {0: "1"}, "second.csv"), now=NOW + timedelta(days=1))
    assert (report.rows_changed, report.rows_unchanged) == (0, 1)
    assert not MeteringDayHistory.objects.exists()


def test_files_in_any_order_end_in_the_same_readings(home: Home, tmp_path: Path) -> None:
    shuffler = random.Random(3)
    files = []
    for number in range(12):
        some = shuffler.sample(range(24), 8)
        kwh = [f"{shuffler.randrange(4)},{shuffler.randrange(1000):03}" for _ in some]
        path = hours(tmp_path, dict(zip(some, [*kwh[:-1], ""], strict=True)), f"{number}.csv")
        files.append((path, NOW - timedelta(minutes=number)))
    ends = []
    for _ in range(3):
        shuffler.shuffle(files)
        for path, sent in files:
            load(path, sent=sent)
        ends.append(snapshot())
        for model in (MeteringDay, MeteringDayHistory, MeteringMonth, ImportRun):
            model.objects.all().delete()
    assert ends[0] == ends[1] == ends[2]


def test_months_agree_with_days_and_intervals_to_the_watt_hour(home: Home, tmp_path: Path) -> None:
    load(DATAHUB / "liukuri_consumption-test.csv", sent=NOW - timedelta(days=9))
    load(hours(tmp_path, {0: "1,000001", 1: "0,1", 2: ""}, "measured.csv"))
    for first, end in ((date(2025, 1, 1), date(2025, 2, 1)), (date(2025, 3, 1), date(2025, 4, 1))):
        (month,) = sum_by_month([home.holding], first, end)
        days = sum_by_day([home.holding], first, end)
        assert month.energy_kwh == sum(day.energy_kwh or 0 for day in days)
        assert month.energy_kwh == read_intervals([home.holding], first, end).total_kwh
        assert (month.days, month.intervals) == (len(days), sum(day.intervals for day in days))


def test_units_of_different_days_come_together_exactly(home: Home, tmp_path: Path) -> None:
    load(hours(tmp_path, {0: "0,000001", 24: "1000", 48: "0,5"}))
    (month,) = sum_by_month([home.holding], *MONTH)
    assert month.energy_kwh == Decimal("1000.500001")
    assert MeteringDay.objects.order_by("day").values_list("scale", flat=True)[0] == -3
    assert read_intervals([home.holding], *MONTH).total_kwh == Decimal("1000.500001")


def test_a_day_of_which_nothing_is_known_has_no_sum(home: Home, tmp_path: Path) -> None:
    load(hours(tmp_path, {0: "", 1: ""}))
    (day,) = sum_by_day([home.holding], *DAY)
    (month,) = sum_by_month([home.holding], *MONTH)
    assert day.energy_kwh is None
    assert month.energy_kwh is None
    assert read_intervals([home.holding], *DAY).total_kwh is None


def test_a_failure_on_the_way_leaves_nothing(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(hours(tmp_path, {0: "1"}, "first.csv"))
    before = snapshot(), ImportRun.objects.count()
    monkeypatch.setattr(writing, "_UPSERT_DAYS", "select 1 / 0")
    with pytest.raises(Exception, match="division by zero"):
        load(hours(tmp_path, {0: "2"}, "second.csv"), now=NOW + timedelta(days=1))
    assert (snapshot(), ImportRun.objects.count()) == before
    assert not MeteringDayHistory.objects.exists()
    monkeypatch.undo()
    assert load(hours(tmp_path, {0: "2"}, "second.csv"), now=NOW + timedelta(days=1)).rows_changed == 1


def test_a_file_from_the_future_is_refused(home: Home, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="was sent in the future"):
        load(hours(tmp_path, {0: "1"}), sent=NOW + timedelta(days=400))


def test_a_file_from_before_there_were_readings_is_refused(home: Home, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="was sent before 2000"):
        load(hours(tmp_path, {0: "1"}), sent=datetime(1969, 5, 1, tzinfo=UTC))


def test_a_day_that_changes_resolution_is_kept_whole_in_history(home: Home, tmp_path: Path) -> None:
    load(hours(tmp_path, dict.fromkeys(range(24), "4")))
    quarters = [
        f"PT15M;BN01;{MIDNIGHT + timedelta(minutes=15 * n):%Y-%m-%dT%H:%M:%SZ};1;OK" for n in range(96)
    ]
    part = datahub_file(tmp_path, *quarters[:-1], name="part.csv")
    with pytest.raises(ImportRefused, match=r"local day 2025-01-15 of .* is kept in intervals of 60"):
        load(part, now=NOW + timedelta(days=1))
    report = load(datahub_file(tmp_path, *quarters, name="whole.csv"), now=NOW + timedelta(days=1))
    assert report.rows_changed == 96
    assert read_intervals([home.holding], *DAY).day_minutes.tolist() == [15]
    (old,) = MeteringDayHistory.objects.all()
    assert old.minutes == 60


def test_readings_cost_a_block_a_day(home: Home) -> None:
    load(DATAHUB / "liukuri_consumption-test.csv")
    assert MeteringDay.objects.count() == 273
    with connection.cursor() as cursor:
        cursor.execute("select max(pg_column_size(d.*)) from metering_day d")
        (size,) = cursor.fetchone() or (0,)
    assert size < 5.5 * 96


@pytest.mark.parametrize("first_day", [date(2024, 2, 29), date(2024, 12, 31)])
def test_leap_days_and_turns_of_the_year_are_days_like_others(
    home: Home, tmp_path: Path, first_day: date
) -> None:
    begins = datetime(first_day.year, first_day.month, first_day.day, tzinfo=UTC) - timedelta(hours=2)
    rows = [f"PT1H;BN01;{begins + timedelta(hours=n):%Y-%m-%dT%H:%M:%SZ};1;OK" for n in range(48)]
    load(datahub_file(tmp_path, *rows))
    days = sum_by_day([home.holding], first_day, first_day + timedelta(days=2))
    assert [(day.starts_on, day.intervals, day.is_complete) for day in days] == [
        (first_day, 24, True),
        (first_day + timedelta(days=1), 24, True),
    ]
