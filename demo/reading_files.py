"""The readings of the cast as files: those that are made up, and a home's real ones from Datahub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from demo.calendar import Calendar
from demo.history import NO_VALUE, Rows, readings_of
from demo.shapes import Cast
from kajo.core.times import local_midnight
from kajo.metering.formats.options import Options
from kajo.metering.words import Flow, Quality

REAL = Path(__file__).resolve().parent.parent / "tests" / "data" / "datahub"
REAL_SENT_AT = datetime(2025, 10, 2, 6, 0, tzinfo=UTC)
LOCATIONS_A_FILE = 10
UNTIL_CORRECTED = timedelta(minutes=5)


@dataclass(frozen=True)
class ReadingFile:
    """A file, and what is said beside it."""

    path: Path
    options: Options


def write_made_up(cast: Cast, calendar: Calendar, folder: Path) -> Iterator[ReadingFile]:
    """Write the made-up readings into the folder, and yield the files in the order of sending."""
    sent_at = local_midnight(cast.today)
    later = []
    locations = list(cast.locations.values())
    for begin in range(0, len(locations), LOCATIONS_A_FILE):
        batch = locations[begin : begin + LOCATIONS_A_FILE]
        sent = [part for location in batch for part in readings_of(location, calendar)]
        later += [part.corrections for part in sent if len(part.corrections)]
        yield from _written(folder, f"{begin}", [part.first for part in sent], sent_at)
    yield from _written(folder, "corrections", later, sent_at + UNTIL_CORRECTED)


def real_files(cast: Cast) -> Iterator[ReadingFile]:
    """Yield the files of the home whose readings are real: they say neither the point nor the direction."""
    for location in cast.locations.values():
        if location.readings == "real":
            for flow in Flow:
                path = REAL / f"liukuri_{flow.word}-test.csv"
                yield ReadingFile(path, Options(point=location.gsrn, flow=flow, sent=REAL_SENT_AT))


def _written(folder: Path, name: str, parts: list[Rows], sent_at: datetime) -> Iterator[ReadingFile]:
    for flow in Flow:
        chosen = [part for part in parts if part.flow == flow]
        if chosen:
            path = folder / f"{name}-{flow.word}.csv"
            _frame(chosen).write_csv(
                path, separator=";", datetime_format="%Y-%m-%dT%H:%M:%SZ", float_precision=3
            )
            yield ReadingFile(path, Options(flow=flow, sent=sent_at))


def _frame(parts: list[Rows]) -> pl.DataFrame:
    lengths = [len(part) for part in parts]
    point = pl.Series(np.repeat(np.arange(len(parts)), lengths))
    energy_wh = pl.Series(np.concatenate([part.energy_wh for part in parts]))
    minutes = pl.Series(np.concatenate([part.minutes for part in parts]))
    quality = pl.Series(np.concatenate([part.quality for part in parts]))
    start = pl.Series(np.concatenate([part.start for part in parts]) * 1000)
    return pl.DataFrame(
        {
            "MeteringPointGSRN": point.replace_strict({i: part.gsrn for i, part in enumerate(parts)}),
            "Resolution": minutes.replace_strict({15: "PT15M", 60: "PT1H"}),
            "Start Time": start.cast(pl.Datetime("ms")),
            "Quantity": (energy_wh / 1000).set(energy_wh == NO_VALUE, None),
            "Quality": quality.replace_strict({code.value: code.name for code in Quality}),
        }
    )
