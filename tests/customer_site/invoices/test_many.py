"""Invoices of many customers together, as a manager's list will ask for them."""

from __future__ import annotations

from datetime import date, timedelta

from kajo.access import policy, register
from kajo.access.areas import Area, Level
from kajo.access.wall import behind_the_wall
from kajo.core import times
from kajo.invoices.queries.many import After, list_many
from tests.access import people
from tests.customer_site.invoices.bills import OTHER_GSRN, Household, household, send

TODAY = date(2026, 11, 24)


def pages(manager_id: int, limit: int) -> list[list[tuple[str, str]]]:
    """Return the (number, state) of the invoices of each page until an empty one."""
    found: list[list[tuple[str, str]]] = []
    accesses = policy.enter_many(manager_id, Area.INVOICES, page="", method="", now=times.now())
    with behind_the_wall(manager_id, read_only=True, open_to=accesses.customer_ids):
        after: After | None = None
        while rows := list_many(accesses, after=after, limit=limit, today=TODAY):
            found.append([(row.invoice.number, row.invoice.state.value) for row in rows])
            after = After(rows[-1].invoice.dated_on, rows[-1].id)
    return found


def test_a_manager_sees_granted_customers_invoices_newest_first_and_each_once(home: Household) -> None:
    other, third = household("900200", OTHER_GSRN), household("900300", "643007574000138590")
    days = [(TODAY - timedelta(days=place // 2)).isoformat() for place in range(6)]
    send(*(home.bill(f"A{place}", dated_on=day) for place, day in enumerate(days)))
    send(*(other.bill(f"B{place}", dated_on=day) for place, day in enumerate(days)))
    send(third.bill("C0"), home.bill("A-old", dated_on="2019-12-31"))
    manager = people.user("bills-manager")
    for number in (home.customer.number, other.customer.number):
        register.add_grant(number, Area.INVOICES, Level.READ, user=manager, starts_at=people.yesterday())
    register.add_grant(
        third.customer.number, Area.CONTRACTS, Level.READ, user=manager, starts_at=people.yesterday()
    )
    found = [number for page in pages(manager.pk, 5) for number, _ in page]
    assert [len(page) for page in pages(manager.pk, 5)] == [5, 5, 2]
    assert sorted(found) == sorted([f"{who}{place}" for who in "AB" for place in range(6)])
    assert found == ["B1", "B0", "A1", "A0", "B3", "B2", "A3", "A2", "B5", "B4", "A5", "A4"]
    assert {state for page in pages(manager.pk, 5) for _, state in page} == {"open"}


def test_who_holds_invoices_of_nobody_sees_none(home: Household) -> None:
    send(home.bill("70000001"))
    assert pages(people.user("nobodys").pk, 5) == []
