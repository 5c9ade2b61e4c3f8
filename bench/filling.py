"""A year of quarter-hours for 1,000 locations, for the benches that read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import numpy as np
from django.db import connection, transaction

from kajo.access import models as access
from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.holdings import Holding
from kajo.core import times
from kajo.core.sorting import sort_key
from kajo.metering.blocks import Blocks, offsets_of
from kajo.metering.local_days import minutes_of, number_of
from kajo.metering.models import MeteringPoint
from kajo.metering.words import Flow, Quality, ReadingType
from kajo.metering.writing import Sending, write

POINTS = 1_000
YEAR = date(2025, 1, 1), date(2026, 1, 1)
SENT = datetime(2026, 1, 2, tzinfo=UTC)
MANAGED_AREAS = (Area.CONTRACTS, Area.INVOICES, Area.REPORTING)


def fill_store() -> tuple[Holding, ...]:
    """Store a year of quarter-hours for 1,000 locations, 5 % of days with quality codes."""
    points = MeteringPoint.objects.bulk_create(
        MeteringPoint(gsrn=f"{643_000_000_000_000_000 + n}") for n in range(POINTS)
    )
    customers = access.Customer.everything.bulk_create(
        access.Customer(number=f"bench-{n}", kind="person", name=f"Bench {n}") for n in range(POINTS)
    )
    rows = access.Holding.everything.bulk_create(
        access.Holding(owner=customer, point_id=point.pk, location_id=point.pk, starts_on=date(2024, 1, 1))
        for customer, point in zip(customers, points, strict=True)
    )
    store_days([point.pk for point in points], *YEAR)
    return tuple(
        Holding(row.pk, row.owner_id, row.point_id, row.location_id, row.starts_on, row.ends_on)
        for row in rows
    )


def fill_manager(
    name: str, count: int, areas: Sequence[Area], *, managed: int | None = None
) -> tuple[access.User, list[access.Customer]]:
    """Make a manager who reads areas of so many housing companies, by a firm; return both.

    :param managed: how many of them were granted; all, where it is left out
    """
    names = [f"As Oy {name} {number}" for number in range(count)]
    customers = access.Customer.everything.bulk_create(
        access.Customer(
            number=f"{name}-{place}", kind="housing_company", name=called, sort_key=sort_key(called)
        )
        for place, called in enumerate(names)
    )
    manager, firm = register.add_user(f"{name}-manager"), register.add_firm("Isännöinti")
    register.add_member(firm, manager)
    now = times.now()
    access.Grant.everything.bulk_create(
        access.Grant(owner=customer, firm=firm, area=area, level=Level.READ, starts_at=now)
        for customer in customers[:managed]
        for area in areas
    )
    return manager, customers


def store_days(points: Sequence[int], first: date, end: date) -> None:
    """Store made-up quarter-hours of the metering points from one day until before another."""
    random = np.random.default_rng(1)
    days = np.arange(number_of(first), number_of(end))
    with transaction.atomic():
        for some in np.array_split(np.array(points), -(-len(points) // 50)):
            write(_made_up(some, days, random), Sending(0, SENT))
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


def _made_up(points: np.ndarray, days: np.ndarray, random: np.random.Generator) -> Blocks:
    slots = np.tile(minutes_of(days) // 15, len(points))
    blocks, total = len(slots), int(slots.sum())
    quality = np.full(total, Quality.OK, np.uint8)
    doubtful = np.repeat(random.random(blocks) < 0.05, slots) & (random.random(total) < 0.3)
    quality[doubtful] = Quality.EST
    return Blocks(
        point=np.repeat(points, len(days)),
        flow=np.full(blocks, Flow.CONSUMPTION),
        reading_type=np.full(blocks, ReadingType.BN01),
        day=np.tile(days, len(points)),
        minutes=np.full(blocks, 15),
        offsets=offsets_of(slots),
        energy=random.integers(0, 3_000, total) * 1000,
        quality=quality,
        sent=np.full(total, int(SENT.timestamp()), np.uint32),
    )
