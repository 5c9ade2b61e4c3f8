"""Files of readings from the disk to committed: a customer's own CSV, and bulk files of ten million."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from bench.loading import load_apart
from bench.measuring import HERE, Line, at_least, at_most, median_ms
from kajo.core.times import now
from kajo.metering.formats.options import Options
from kajo.metering.imports import load_readings
from kajo.metering.models import MeteringPoint
from kajo.metering.words import Flow

DATAHUB = HERE.parent / "tests" / "data" / "datahub" / "liukuri_consumption-test.csv"
POINTS, ROWS_A_POINT = 1_000, 10_000
BEGINS = datetime(2024, 12, 31, 22, tzinfo=UTC)


def measure() -> Iterator[Line]:
    times = 15
    points = MeteringPoint.objects.bulk_create(
        MeteringPoint(gsrn=f"{644_000_000_000_000_000 + n}") for n in range(max(times + 3, POINTS))
    )

    def load(number: int) -> None:
        load_readings(DATAHUB, Options(point=gsrns.pop(), flow=Flow.CONSUMPTION), now=now())

    gsrns = [point.gsrn for point in points]
    yield at_most(
        "Datahub's CSV of 26,204 rows, from file to committed", median_ms(load, times, 3), 80, "ms", 0
    )
    with TemporaryDirectory() as folder:
        table = made_up()
        for name, goal in (("Parquet", 2.0), ("CSV", 1.0)):
            path = Path(folder) / f"bulk.{name.lower()}"
            write(table.with_columns(flow=pl.lit("consumption" if name == "CSV" else "production")), path)
            done = load_apart(path)
            speed = POINTS * ROWS_A_POINT / done.seconds / 1e6
            yield at_least(f"ten million readings from {name}, a second", speed, goal, "million")
            yield at_most(f"memory for that {name}", done.megabytes, 1024, "MB", 0)


def made_up() -> pl.DataFrame:
    """Return ten million quarter-hours of a thousand points, point by point."""
    random = np.random.default_rng(1)
    starts = [BEGINS + timedelta(minutes=15 * n) for n in range(ROWS_A_POINT)]
    start = pl.Series(starts, dtype=pl.Datetime("ms", "UTC"))
    return pl.DataFrame(
        {
            "gsrn": pl.Series(np.repeat(644_000_000_000_000_000 + np.arange(POINTS), ROWS_A_POINT)).cast(
                pl.String
            ),
            "start": pl.concat([start] * POINTS),
            "minutes": pl.repeat(15, POINTS * ROWS_A_POINT, dtype=pl.Int16, eager=True),
            "energy_kwh": random.integers(0, 3000, POINTS * ROWS_A_POINT) / 1000,
            "quality": pl.repeat("OK", POINTS * ROWS_A_POINT, eager=True),
        }
    )


def write(table: pl.DataFrame, path: Path) -> None:
    if path.suffix == ".csv":
        table.write_csv(path, datetime_format="%Y-%m-%dT%H:%M:%SZ")
    else:
        table.write_parquet(path)
