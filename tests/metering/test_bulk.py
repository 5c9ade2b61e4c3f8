"""Many points in one file, from a retailer's own systems."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kajo.core.models import ImportRun
from kajo.core.refusals import ImportRefused
from kajo.metering.formats import bulk
from kajo.metering.queries import read_intervals
from kajo.metering.words import Flow, ReadingType
from tests.metering.loading import GSRN, NOW, OTHER_GSRN, Home, hold, load, make_point, open_to

pytestmark = pytest.mark.django_db

DAY = date(2025, 1, 15), date(2025, 1, 16)
START = datetime(2025, 1, 14, 22, tzinfo=UTC)


@pytest.fixture
def homes() -> tuple[Home, Home]:
    made = hold(make_point(GSRN), "1"), hold(make_point(OTHER_GSRN), "2")
    open_to(*made)
    return made


def rows(gsrn: str = GSRN, flow: str = "consumption", kwh: Any = 0.25, count: int = 96) -> pl.DataFrame:
    """Return a day's quarter-hours as a sender's own table."""
    return pl.DataFrame(
        {
            "gsrn": [gsrn] * count,
            "flow": [flow] * count,
            "start": [START + timedelta(minutes=15 * n) for n in range(count)],
            "minutes": [15] * count,
            "energy_kwh": [kwh] * count,
        }
    )


def as_csv(table: pl.DataFrame, folder: Path) -> Path:
    path = folder / "bulk.csv"
    table.write_csv(path, datetime_format="%Y-%m-%dT%H:%M:%SZ")
    return path


def as_parquet(table: pl.DataFrame, folder: Path) -> Path:
    path = folder / "bulk.parquet"
    table.write_parquet(path)
    return path


@pytest.mark.parametrize("write", [as_csv, as_parquet])
def test_points_and_flows_go_to_their_own(homes: tuple[Home, Home], tmp_path: Path, write: Any) -> None:
    table = pl.concat([rows(), rows(OTHER_GSRN, kwh=0.5), rows(flow="production", kwh=1.125)])
    report = load(write(table, tmp_path), point=None, flow=None)
    assert report.rows_changed == 288
    one, two = homes
    assert read_intervals([one.holding], *DAY).total_kwh == Decimal(24)
    assert read_intervals([two.holding], *DAY).total_kwh == Decimal(48)
    assert read_intervals([one.holding], *DAY, Flow.PRODUCTION).total_kwh == Decimal(108)


@pytest.mark.parametrize("write", [as_csv, as_parquet])
def test_kinds_qualities_and_gaps_are_kept(homes: tuple[Home, Home], tmp_path: Path, write: Any) -> None:
    table = rows(kwh=None).with_columns(
        reading_type=pl.lit("BN03"),
        energy_kwh=pl.Series([0.25, None, 0.000001] + [1.0] * 93).cast(pl.Decimal(12, 6)),
        quality=pl.Series(["EST", None, "REVISED"] + ["OK"] * 93),
    )
    report = load(write(table, tmp_path), point=None, flow=None)
    assert report.rows_missing == 1
    intervals = read_intervals([homes[0].holding], *DAY)
    assert intervals.total_kwh == Decimal("93.250001")
    assert intervals.reading_types == (ReadingType.BN03,)
    assert intervals.estimated[:3].tolist() == [True, False, False]
    assert intervals.missing[:3].tolist() == [False, True, False]
    assert intervals.corrected[:3].tolist() == [False, False, True]


@pytest.mark.parametrize("write", [as_csv, as_parquet])
def test_a_file_of_many_parts_is_as_one(
    homes: tuple[Home, Home], tmp_path: Path, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BYTES_AT_A_TIME", 500)
    monkeypatch.setattr(bulk, "ROWS_AT_A_TIME", 7)
    table = pl.concat([rows(), rows(OTHER_GSRN, kwh=0.5)]).sort("start")
    assert load(write(table, tmp_path), point=None, flow=None).rows_changed == 192
    assert read_intervals([homes[0].holding], *DAY).total_kwh == Decimal(24)
    assert read_intervals([homes[1].holding], *DAY).total_kwh == Decimal(48)
    twice = pl.concat([table, rows(kwh=0.3, count=1)])
    with pytest.raises(ImportRefused, match=f"2025-01-15 of {GSRN} has two different values"):
        load(write(twice, tmp_path), point=None, flow=None)


def test_decimals_of_parquet_are_exact(homes: tuple[Home, Home], tmp_path: Path) -> None:
    table = rows(kwh=Decimal("0.100001")).with_columns(pl.col("energy_kwh").cast(pl.Decimal(18, 6)))
    load(as_parquet(table, tmp_path), point=None, flow=None)
    assert read_intervals([homes[0].holding], *DAY).total_kwh == Decimal("9.600096")


def test_a_file_may_say_when_it_was_sent(homes: tuple[Home, Home], tmp_path: Path) -> None:
    sent = datetime(2025, 2, 1, 6, tzinfo=UTC)
    load(as_parquet(rows(kwh=2.0).with_columns(sent_at=pl.lit(sent)), tmp_path), point=None, flow=None)
    assert ImportRun.objects.get().sent_at == sent
    older = rows(kwh=1.0).with_columns(sent_at=pl.lit(sent - timedelta(days=1)))
    assert load(as_csv(older, tmp_path), point=None, flow=None).rows_changed == 0
    assert read_intervals([homes[0].holding], *DAY).total_kwh == Decimal(192)
    mixed = rows().with_columns(sent_at=pl.Series([sent] * 95 + [NOW]))
    with pytest.raises(ImportRefused, match=r"line 96, sent_at: .* a file is one sending"):
        load(as_parquet(mixed, tmp_path), point=None, flow=None)


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"energy_kwh": 0.1234567}, "energy_kwh", "at most six decimals"),
        ({"energy_kwh": -0.5}, "energy_kwh", "at most six decimals"),
        ({"energy_kwh": float("nan")}, "energy_kwh", "at most six decimals"),
        ({"energy_kwh": 2e9}, "energy_kwh", "at most six decimals"),
        ({"gsrn": "6430"}, "gsrn", "is not 18 digits"),
        ({"gsrn": None}, "gsrn", "is not 18 digits"),
        ({"gsrn": "643000000000000001"}, "gsrn", "is not known"),
        ({"flow": "both"}, "flow", "give consumption or production"),
        ({"flow": None}, "flow", "give consumption or production"),
        ({"minutes": 17}, "minutes", "is not known"),
        ({"start": None}, "start", "is not a time"),
    ],
)
@pytest.mark.parametrize("write", [as_csv, as_parquet])
def test_a_bad_row_is_named(
    homes: tuple[Home, Home], tmp_path: Path, write: Any, change: dict[str, Any], field: str, problem: str
) -> None:
    table = rows(count=3)
    changes = {"start": START + timedelta(hours=1)} | change
    bad = rows(count=1).with_columns(**{name: pl.lit(value) for name, value in changes.items()})
    path = write(pl.concat([table, bad], how="vertical_relaxed"), tmp_path)
    with pytest.raises(ImportRefused) as refusal:
        load(path, point=None, flow=None)
    (fault,) = refusal.value.faults
    assert (fault.file, fault.line, fault.field) == (path.name, 5 if write is as_csv else 4, field)
    assert problem in fault.problem


def test_columns_are_known_by_name(homes: tuple[Home, Home], tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="minutes: this column is missing"):
        load(as_csv(rows().drop("minutes"), tmp_path), point=None, flow=None)
    with pytest.raises(ImportRefused, match="energy_wh: this column is not known"):
        load(as_parquet(rows().with_columns(energy_wh=1), tmp_path), point=None, flow=None)
    with pytest.raises(ImportRefused, match="start: is no column of timestamps with a time zone"):
        naive = rows().with_columns(pl.col("start").dt.replace_time_zone(None))
        load(as_parquet(naive, tmp_path), point=None, flow=None)


def test_an_empty_file_changes_nothing(homes: tuple[Home, Home], tmp_path: Path) -> None:
    for write in (as_csv, as_parquet):
        assert load(write(rows(count=1).clear(), tmp_path), point=None, flow=None).rows_read == 0
