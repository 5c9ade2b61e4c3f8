"""A manager's invoices of 5,000 customers together, 500,000 of 600,000, as the page role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from bench.filling import fill_manager
from bench.filling_invoices import fill_invoices
from bench.measuring import Line, at_most, median_ms
from kajo.access import policy
from kajo.access.areas import Area
from kajo.access.wall import behind_the_wall
from kajo.core import times
from kajo.invoices.queries.many import After, WantedOfMany, list_many, list_unpaid

CUSTOMERS, MANAGED, EACH = 6_000, 5_000, 100
A_PAGE = 25


def measure() -> Iterator[Line]:
    manager, customers = fill_manager("Laskula", CUSTOMERS, [Area.INVOICES], managed=MANAGED)
    now, today = times.now(), times.today()
    fill_invoices([customer.pk for customer in customers], EACH, whole=False)
    accesses = policy.enter_many(manager.pk, Area.INVOICES, page="bench", method="GET", now=now)
    with behind_the_wall(manager.pk, read_only=True, open_to=accesses.customer_ids):

        def page(after: After | None, search: str = "") -> After:
            rows = list_many(accesses, WantedOfMany(search), after=after, limit=A_PAGE, today=today)
            assert rows
            return After(rows[-1].invoice.dated_on, rows[-1].id)

        def unpaid() -> None:
            assert list_unpaid(accesses, only_late=False, page=1, a_page=A_PAGE, today=today).rows

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
        yield at_most(
            "what 5,000 customers have to pay, 10,000 invoices: the first page",
            median_ms(lambda _: unpaid(), 50),
            40,
            "ms",
        )
        searches = {
            "one customer's": customers[MANAGED // 2].number,
            "every customer's": customers[0].name.split()[0],
            "one invoice, by its number": list_many(accesses, limit=1, today=today)[0].invoice.number,
        }
        for what, search in searches.items():
            taken = median_ms(partial(_ask, page, search), 50)
            yield at_most(f"500,000 invoices of 5,000 customers: a search that finds {what}", taken, 40, "ms")


def _ask(page: Callable[[After | None, str], After], search: str, round_: int) -> None:
    page(None, search)
