"""A home with a metering point, and readings loaded into it the way files are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import connection

from kajo.access import models as access
from kajo.access.holdings import Holding
from kajo.metering.formats.options import Options
from kajo.metering.imports import ImportReport, load_readings
from kajo.metering.models import MeteringPoint
from kajo.metering.words import Flow

DATA = Path(__file__).parent.parent / "data"
DATAHUB = DATA / "datahub"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GSRN = "643006966022791278"
OTHER_GSRN = "643007574000138589"
HEADER = "Mittauspisteen tunnus;Tuotteen tyyppi;Resoluutio;Yksikkötyyppi;Lukeman tyyppi;Alkuaika;Määrä;Laatu"


@dataclass(frozen=True)
class Home:
    """A customer and what proves that the metering point is held."""

    customer: access.Customer
    holding: Holding


def make_point(gsrn: str = GSRN) -> MeteringPoint:
    return MeteringPoint.objects.create(gsrn=gsrn)


def hold(
    point: MeteringPoint, number: str, starts_on: date = date(2000, 1, 1), ends_on: date | None = None
) -> Home:
    """Make the customer of that number, if need be, and let it hold the point."""
    customer, _ = access.Customer.everything.get_or_create(
        number=number, defaults={"kind": "person", "name": number, "sort_key": number}
    )
    row = access.Holding.everything.create(
        owner=customer, point_id=point.pk, location_id=point.pk, starts_on=starts_on, ends_on=ends_on
    )
    return Home(customer, proof_of(row))


def proof_of(row: access.Holding) -> Holding:
    return Holding(row.pk, row.owner_id, row.point_id, row.location_id, row.starts_on, row.ends_on)


def open_to(*homes: Home) -> None:
    """Open the homes' customers in this transaction, as a door does."""
    numbers = ",".join(str(home.customer.pk) for home in homes)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('kajo.customers', %s, true)", [f"{{{numbers}}}"])


def load(
    path: Path,
    *,
    point: str | None = GSRN,
    flow: Flow | None = Flow.CONSUMPTION,
    sent: datetime | None = None,
    now: datetime = NOW,
) -> ImportReport:
    return load_readings(path, Options(point=point, flow=flow, sent=sent), now=now)


def datahub_file(folder: Path, *rows: str, name: str = "readings.csv") -> Path:
    """Write a Datahub file of rows `resolution;type;start;quantity;quality`."""
    path = folder / name
    lines = [";;{};kWh;{};{};{};{}".format(*row.split(";")) for row in rows]
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    return path
