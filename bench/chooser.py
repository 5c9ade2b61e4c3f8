"""A manager of 5,000 customers among 20,000: how long the chooser's search takes, as the page role."""

from __future__ import annotations

from collections.abc import Iterator

from bench.filling import MANAGED_AREAS, fill_manager
from bench.measuring import Line, at_most, median_ms
from kajo.access import policy
from kajo.access.areas import Area
from kajo.access.models import Customer
from kajo.access.wall import behind_the_wall
from kajo.core import times

CUSTOMERS, MANAGED = 20_000, 5_000


def measure() -> Iterator[Line]:
    manager, _ = fill_manager("Kujanpää", CUSTOMERS, MANAGED_AREAS, managed=MANAGED)
    now = times.now()

    def search(place: int) -> None:
        with behind_the_wall(manager.pk, read_only=True):
            policy.list_choices(manager.pk, search=f"ää {place}", now=now)

    yield at_most("chooser's search among 5,000 customers", median_ms(search, 100), 20, "ms", 1)

    def open_all(place: int) -> None:
        accesses = policy.enter_many(manager.pk, Area.CONTRACTS, page="bench", method="GET", now=now)
        with behind_the_wall(manager.pk, read_only=True, open_to=accesses.customer_ids):
            Customer.everything.count()

    yield Line("opening 5,000 customers together and counting them", f"{median_ms(open_all, 20):.1f} ms")
