"""A manager's home through granian, by grants to a firm: with 50 housing companies and 5,000."""

from __future__ import annotations

import http.client
import statistics
from collections.abc import Iterator
from datetime import date
from itertools import count

from bench.filling import MANAGED_AREAS, fill_manager
from bench.filling_invoices import fill_invoices
from bench.measuring import Line, at_most
from bench.pages import cookie_of, server, time_told
from kajo.access import models as access
from kajo.contracts.models import Contract, Location, Product
from kajo.metering.models import MeteringPoint

FEW, MANY = 50, 5_000
ROUNDS = 150
MEDIAN_MS, MOST_TIMES = 40, 1.5
_points = count()


def measure() -> Iterator[Line]:
    managers = {}
    for name, managed in (("Muutama", FEW), ("Monta", MANY)):
        manager, customers = fill_manager(name, managed, MANAGED_AREAS)
        _furnish(customers)
        managers[managed] = manager
    fill_invoices(list(access.Customer.everything.values_list("pk", flat=True)), 20, whole=False)
    medians = {}
    with server() as port:
        connection = http.client.HTTPConnection("localhost", port, timeout=30)
        for managed, manager in managers.items():
            taken = list(_times(connection, cookie_of(manager)))
            medians[managed] = statistics.median(taken)
    yield at_most(
        "home of a manager with 5,000 customers: server time, median", medians[MANY], MEDIAN_MS, "ms"
    )
    times = medians[MANY] / medians[FEW]
    yield at_most("in times of that with 50", times, MOST_TIMES, "×")


def _furnish(customers: list[access.Customer]) -> None:
    """Give each customer a location with a contract that is held; the readings of all are missing."""
    product, _ = Product.objects.get_or_create(
        code="bench", defaults={"change_number": 1, "kind": "open_ended", "name_fi": "Bench"}
    )
    points = MeteringPoint.objects.bulk_create(
        MeteringPoint(gsrn=f"{643_222_000_000_000_000 + next(_points)}") for _ in customers
    )
    starts_on = date(2024, 1, 1)
    locations = Location.everything.bulk_create(
        Location(owner=customer, point=point, change_number=1, street="Mittaritie 1", postcode="33100")
        for customer, point in zip(customers, points, strict=True)
    )
    access.Holding.everything.bulk_create(
        access.Holding(
            owner_id=place.owner_id, point_id=place.point_id, location_id=place.pk, starts_on=starts_on
        )
        for place in locations
    )
    Contract.everything.bulk_create(
        Contract(
            owner_id=place.owner_id,
            number=f"bench-{place.pk}",
            change_number=1,
            location=place,
            product=product,
            starts_on=starts_on,
            notice_days=14,
        )
        for place in locations
    )


def _times(connection: http.client.HTTPConnection, cookie: str) -> Iterator[float]:
    for round_ in range(ROUNDS + 20):
        connection.request("GET", "/customers/", headers={"Cookie": cookie, "Accept-Language": "en"})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200 and b"</html>" in body, answer.status
        if round_ >= 20:
            yield time_told(answer)
