"""A manager of 5,000 customers among 20,000: how long the chooser's search takes, as the page role."""

from __future__ import annotations

from collections.abc import Iterator

from bench.measuring import Line, at_most, median_ms

CUSTOMERS, MANAGED = 20_000, 5_000


def measure() -> Iterator[Line]:
    from kajo.access import policy, register
    from kajo.access.areas import Area
    from kajo.access.models import Customer, Grant
    from kajo.access.wall import behind_the_wall
    from kajo.core import times
    from kajo.core.sorting import sort_key

    now = times.now()
    names = [f"As Oy Kujanpää {number}" for number in range(CUSTOMERS)]
    customers = Customer.everything.bulk_create(
        Customer(number=f"chooser-{place}", kind="housing_company", name=name, sort_key=sort_key(name))
        for place, name in enumerate(names)
    )
    manager, firm = register.add_user("chooser-manager"), register.add_firm("Isännöinti")
    register.add_member(firm, manager)
    Grant.everything.bulk_create(
        Grant(owner=customer, firm=firm, area=area, level=1, starts_at=now)
        for customer in customers[:MANAGED]
        for area in ("contracts", "invoices", "reporting")
    )

    def search(place: int) -> None:
        with behind_the_wall(manager.pk, read_only=True):
            policy.list_choices(manager.pk, search=f"ää {place}", now=now)

    yield at_most("chooser's search among 5,000 customers", median_ms(search, 100), 20, "ms", 1)

    def open_all(place: int) -> None:
        with behind_the_wall(manager.pk, read_only=True):
            policy.open_many(manager.pk, Area.CONTRACTS, now=now)
            Customer.everything.count()

    yield Line("opening 5,000 customers together and counting them", f"{median_ms(open_all, 20):.1f} ms")
