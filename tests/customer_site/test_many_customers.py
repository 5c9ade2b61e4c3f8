"""The home of those who have several customers, and the lists of all of theirs together."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.models import AccessLogEntry, Customer, Grant, Holding
from kajo.contracts.models import Contract
from kajo.core import times
from kajo.invoices.models import Invoice
from kajo.metering.models import MeteringDay
from tests.access import people
from tests.conftest import Visit
from tests.customer_site.test_front import count_statements
from tests.pages import Page
from tests.visiting import Visitor
from tests.world import World


def row_of(visitor: Visitor, name: str) -> list[str]:
    """Return what the home says of a customer."""
    rows = visitor.get("customers").table("Customers").rows
    return next(row for row in rows if row[0].startswith(name))


def pay_all(customer: Customer) -> None:
    Invoice.everything.filter(owner=customer).update(paid_amount=F("amount_to_pay"))


def owe(customer: Customer, *, due_in_days: int) -> Invoice:
    """Let the newest invoice alone be unpaid, due in so many days."""
    pay_all(customer)
    invoice = Invoice.everything.filter(owner=customer, kind="invoice").latest("dated_on")
    due_on = times.today() + timedelta(days=due_in_days)
    Invoice.everything.filter(pk=invoice.pk).update(paid_amount=0, due_on=due_on, reminded_on=None)
    return invoice


def test_a_manager_lands_on_the_list_of_all_housing_companies(world: World, visit: Visit) -> None:
    home = visit(world.paivi).get("home").leads_on()
    home.says("You may open 12 customers.").says("As Oy Tähtitorni")
    assert home.heading == "Customers"
    for link in ("Contracts", "Invoices", "Locations of use"):
        home.has_link(link)


def test_the_home_tells_what_is_late_and_what_is_due_next(world: World, visit: Visit) -> None:
    owe(world.housing_company_1, due_in_days=-3)
    owe(world.housing_company_2, due_in_days=5)
    paivi = visit(world.paivi)
    assert "1 overdue" in row_of(paivi, "As Oy Koivukuja 3")[2]
    assert "1 to pay, due 29 Nov 2026" in row_of(paivi, "As Oy Aallonharja")[2]
    pay_all(world.housing_company_2)
    assert row_of(paivi, "As Oy Aallonharja")[1:5] == ["–", "in order", "in order", "in order"]


def test_the_home_tells_which_contracts_end_with_nothing_after_them(world: World, visit: Visit) -> None:
    contract = world.housing_company_1_contract
    end = world.today + timedelta(days=20)
    Contract.everything.filter(pk=contract.pk).update(ends_on=end)
    paivi = visit(world.paivi)
    assert row_of(paivi, "As Oy Koivukuja 3")[3] == "ends 13 Dec 2026"
    paivi.get("contract-all", state="ending").says("1 contract ends within 30 days").says(contract.number)
    contract.refresh_from_db()
    contract.pk, contract.number, contract.key = None, "T-next", "nextnextne"
    contract.starts_on, contract.ends_on = end, None
    contract.save(force_insert=True)
    assert row_of(paivi, "As Oy Koivukuja 3")[3] == "in order"


def test_the_home_tells_where_readings_are_missing(world: World, visit: Visit) -> None:
    location = world.housing_company_2_common
    days = MeteringDay.objects.filter(point_id=location.point_id)
    days.filter(day__in=[world.today - timedelta(days=days) for days in (1, 2, 3)]).delete()
    paivi = visit(world.paivi)
    assert row_of(paivi, "As Oy Aallonharja")[4] == "missing on 2 days"  # yesterday's may still come
    assert row_of(paivi, "As Oy Koivukuja 3")[4] == "in order"
    found = paivi.get("location-all", q="aallonharja").table("Locations")
    assert [row[3] for row in found.rows] == ["missing on 2 days"]


def test_days_before_the_holder_came_are_no_gap(world: World, visit: Visit) -> None:
    location = world.housing_company_2_common
    came = world.today - timedelta(days=5)
    MeteringDay.objects.filter(point_id=location.point_id, day__lt=came).delete()
    Holding.everything.filter(location_id=location.pk).update(starts_on=came)
    assert row_of(visit(world.paivi), "As Oy Aallonharja")[4] == "in order"


def test_an_area_that_is_not_held_is_a_dash_and_is_left_out_of_its_list(world: World, visit: Visit) -> None:
    owe(world.housing_company_1, due_in_days=-3)
    Grant.everything.filter(owner=world.housing_company_1, area=Area.INVOICES).delete()
    paivi = visit(world.paivi)
    assert row_of(paivi, "As Oy Koivukuja 3")[1:3] == ["–", "–"]
    invoices = paivi.get("invoice-all").says("Of 11 customers.").says("1 more is left out")
    assert not any("As Oy Koivukuja 3" in row[0] for row in invoices.table("Invoices").rows)
    paivi.get("contract-all").says("Of 12 customers.").has_no("left out").says("As Oy Koivukuja 3")


def test_lists_together_show_each_row_with_whose_it_is(world: World, visit: Visit) -> None:
    late = owe(world.housing_company_1, due_in_days=-3)
    paivi = visit(world.paivi)
    found = paivi.get("invoice-all", state="late").table("Invoices of all customers")
    assert any(late.number in row[0] and "As Oy Koivukuja 3" in row[0] for row in found.rows)
    detail = paivi.get("invoice-all", state="late").follow("As Oy Koivukuja 3")
    detail.says(late.number)
    assert len(paivi.get("location-all").table("Locations").rows) == 12
    assert len(paivi.get("contract-all").table("Contracts").rows) == 12


def test_all_invoices_are_read_on_from_page_to_page(world: World, visit: Visit) -> None:
    paivi = visit(world.paivi)
    numbers: list[str] = []
    page = paivi.get("invoice-all")
    while True:
        numbers += [row[0] for row in page.table("Invoices").rows]
        if "Older invoices" not in page.links:
            break
        page = page.follow("Older invoices")
    owners = Customer.everything.filter(kind="housing_company")
    assert len(numbers) == len(set(numbers)) == Invoice.everything.filter(owner__in=owners).count()
    for odd in ("x", "2026-13-01.1", "2026-11-01.", "2026-11-01.٣", "2026-11-01." + "9" * 40):
        paivi.get("invoice-all", after=odd).is_shown()


def first_cells(page: Page) -> list[str]:
    """Return whose row each is, of a list of all customers; nothing where none matches."""
    assert page.tree is not None
    has_rows = page.tree.xpath("//table")
    return [row[0] for row in page.table("of all customers").rows] if has_rows else []


def test_invoices_are_found_by_customer_number_reference_and_year(world: World, visit: Visit) -> None:
    paivi = visit(world.paivi)
    late = owe(world.housing_company_1, due_in_days=-3)
    found = first_cells(paivi.get("invoice-all", q="koivukuja"))
    assert found and all(one.startswith("As Oy Koivukuja 3") for one in found)
    for words in (late.number, late.number[:-1], late.reference, world.housing_company_1.number):
        assert any(late.number in one for one in first_cells(paivi.get("invoice-all", q=words))), words
    assert [late.number in one for one in first_cells(paivi.get("invoice-all", state="late", q="koivu"))] == [
        True
    ]
    paivi.get("invoice-all", state="late", q="aallonharja").says("No invoice is overdue.")
    of_a_year = paivi.get("invoice-all", q="koivukuja", year="2025")
    numbers = Invoice.everything.filter(owner=world.housing_company_1, dated_on__year=2025)
    assert len(first_cells(of_a_year)) == min(50, numbers.count())
    paivi.get("invoice-all", q="%").says("No invoice matches.").has_link("Show all invoices")
    paivi.get("invoice-all", year="1066", q=chr(39)).is_shown()


def test_a_search_finds_nothing_of_customers_whose_area_is_not_held(world: World, visit: Visit) -> None:
    late = owe(world.housing_company_1, due_in_days=-3)
    Grant.everything.filter(owner=world.housing_company_1, area=Area.INVOICES).delete()
    paivi = visit(world.paivi)
    for words in ("koivukuja", late.number, late.reference, world.housing_company_1.number):
        for state in ("", "unpaid", "late"):
            found = first_cells(paivi.get("invoice-all", q=words, state=state))
            assert not any("Koivukuja" in one or late.number in one for one in found)


def test_a_search_goes_on_from_page_to_page(world: World, visit: Visit) -> None:
    page = visit(world.paivi).get("invoice-all", q="as oy", year="2026")
    numbers = first_cells(page)
    while "Older invoices" in page.links:
        page = page.follow("Older invoices")
        numbers += first_cells(page)
    owners = world.housing_companies
    wanted = Invoice.everything.filter(owner__in=owners, dated_on__year=2026)
    assert len(numbers) == len(set(numbers)) == wanted.count() > 50
    assert "q=as+oy&year=2026" in page.links["Newest invoices"]


def test_contracts_and_locations_are_found_by_customer_address_and_number(world: World, visit: Visit) -> None:
    paivi, contract = visit(world.paivi), Contract.everything.get(owner=world.housing_company_1)
    gsrn = contract.location.point.gsrn
    for words in ("koivukuja", world.housing_company_1.number, contract.number, gsrn[:12]):
        found = first_cells(paivi.get("contract-all", q=words))
        assert any(contract.number in one for one in found), (words, found)
    paivi.get("contract-all", q="koivukuja aallonharja").says("There are no such contracts.")
    for words in ("As Oy Koivukuja", world.housing_company_1.number, gsrn):
        found = paivi.get("location-all", q=words).table("Locations").rows
        assert any("As Oy Koivukuja 3" in row[1] for row in found), words


def test_a_look_at_many_is_one_row_in_the_log(world: World, visit: Visit) -> None:
    paivi = visit(world.paivi)
    managed = {customer.pk for customer in world.housing_companies}
    for page in ("customers", "invoice-all", "contract-all", "location-all"):
        before = AccessLogEntry.everything.count()
        paivi.get(page).is_shown()
        assert AccessLogEntry.everything.count() == before + 1
        entry = AccessLogEntry.everything.latest("id")
        assert (entry.user, entry.page, set(entry.customers)) == (world.paivi, page, managed)


def test_an_owner_of_two_sees_both_and_no_row_is_logged(world: World, visit: Visit) -> None:
    aarne = visit(world.aarne)
    before = AccessLogEntry.everything.count()
    aarne.get("home").leads_on().says("You may open 2 customers.").says("Aarne Lehtonen")
    assert AccessLogEntry.everything.count() == before


def test_what_is_removed_is_gone_from_every_list_at_once(world: World, visit: Visit) -> None:
    paivi = visit(world.paivi)
    numbers = [customer.number for customer in world.housing_companies]
    for number in numbers[1:]:
        register.end_grants(number, firm=world.housing_managers, now=times.now())
    paivi.get("customers").says("You may open 1 customer.").has_no("As Oy Tähtitorni")
    paivi.get("invoice-all").has_no("As Oy Aallonharja")
    register.end_grants(numbers[0], firm=world.housing_managers, now=times.now())
    paivi.get("customers").says("You may open 0 customers.")
    for page in ("invoice-all", "contract-all", "location-all"):
        paivi.get(page).is_not_there()


def test_who_holds_one_area_sees_its_list_alone(world: World, visit: Visit) -> None:
    for customer in world.housing_companies[:2]:
        register.add_grant(
            customer.number, Area.INVOICES, Level.READ, user=world.olli, starts_at=people.yesterday()
        )
    olli = visit(world.olli)
    home = olli.get("home").leads_on().has_link("Invoices").has_no_link("Contracts")
    home.says("A dash stands where you have no right to the area.")
    olli.get("contract-all").is_not_there()
    olli.get("invoice-all", state="unpaid").is_shown()


def test_the_home_takes_as_many_statements_for_two_customers_as_for_twelve(
    world: World, visit: Visit
) -> None:
    paivi = visit(world.paivi)
    whole = count_statements(paivi, "customers", None)
    for customer in world.housing_companies[2:]:
        register.end_grants(customer.number, firm=world.housing_managers, now=times.now())
    assert count_statements(paivi, "customers", None) == whole
