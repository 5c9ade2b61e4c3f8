"""Caruna's CSV: consumption and surplus production side by side, in Finnish local time with a weekday."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kajo.core.refusals import ImportRefused
from kajo.metering.formats import columns
from kajo.metering.formats.columns import Table
from kajo.metering.formats.options import Options
from kajo.metering.readings import NO_VALUE, Readings, ReadingsFile
from kajo.metering.words import Flow, Quality, ReadingType

KIND = "caruna-csv"

START = "Ajankohta"
FLOWS = {
    Flow.CONSUMPTION: "Laskutettava kulutus (kWh)",
    Flow.PRODUCTION: "Ylijäämätuotanto (kWh)",
}
NO_READING = "Ei kulutustietoja tällä ajanjaksolla."
TIME = r"([0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4} [0-9]{1,2}:[0-9]{2})$"
STEPS = (15, 60)


def recognise(head: bytes) -> bool:
    """Tell whether a file that begins so is of this form."""
    header = columns.header_of(head)
    return START in header and FLOWS[Flow.CONSUMPTION] in header


def parse(path: Path, options: Options) -> ReadingsFile:
    """Return the file's readings: both flows, or the one of `--flow`.

    :raises ImportRefused: without `--point`, or naming line, field and what to do
    """
    return ReadingsFile(
        file=path.name,
        names={"start": START, "minutes": START, "energy": FLOWS[options.flow or Flow.CONSUMPTION]},
        parts=_parts(columns.read_table(path.name, path.read_bytes()), options),
    )


def _parts(table: Table, options: Options) -> Iterator[Readings]:
    gsrn = options.point_or_refuse(table.file)
    if not len(table.frame):
        return
    start = _starts(table)
    minutes = _step(table, start)
    for flow, field in FLOWS.items():
        if field in table.frame.columns and options.flow in (None, flow):
            yield _readings(table, gsrn, flow, field, start, minutes)


def _readings(
    table: Table, gsrn: str, flow: Flow, field: str, start: NDArray[np.int64], minutes: int
) -> Readings:
    """Return one flow. Rows before its first value were not measured and are left out."""
    energy = columns.energies(table, field, no_energy=NO_READING)
    measured = np.flatnonzero(energy != NO_VALUE)
    chosen = slice(measured[0] if measured.size else len(energy), None)
    energy = energy[chosen]
    rows = len(energy)
    return Readings(
        gsrns=(gsrn,),
        point=np.zeros(rows, np.int32),
        flow=np.full(rows, flow, np.uint8),
        reading_type=np.full(rows, ReadingType.BN01, np.uint8),
        start=start[chosen],
        minutes=np.full(rows, minutes),
        energy=energy,
        quality=np.where(energy == NO_VALUE, Quality.MISSING, Quality.OK).astype(np.uint8),
        line=table.lines[chosen],
    )


def _starts(table: Table) -> NDArray[np.int64]:
    """Return the starts in seconds since 1970, UTC; of an hour that comes twice, the first is summer time."""
    text = table.frame[START].str.extract(TIME)
    local = text.str.to_datetime("%d.%m.%Y %H:%M", time_unit="ms", strict=False)
    table.refuse_where(local.is_null(), START, "{} is not a time such as lauantai 1.1.2022 00:00")
    turn = pl.DataFrame({"local": local}).select(
        again=pl.when(pl.col("local").is_first_distinct())
        .then(pl.lit("earliest"))
        .otherwise(pl.lit("latest"))
    )["again"]
    start = local.dt.replace_time_zone("Europe/Helsinki", ambiguous=turn, non_existent="null")
    table.refuse_where(start.is_null(), START, "{} did not exist: clocks were put forward; take the row out")
    return start.to_physical().to_numpy() // 1000


def _step(table: Table, start: NDArray[np.int64]) -> int:
    """Return the file's resolution in minutes: the shortest step between its rows."""
    steps = np.diff(np.unique(start))
    minutes = int(steps.min()) // 60 if steps.size else STEPS[-1]
    if minutes not in STEPS:
        problem = f"rows are {minutes} minutes apart; only quarter-hours and hours are taken"
        raise ImportRefused(table.file, int(table.lines[0]), START, problem)
    return minutes
