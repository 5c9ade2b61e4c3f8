"""Reports as tests read them: the CSV file's rows, with exact energies."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kajo.contracts.models import Location
from tests.visiting import Visitor


@dataclass(frozen=True)
class Row:
    """A row of the file; energies in kWh, None where the cell is empty."""

    starts: datetime
    ends: datetime
    energy: Decimal | None
    quality: str
    kind: str
    before: Decimal | None
    production: Decimal | None


def csv_rows(visitor: Visitor, location: Location, step: str, period: str, **query: str) -> list[Row]:
    """Return the rows of a report's file, which reads the same for every report."""
    page = visitor.get("report-csv", location.owner, location=location, step=step, period=period, **query)
    page.is_shown()
    head, *rows = csv.reader(io.StringIO(page.body.removeprefix("\ufeff")), delimiter=";")
    assert head[:7] == [
        "Metering point number (GSRN)",
        "Starts",
        "Ends",
        "Consumption, kWh",
        "Quality",
        "Reading type",
        "A year before, kWh",
    ]
    return [_row(cells) for cells in rows]


def total(rows: list[Row]) -> Decimal:
    """Return the energy of all rows together; missing ones add nothing."""
    return sum((row.energy for row in rows if row.energy is not None), Decimal(0))


def _row(cells: list[str]) -> Row:
    return Row(
        starts=datetime.fromisoformat(cells[1]),
        ends=datetime.fromisoformat(cells[2]),
        energy=_energy(cells[3]),
        quality=cells[4],
        kind=cells[5],
        before=_energy(cells[6]),
        production=_energy(cells[7]) if len(cells) > 7 else None,
    )


def _energy(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None
