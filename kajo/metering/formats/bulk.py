"""Kajo's own form for many metering points at once, as Parquet and as CSV: one reading a row.

Its columns stand in docs/import-readings.md. Files are read a part at a time, so size does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import numpy as np
import polars as pl

from kajo.core.refusals import ImportRefused
from kajo.metering.formats import columns
from kajo.metering.formats.columns import BAD_ENERGY, Ints, Table
from kajo.metering.formats.options import Options
from kajo.metering.readings import NO_VALUE, THOUSANDTHS_IN_KWH, Readings, ReadingsFile
from kajo.metering.words import Flow

CSV, PARQUET = "bulk-csv", "bulk-parquet"
NEEDED = ("gsrn", "flow", "start", "minutes", "energy_kwh")
MAY_BE = ("reading_type", "quality", "sent_at")
FLOWS = {flow.word: int(flow) for flow in Flow}
MINUTES = {"5": 5, "10": 10, "15": 15, "30": 30, "60": 60}
MOST_KWH = 1e9
BAD_MINUTES = "{} is not known; give 5 or 10 or 15 or 30 or 60"
BYTES_AT_A_TIME = 16 * 1024 * 1024
ROWS_AT_A_TIME = 250_000


def recognise_csv(head: bytes) -> bool:
    """Tell whether a file that begins so is the CSV form."""
    return {"gsrn", "start", "energy_kwh"} <= set(columns.header_of(head, ","))


def recognise_parquet(head: bytes) -> bool:
    """Tell whether a file that begins so is Parquet."""
    return head.startswith(b"PAR1")


def parse_csv(path: Path, options: Options) -> ReadingsFile:
    """Return the file's readings.

    :raises ImportRefused: naming line, field and what to do
    """
    with path.open("rb") as file:
        names = columns.header_of(file.readline(), ",")
    _check_names(path.name, names)
    return _file(path, _csv_parts(path, names))


def parse_parquet(path: Path, options: Options) -> ReadingsFile:
    """Return the file's readings; rows are numbered from 1 in messages.

    :raises ImportRefused: naming row, column and what to do
    """
    with _refusing_damage(path):
        rows = pl.scan_parquet(path)
        names = rows.collect_schema().names()
    _check_names(path.name, names)
    return _file(path, _parquet_parts(path, rows))


@contextmanager
def _refusing_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        reason = str(error).partition("\n")[0][:200]
        problem = f"cannot be read as Parquet ({reason}); send it again"
        raise ImportRefused(path.name, None, None, problem) from None


def _file(path: Path, tables: Iterable[Table]) -> ReadingsFile:
    """Return the file; its first part is read at once, since it says when the file was sent."""
    tables = iter(tables)
    first = [table for table in (next(tables, None),) if table is not None and len(table.frame)]
    sent = int(_times(first[0], "sent_at")[0]) if first and "sent_at" in first[0].frame.columns else None
    return ReadingsFile(
        file=path.name,
        sent=sent,
        names={"point": "gsrn", "energy": "energy_kwh"},
        parts=(_readings(table, sent) for table in chain(first, tables)),
    )


def _check_names(file: str, names: list[str]) -> None:
    for name in NEEDED:
        if name not in names:
            raise ImportRefused(file, 1, name, "this column is missing; see docs/import-readings.md")
    for name in names:
        if name not in NEEDED + MAY_BE:
            raise ImportRefused(file, 1, name, "this column is not known; take it out")


def _csv_parts(path: Path, names: list[str]) -> Iterator[Table]:
    line = 2
    with path.open("rb") as file:
        file.readline()
        while body := file.read(BYTES_AT_A_TIME):
            body += file.readline()
            yield columns.text_table(path.name, body, names, ",", line)
            line += body.count(b"\n")


def _parquet_parts(path: Path, rows: pl.LazyFrame) -> Iterator[Table]:
    first = 1
    while True:
        with _refusing_damage(path):
            part = rows.slice(first - 1, ROWS_AT_A_TIME).collect()
        if not len(part):
            return
        yield Table(path.name, part, np.arange(first, first + len(part)))
        first += len(part)


def _readings(table: Table, sent: int | None) -> Readings:
    table = Table(table.file, table.frame.with_columns(_as_text(table.frame)), table.lines)
    gsrns, point = columns.numbered(table.frame["gsrn"].fill_null(""))
    wrong = [gsrn for gsrn in gsrns if not (gsrn.isascii() and gsrn.isdigit() and len(gsrn) == 18)]
    if wrong:
        table.refuse_where(table.frame["gsrn"].fill_null("").is_in(wrong), "gsrn", "{} is not 18 digits")
    energy, quality = columns.agreed(_energies(table), columns.qualities(table, "quality"))
    if sent is not None:
        other = pl.Series(_times(table, "sent_at") != sent)
        table.refuse_where(other, "sent_at", "{} is not the time of the first row; a file is one sending")
    return Readings(
        gsrns=gsrns,
        point=point,
        flow=columns.codes(table, "flow", FLOWS).astype(np.uint8),
        reading_type=columns.reading_types(table, "reading_type"),
        start=_times(table, "start"),
        minutes=_minutes(table),
        energy=energy,
        quality=quality,
        line=table.lines,
    )


def _as_text(frame: pl.DataFrame) -> list[pl.Expr]:
    """Columns that Parquet may hold as numbers or categories, and that are read as words."""
    words = [name for name in ("gsrn", "flow", "reading_type", "quality") if name in frame.columns]
    return [pl.col(name).cast(pl.String) for name in words if frame.schema[name] != pl.String]


def _minutes(table: Table) -> Ints:
    """Return the lengths of the intervals, from text or from whole numbers."""
    minutes = table.frame["minutes"]
    if not minutes.dtype.is_integer():
        return columns.codes(table, "minutes", MINUTES)
    table.refuse_where(~minutes.is_in(list(MINUTES.values())).fill_null(False), "minutes", BAD_MINUTES)
    lengths: Ints = minutes.to_numpy().astype(np.int64)
    return lengths


def _times(table: Table, field: str) -> Ints:
    """Return times in seconds since 1970, from text or from timestamps with a time zone."""
    time = table.frame[field]
    if time.dtype == pl.String:
        return columns.times(table, field)
    if not isinstance(time.dtype, pl.Datetime) or time.dtype.time_zone is None:
        raise ImportRefused(table.file, None, field, "is no column of timestamps with a time zone")
    table.refuse_where(time.is_null(), field, "{} is not a time; every row has one")
    whole = time.dt.cast_time_unit("us").to_physical().to_numpy()
    table.refuse_where(pl.Series(whole % 1_000_000 != 0), field, "{} is not a whole second")
    seconds: Ints = whole // 1_000_000
    return seconds


def _energies(table: Table) -> Ints:
    """Return energies in thousandths of a Wh from text or from numbers, exact or refused."""
    kwh = table.frame["energy_kwh"]
    if kwh.dtype == pl.String:
        return columns.energies(table, "energy_kwh")
    if not kwh.dtype.is_numeric():
        raise ImportRefused(table.file, None, "energy_kwh", "is no column of numbers; give kWh")
    missing = kwh.is_null().to_numpy()
    number = kwh.cast(pl.Float64).fill_null(0.0).to_numpy()
    held = (number >= 0) & (number < MOST_KWH)  # and not NaN
    thousandths = np.rint(np.where(held, number, 0) * THOUSANDTHS_IN_KWH)
    exact = thousandths / THOUSANDTHS_IN_KWH == number  # the double is the nearest one to six decimals
    table.refuse_where(pl.Series(~(held & exact)), "energy_kwh", BAD_ENERGY)
    return np.where(missing, NO_VALUE, thousandths.astype(np.int64))
