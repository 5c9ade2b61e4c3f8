"""Opening an access as the page role: one customer that was granted, and 5,000 together."""

from __future__ import annotations

from collections.abc import Iterator

from bench.filling import MANAGED_AREAS, fill_manager
from bench.measuring import Line, at_most, median_ms
from kajo.access import policy
from kajo.access.areas import Area
from kajo.access.wall import behind_the_wall
from kajo.core import times

CUSTOMERS = 5_000


def measure() -> Iterator[Line]:
    manager, customers = fill_manager("Avaimenpera", CUSTOMERS, MANAGED_AREAS)
    now = times.now()
    with behind_the_wall(manager.pk, read_only=True):

        def open_one(place: int) -> None:
            assert policy.open_customer(manager.pk, customers[place].key, now=now)

        yield at_most("opening an access to one customer", median_ms(open_one, 400), 1, "ms")

    def open_all(place: int) -> None:
        policy.enter_many(manager.pk, Area.CONTRACTS, page="bench", method="GET", now=now)

    yield at_most("opening an access to 5,000 customers", median_ms(open_all, 40), 15, "ms", 1)
