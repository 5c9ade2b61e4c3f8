"""What each sees first, and how few statements it takes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.models import Customer
from kajo.invoices.models import Invoice
from tests.access import people
from tests.conftest import Visit
from tests.visiting import Visitor
from tests.world import World


def count_statements(visitor: Visitor, page: str, customer: Customer | None) -> int:
    """Return how many statements a page takes, without those by which tests make savepoints."""
    visitor.get(page, customer)
    with CaptureQueriesContext(connection) as captured:
        visitor.get(page, customer).is_shown()
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured.captured_queries)


def test_the_month_so_far_comes_first_with_the_same_days_last_year(world: World, visit: Visit) -> None:
    Invoice.everything.filter(owner=world.electric_household).update(paid_amount=F("amount_to_pay"))
    page = visit(world.vaino).get("front", world.electric_household)
    page.says("November 2026 so far").says("from the same days last year").says("1–23 Nov 2026")
    page.says("There is nothing to pay.")


def test_who_holds_no_invoices_sees_none_of_them_on_the_front_page(world: World, visit: Visit) -> None:
    bertta = visit(world.bertta).get("front", world.kalles_household)
    bertta.has_no("invoice").has_no("There is nothing to pay.").has_no_link("Invoices")


def test_bertta_sees_whose_data_it_is_and_that_it_is_by_permission(world: World, visit: Visit) -> None:
    page = visit(world.bertta).get("front", world.kalles_household)
    page.says("Kalle Lindqvist").says("You see this by permission until further notice: Reporting service.")
    page.has_no("All contracts")


def test_an_owner_sees_no_strip_of_permission(world: World, visit: Visit) -> None:
    visit(world.kalle).get("front", world.kalles_household).has_no("You see this by permission")


def test_olli_without_customers_is_told_what_to_do(world: World, visit: Visit) -> None:
    visit(world.olli).get("home").says("Your user ID has not been joined to any customer.")


def test_paivi_chooses_among_her_firms_customers(world: World, visit: Visit) -> None:
    paivi = visit(world.paivi)
    paivi.get("customers").says("You may open 12 customers.").says("As Oy Tähtitorni")
    found = paivi.get("customers", q="tähti").says("1 customer is found.")
    assert len(found.table("Customers").rows) == 1
    paivi.get("customers", q="no such").says("Nothing matches.")
    paivi.get("front", world.housing_company_1).says("Show all 12")


def test_a_fixed_term_that_ends_soon_is_told_first_and_leads_to_its_contract(
    world: World, visit: Visit
) -> None:
    front = visit(world.noora).get("front", world.hybrid_household)
    front.says("The fixed term of Kajo Flex ends 14 Dec 2026").says("the contract then continues")
    front.follow("Open the contract").says("The fixed term of Kajo Flex ends 14 Dec 2026")
    # A fixed term that ends in January and is followed by another is told on the contracts' own page only.
    visit(world.vaino).get("front", world.electric_household).has_no("Kajo Fixed 24 ends")


def test_who_holds_no_contracts_is_not_told_of_their_ends(world: World, visit: Visit) -> None:
    reader = people.reader("reader", world.hybrid_household.number, Area.INVOICES)
    visit(reader).get("front", world.hybrid_household).is_shown().has_no("fixed term")


@pytest.mark.parametrize(
    ("page", "statements"), [("front", 16), ("contract-list", 16), ("bulletin-list", 12)]
)
def test_a_page_takes_as_many_statements_for_a_home_as_for_a_company_with_five_locations(
    world: World, visit: Visit, page: str, statements: int
) -> None:
    assert count_statements(visit(world.sanna), page, world.spot_household) == statements
    assert count_statements(visit(world.leena), page, world.bakery_company) == statements


def test_a_manager_of_hundreds_gets_seven_in_the_chooser_and_fifty_a_page(world: World, visit: Visit) -> None:
    numbers = [f"77{place:04}" for place in range(120)]
    for number in numbers:
        people.customer(number, f"As Oy Satala {number}")
        register.add_grant(
            number, Area.CONTRACTS, Level.READ, firm=world.housing_managers, starts_at=people.yesterday()
        )
    paivi = visit(world.paivi)
    front = paivi.get("front", world.housing_company_1)
    assert sum(number in front.text for number in numbers) <= 7
    listed = paivi.get("customers", q="satala")
    assert sum(number in listed.body for number in numbers) == 50
    listed.says("Customers 1–50 of 120")
    paivi.get("customers", q="satala", page=3).says("Customers 101–120 of 120")
