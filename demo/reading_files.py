"""The readings of the cast as files: those that are made up, and a home's real ones from Datahub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from demo.calendar import Calendar
from demo.history import Rows, readings_of
from demo.invoicing.amounts import Amounts
from demo.shapes import Cast, Location
from kajo.core.times import local_midnight
from kajo.metering.formats.options import Options
from kajo.metering.words import Flow, Quality

REAL = Path(__file__).resolve().parent.parent / "tests" / "data" / "datahub"
REAL_SENT_AT = datetime(2025, 10, 2, 6, 0, tzinfo=UTC)
UNTIL_CORRECTED = timedelta(minutes=5)
LOCATIONS_A_FILE = 25


@dataclass(frozen=True)
class ReadingFile:
    """A file, and what is said beside it."""

    path: Path
    options: Options


def write_made_up(cast: Cast, calendar: Calendar, folder: Path, amounts: Amounts) -> Iterator[ReadingFile]:
    """Write the made-up readings into the folder, and yield the files in the order of sending.

    :param amounts: learn what the readings cost as they pass by
    """
    sent_at = local_midnight(cast.today)
    locations = list(cast.locations.values())
    corrections = []
    for begin in range(0, len(locations), LOCATIONS_A_FILE):
        batch = locations[begin : begin + LOCATIONS_A_FILE]
        sent = []
        for location in batch:
            for part in readings_of(location, calendar):
                amounts.take(location, part.first, calendar)
                sent.append(part)
        corrections += [part.corrections for part in sent]
        yield _written(folder / f"readings-{begin}.parquet", [part.first for part in sent], sent_at)
    yield _written(folder / "corrections.parquet", corrections, sent_at + UNTIL_CORRECTED)


def real_files(cast: Cast) -> Iterator[tuple[Location, ReadingFile]]:
    """Yield the home whose readings are real with its files: they say neither the point nor the direction."""
    for location in cast.locations.values():
        if location.readings == "real":
            for flow in Flow:
                path = REAL / f"liukuri_{flow.word}-test.csv"
                yield location, ReadingFile(path, Options(location.gsrn, flow, sent=REAL_SENT_AT))


def _written(path: Path, parts: list[Rows], sent_at: datetime) -> ReadingFile:
    _in_bulk(parts).write_parquet(path, compression="uncompressed")
    return ReadingFile(path, Options(sent=sent_at))


def _in_bulk(parts: list[Rows]) -> pl.DataFrame:
    """Return the rows in the columns of the bulk form."""
    lengths = [len(part) for part in parts]
    codes = {code.value: code.name for code in Quality}
    energy_kwh = np.concatenate([part.energy_wh for part in parts]) / 1000
    start = pl.Series(np.concatenate([part.start for part in parts]) * 1000)
    quality = pl.Series(np.concatenate([part.quality for part in parts]))
    return pl.DataFrame(
        {
            "gsrn": _repeated([part.gsrn for part in parts], lengths),
            "flow": _repeated([part.flow.word for part in parts], lengths),
            "start": start.cast(pl.Datetime("ms")).dt.replace_time_zone("UTC"),
            "minutes": np.concatenate([part.minutes for part in parts]),
            "energy_kwh": pl.Series(np.where(energy_kwh < 0, np.nan, energy_kwh)).fill_nan(None),
            "quality": quality.replace_strict(codes, return_dtype=pl.Enum(list(codes.values()))),
        }
    )


def _repeated(words: list[str], lengths: list[int]) -> pl.Series:
    """Return each word so many times, one after the other."""
    numbers = pl.Series(np.repeat(np.arange(len(words)), lengths))
    return numbers.replace_strict(dict(enumerate(words)), return_dtype=pl.Enum(sorted(set(words))))
