"""How much work a page is does not grow with what a customer has: statements with a thousand locations."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from kajo.access.models import Customer, Holding
from kajo.contracts.models import Contract, Location, Price, PriceComponent, Product
from kajo.contracts.words import ProductKind
from kajo.metering.blocks import Blocks, offsets_of
from kajo.metering.local_days import number_of
from kajo.metering.models import MeteringPoint
from kajo.metering.words import Flow, Quality, ReadingType
from kajo.metering.writing import Sending, write
from tests.conftest import Visit
from tests.visiting import Visitor
from tests.world import World

MANY = 1_000
BEGAN = date(2026, 11, 2)
HOURS = 24


# Of each page, the door's, the frame's and those of the readings' store included.
STATEMENTS = {
    "front": 16,
    "contracts": 16,
    "contracts searched": 16,
    "a contract": 16,
    "invoices": 18,
    "invoices to pay": 15,
    "locations": 14,
    "bulletins": 12,
    "report of a year": 16,
    "report of a month": 16,
    "report of a week": 15,
    "report of a day": 16,
}


def test_a_page_takes_as_many_statements_for_a_thousand_locations_as_for_five(
    world: World, visit: Visit
) -> None:
    leena = visit(world.leena)
    assert _count_all(leena, world) == STATEMENTS
    _give_locations(world.bakery_company)
    assert _count_all(leena, world) == STATEMENTS


def _count_all(visitor: Visitor, world: World) -> dict[str, int]:
    contract = Contract.everything.filter(location=world.bakery).latest("starts_on")
    pages: dict[str, tuple[str, Model, dict[str, Any]]] = {
        "front": ("front", world.bakery_company, {}),
        "contracts": ("contract-list", world.bakery_company, {}),
        "contracts searched": ("contract-list", world.bakery_company, {"q": "katu"}),
        "a contract": ("contract-detail", contract, {}),
        "invoices": ("invoice-list", world.bakery_company, {}),
        "invoices to pay": ("invoice-to-pay", world.bakery_company, {}),
        "locations": ("report-locations", world.bakery_company, {}),
        "bulletins": ("bulletin-list", world.bakery_company, {}),
    }
    for step, period in (("year", "2026"), ("month", "2026-11"), ("week", "2026-W46"), ("day", "2026-11-10")):
        of = {"location": world.bakery, "step": step, "period": period}
        pages[f"report of a {step}"] = ("report-period", world.bakery_company, of)
    return {page: _count(visitor, *asked) for page, asked in pages.items()}


def _count(visitor: Visitor, page: str, about: Model, more: dict[str, Any]) -> int:
    """Return how many statements a page takes, without those by which tests make savepoints."""
    visitor.get(page, about, **more)
    with CaptureQueriesContext(connection) as captured:
        visitor.get(page, about, **more).is_shown()
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured.captured_queries)


def _give_locations(owner: Customer) -> None:
    """Give the customer a thousand locations, with contracts, prices and a day of readings each."""
    product = Product.objects.filter(kind=ProductKind.OPEN_ENDED).earliest("id")
    points = MeteringPoint.objects.bulk_create(
        MeteringPoint(gsrn=f"{643_111_000_000_000_000 + number}") for number in range(MANY)
    )
    locations = Location.everything.bulk_create(
        Location(
            owner=owner,
            point=point,
            change_number=1,
            street=f"Tuhatkatu {number}",
            sort_key=f"tuhatkatu {number:04}",
            search_key=f"tuhatkatu {number}",
        )
        for number, point in enumerate(points)
    )
    Holding.everything.bulk_create(
        Holding(owner=owner, point_id=place.point_id, location_id=place.pk, starts_on=BEGAN)
        for place in locations
    )
    contracts = Contract.everything.bulk_create(
        Contract(
            owner=owner,
            number=f"tuhat-{place.pk}",
            change_number=1,
            location=place,
            product=product,
            starts_on=BEGAN,
            notice_days=14,
        )
        for place in locations
    )
    components = PriceComponent.everything.bulk_create(
        PriceComponent(
            owner=owner, contract=contract, code="energy", change_number=1, kind="energy", unit="c/kWh"
        )
        for contract in contracts
    )
    Price.everything.bulk_create(
        Price(owner=owner, component=component, starts_on=BEGAN, price_without_vat=7)
        for component in components
    )
    write(_a_day([point.pk for point in points]), Sending(0, datetime(2026, 11, 3, tzinfo=UTC)))


def _a_day(points: list[int]) -> Blocks:
    count = len(points)
    return Blocks(
        point=np.array(points),
        flow=np.full(count, Flow.CONSUMPTION),
        reading_type=np.full(count, ReadingType.BN01),
        day=np.full(count, number_of(BEGAN)),
        minutes=np.full(count, 60),
        offsets=offsets_of(np.full(count, HOURS)),
        energy=np.full(count * HOURS, 1_000_000),
        quality=np.full(count * HOURS, Quality.OK, np.uint8),
        sent=np.full(count * HOURS, 1_793_600_000, np.uint32),
    )
