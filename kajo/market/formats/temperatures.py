"""Daily mean temperatures as CSV: `station;date;°C`, one day of one station a row."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kajo.core.records import FIRST_DAY, LAST_DAY
from kajo.core.refusals import Faults
from kajo.market.rows import DayTemperatureRow

HEADER = ("station", "date", "°C")
NUMBER = re.compile(r"[-−]?[0-9]{1,2}([.,][0-9]{1,2})?")


@dataclass(frozen=True)
class TemperatureFile:
    """The days of a file, each once, and how many rows had no value."""

    rows: list[DayTemperatureRow]
    missing: int


def recognise(head: bytes) -> bool:
    """Tell whether a file that begins so is a file of temperatures."""
    first = head.decode("utf-8-sig", errors="replace").split("\n", 1)[0]
    return tuple(cell.strip(' "\r') for cell in first.split(";")) == HEADER


def parse(content: bytes, file: str) -> TemperatureFile:
    """Return the daily means of a file; decimal comma or point. A blank value is missing, and is left out.

    :raises ImportRefused: naming every row that cannot be read
    """
    faults = Faults(file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        faults.add(line, None, "is not UTF-8; save the file as UTF-8")
        faults.refuse_if_any()
        raise
    found: dict[tuple[str, date], Decimal] = {}
    missing = 0
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=";")
    next(reader, None)
    for cells in reader:
        if not cells:
            continue
        row = _row(cells, reader.line_num, faults)
        if row is None:
            missing += len(cells) == len(HEADER) and not cells[2].strip()
        elif found.setdefault((row.station, row.day), row.mean_celsius) != row.mean_celsius:
            faults.add(
                reader.line_num, "°C", f"{row.station} has another value for {row.day}; keep one of them"
            )
    faults.refuse_if_any()
    return TemperatureFile([DayTemperatureRow(*key, mean) for key, mean in sorted(found.items())], missing)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _row(cells: list[str], line: int, faults: Faults) -> DayTemperatureRow | None:
    if len(cells) != len(HEADER):
        faults.add(line, None, f"has {len(cells)} columns and should have {len(HEADER)}: {';'.join(HEADER)}")
        return None
    station, day_text, value = (cell.strip() for cell in cells)
    if not station or len(station) > 50 or not station.isprintable():
        faults.add(line, "station", "is not a name of 1 to 50 characters")
        return None
    day = _day(day_text)
    if day is None:
        faults.add(line, "date", f"{day_text!r} is not a day such as 2026-01-31")
        return None
    if not value:
        return None
    if not NUMBER.fullmatch(value):
        faults.add(line, "°C", f"{value!r} is not a temperature such as -12,3")
        return None
    return DayTemperatureRow(station, day, Decimal(value.replace(",", ".").replace("−", "-")))
