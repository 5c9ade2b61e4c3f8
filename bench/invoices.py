"""A manager's invoices of 5,000 customers together, 500,000 of 600,000, as the page role."""

from __future__ import annotations

from collections.abc import Iterator

from bench.filling import fill_manager
from bench.filling_invoices import fill_invoices
from bench.measuring import Line, at_most, median_ms
from kajo.access import policy
from kajo.access.areas import Area
from kajo.access.wall import behind_the_wall
from kajo.core import times
from kajo.invoices.queries.many import After, list_many

CUSTOMERS, MANAGED, EACH = 6_000, 5_000, 100
A_PAGE = 25


def measure() -> Iterator[Line]:
    manager, customers = fill_manager("Laskula", CUSTOMERS, [Area.INVOICES], managed=MANAGED)
    now, today = times.now(), times.today()
    fill_invoices([customer.pk for customer in customers], EACH, whole=False)
    with behind_the_wall(manager.pk, read_only=True):
        accesses = policy.open_many(manager.pk, Area.INVOICES, now=now)

        def page(after: After | None) -> After:
            rows = list_many(accesses, after=after, limit=A_PAGE, today=today)
            assert len(rows) == A_PAGE
            return After(rows[-1].invoice.dated_on, rows[-1].id)

        places: list[After | None] = [None]
        for _ in range(99):
            places.append(page(places[-1]))
        yield at_most(
            "500,000 invoices of 5,000 customers: the first page",
            median_ms(lambda _: page(None), 50),
            40,
            "ms",
        )
        yield at_most(
            "500,000 invoices of 5,000 customers: page 100",
            median_ms(lambda _: page(places[-1]), 50),
            40,
            "ms",
        )
