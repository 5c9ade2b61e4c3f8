"""The CSV that customers download from Datahub's portal: times are starts in UTC, energies are kWh.

The file says neither the direction nor, mostly, the metering point: `--flow` and `--point` do.
"""

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
from kajo.metering.readings import Readings, ReadingsFile

KIND = "datahub-csv"

# The same columns in Finnish and in English; the older form has no reading type.
NAMES = {
    "point": ("Mittauspisteen tunnus", "MeteringPointGSRN"),
    "product": ("Tuotteen tyyppi", "Product Type"),
    "resolution": ("Resoluutio", "Resolution"),
    "unit": ("Yksikkötyyppi", "Unit Type"),
    "type": ("Lukeman tyyppi", "Reading Type"),
    "start": ("Alkuaika", "Start Time"),
    "energy": ("Määrä", "Quantity"),
    "quality": ("Laatu", "Quality"),
}
NEEDED = ("resolution", "start", "energy", "quality")
RESOLUTIONS = {"PT5M": 5, "PT10M": 10, "PT15M": 15, "PT30M": 30, "PT60M": 60, "PT1H": 60}
REACTIVE_ENERGY = "8716867000047"
GSRN = r"^[0-9]{18}$"


def recognise(head: bytes) -> bool:
    """Tell whether a file that begins so is of this form."""
    found = _find_columns(columns.header_of(head))
    return all(name in found for name in NEEDED)


def parse(path: Path, options: Options) -> ReadingsFile:
    """Return the file's readings.

    :raises ImportRefused: naming line, field and what to do
    """
    table = columns.read_table(path.name, path.read_bytes())
    names = _find_columns(table.frame.columns)
    return ReadingsFile(
        file=path.name,
        names={"minutes": names["resolution"], **names},
        parts=_parts(table, names, options),
    )


def _parts(table: Table, names: dict[str, str], options: Options) -> Iterator[Readings]:
    gsrns, point = _points(table, names.get("point"), options)
    flow = options.flow_or_refuse(table.file)
    _check_product(table, names)
    energy, quality = columns.agreed(
        columns.energies(table, names["energy"]), columns.qualities(table, names["quality"])
    )
    rows = len(table.frame)
    yield Readings(
        gsrns=gsrns,
        point=point,
        flow=np.full(rows, flow, np.uint8),
        reading_type=columns.reading_types(table, names.get("type")),
        start=columns.times(table, names["start"]),
        minutes=columns.codes(table, names["resolution"], RESOLUTIONS),
        energy=energy,
        quality=quality,
        line=table.lines,
    )


def _find_columns(header: list[str]) -> dict[str, str]:
    """Return our name → the file's, in whichever language it is; letter case does not matter."""
    there = {name.casefold(): name for name in header}
    return {
        ours: there[name.casefold()]
        for ours, both in NAMES.items()
        for name in both
        if name.casefold() in there
    }


def _points(table: Table, field: str | None, options: Options) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Return the metering points and which of them each row is of.

    An id that is blank, 0 or spoilt by a spreadsheet counts as absent; a whole one must be that of `--point`.
    """
    ids = table.frame[field].fill_null("") if field else pl.Series([""] * len(table.frame))
    whole = ids.str.contains(GSRN)
    if options.point:
        problem = f"{{}} is another metering point than --point {options.point}; load its rows separately"
        table.refuse_where(whole & (ids != options.point), field or "", problem)
        return (options.point,), np.zeros(len(table.frame), np.int32)
    if not whole.all():
        row = (~whole).arg_max() or 0
        missing = "--point GSRN" if options.flow else "--point GSRN and --flow consumption or production"
        problem = f"the file does not say whose readings these are; load it again with {missing}"
        raise ImportRefused(table.file, int(table.lines[row]), field, problem)
    return columns.numbered(ids)


def _check_product(table: Table, names: dict[str, str]) -> None:
    if "product" in names:
        reactive = table.frame[names["product"]].fill_null("") == REACTIVE_ENERGY
        table.refuse_where(reactive, names["product"], "{} is reactive energy; leave its rows out")
    if "unit" in names:
        unit = table.frame[names["unit"]].fill_null("").str.to_lowercase()
        table.refuse_where(~unit.is_in(["", "kwh"]), names["unit"], "{} is not kWh; export the file in kWh")
