"""Opening an access as the page role: one customer that was granted, and 5,000 together."""

from __future__ import annotations

from collections.abc import Iterator

from bench.measuring import Line, at_most, median_ms

CUSTOMERS = 5_000


def measure() -> Iterator[Line]:
    from kajo.access import policy, register
    from kajo.access.areas import Area
    from kajo.access.models import Customer, Grant
    from kajo.access.wall import behind_the_wall
    from kajo.core import times
    from kajo.core.sorting import sort_key

    now = times.now()
    names = [f"As Oy Avaimenperä {number}" for number in range(CUSTOMERS)]
    customers = Customer.everything.bulk_create(
        Customer(number=f"opening-{place}", kind="housing_company", name=name, sort_key=sort_key(name))
        for place, name in enumerate(names)
    )
    manager, firm = register.add_user("opening-manager"), register.add_firm("Isännöinti")
    register.add_member(firm, manager)
    Grant.everything.bulk_create(
        Grant(owner=customer, firm=firm, area=area, level=1, starts_at=now)
        for customer in customers
        for area in ("contracts", "invoices", "reporting")
    )
    with behind_the_wall(manager.pk, read_only=True):

        def open_one(place: int) -> None:
            assert policy.open_customer(manager.pk, customers[place].key, now=now)

        def open_all(place: int) -> None:
            policy.open_many(manager.pk, Area.CONTRACTS, now=now)

        yield at_most("opening an access to one customer", median_ms(open_one, 400), 1, "ms")
        yield at_most("opening an access to 5,000 customers", median_ms(open_all, 40), 15, "ms", 1)
