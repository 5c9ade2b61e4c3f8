"""What a customer sees in the list of invoices."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from kajo.access.areas import Area
from kajo.invoices.models import Invoice
from tests.access import people
from tests.conftest import Visit
from tests.customer_site.invoices.bills import Household, due_date, found, household, payment, send, status
from tests.visiting import Visitor

MONTHLY = {
    "dated_on": "2026-09-08",
    "starts_on": "2026-08-01",
    "last_day": "2026-08-31",
    "due_on": "2026-10-09",
}


def states(visitor: Visitor, home: Household, **query: str) -> dict[str, str]:
    """Return the state of each invoice in the list, by its number."""
    table = visitor.get("invoice-list", home.customer, **query).table("Invoices")
    return {row[0].split()[0][:8]: row[6] for row in table.rows[:-1]}


def test_each_state_is_told_from_what_happened(home: Household, visit: Visit) -> None:
    send(
        home.bill("70000001"),
        home.bill("70000002", due_on="2026-11-23"),
        home.bill("70000003"), payment("70000003"),
        home.bill("70000004"), payment("70000004", "25.50"),
        home.bill("70000005", **MONTHLY), status("70000005", reminded_on="2026-10-16"),
        home.bill("70000006", **MONTHLY), status("70000006", collection_on="2026-11-20"),
        home.bill("70000007"), home.credit_note("70000008", of="70000007"),
        home.bill("70000009", due_on="2026-11-24"),
        home.bill("70000010", **MONTHLY), payment("70000010"), status("70000010", reminded_on="2026-10-16"),
    )  # fmt: skip
    assert states(visit(home.owner), home) == {
        "70000001": "Open",
        "70000002": "Overdue",
        "70000003": "Paid",
        "70000004": "Partly paid",
        "70000005": "Reminded",
        "70000006": "In collection",
        "70000007": "Credited",
        "70000008": "Credited",
        "70000009": "Open",
        "70000010": "Paid",
    }


def test_a_credit_note_that_comes_first_still_credits(home: Household, visit: Visit) -> None:
    send(home.credit_note("70000002", of="70000001"))
    send(home.bill("70000001"))
    assert states(visit(home.owner), home) == {"70000001": "Credited", "70000002": "Credited"}


def test_a_part_that_is_credited_need_not_be_paid(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"), home.credit_note("70000002", of="70000001", total="-25.50"))
    page = visit(home.owner).get("invoice-list", home.customer)
    page.says("One invoice is to be paid, €100.00.")


def test_a_payment_that_was_cancelled_leaves_the_invoice_open(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"), payment("70000001"))
    send(payment("70000001", cancelled=True), change_number=2)
    assert states(visit(home.owner), home) == {"70000001": "Open"}


def test_a_later_due_date_of_the_retailers_holds(home: Household, visit: Visit) -> None:
    send(home.bill("70000001", due_on="2026-11-20"), due_date("70000001", "2026-12-01"))
    assert states(visit(home.owner), home) == {"70000001": "Open"}
    visit(home.owner).get("invoice-list", home.customer).says("1 Dec 2026")


def test_the_list_says_what_each_invoice_is_of(home: Household, visit: Visit) -> None:
    send(
        home.bill("70000001"),
        home.bill("70000002", is_final=True),
        {"record": "payments_known", "known_at": "2026-11-24T06:00:00+02:00"},
    )
    page = visit(home.owner).get("invoice-list", home.customer)
    page.says("2 invoices are to be paid, €251.00 together.").says("Payments known up to 24 Nov 2026 06:00")
    page.says("8 Nov 2026").says("1–31 Oct 2026").says("Koivutie 4").says("10 Dec 2026").says("Final invoice")
    row = page.table("Invoices").rows[0]
    assert [row[1], row[3], row[4]] == ["€125.50", "1,000", "€125.50"]


def test_an_overdue_invoice_is_named_above_the_list(home: Household, visit: Visit) -> None:
    send(home.bill("70000002", due_on="2026-11-23"))
    page = visit(home.owner).get("invoice-list", home.customer)
    page.says("Invoice 70000002 is overdue").says("It was due 23 Nov 2026. €125.50 is still to be paid.")
    page.follow("How to pay it").says("€125.50 to pay, was due Monday 23 Nov 2026")


def test_filters_narrow_the_list_and_its_sum(home: Household, visit: Visit) -> None:
    send(
        home.bill("70000001"),
        home.bill("70000002"), payment("70000002"),
        home.bill("60000003", dated_on="2025-11-08"), payment("60000003"),
    )  # fmt: skip
    owner = visit(home.owner)
    assert set(states(owner, home, state="paid")) == {"70000002", "60000003"}
    assert set(states(owner, home, state="unpaid")) == {"70000001"}
    assert set(states(owner, home, year="2025")) == {"60000003"}
    assert set(states(owner, home, q="7000 0002")) == {"70000002"}
    assert set(states(owner, home, q="koivu")) == {"70000001", "70000002", "60000003"}
    assert set(states(owner, home, location=home.home.key, state="paid", year="2026")) == {"70000002"}
    paid = owner.get("invoice-list", home.customer, state="paid")
    assert paid.table("Invoices").rows[-1][:2] == ["2 invoices together", "€251.00"]
    paid.says("All 3").says("To pay 1").says("Paid 2")
    owner.get("invoice-list", home.customer, q="no such").says("No invoice matches.")
    paid.says("One invoice is to be paid, €125.50.")
    newer, older = (owner.get("invoice-list", home.customer, year=year) for year in ("2026", "2025"))
    newer.says("One of these invoices is to be paid, €125.50.")
    older.says("Of these invoices nothing is to be paid.")


def test_ticked_invoices_go_into_one_file_and_none_of_anothers(home: Household, visit: Visit) -> None:
    other = household("900200", "643007574000138589")
    send(home.bill("70000001"), home.bill("70000002"), home.bill("70000003"), other.bill("80000001"))
    ticked = [found(number).key for number in ("70000001", "70000003", "80000001")]
    visit(home.owner).post("invoice-exports", home.customer, invoice=ticked).leads_on().says("0 of 2")
    visit(home.owner).post("invoice-exports", home.customer).leads_on().says("0 of 3")


def test_a_long_list_has_pages(home: Household, visit: Visit) -> None:
    days = [date(2026, 11, 8) - timedelta(days=7 * place) for place in range(45)]
    send(*(home.bill(f"7000{place:04}", dated_on=day.isoformat()) for place, day in enumerate(days)))
    owner = visit(home.owner)
    first = owner.get("invoice-list", home.customer)
    first.says("Invoices 1–20 of 45").says("45 invoices together")
    assert next(iter(states(owner, home))) == "70000000"
    assert list(states(owner, home, page="3")) == [f"7000{place:04}" for place in range(40, 45)]
    assert first.follow("Next").says("Invoices 21–40 of 45")
    owner.get("invoice-list", home.customer, page="99").says("Invoices 41–45 of 45")


def test_invoices_sent_before_the_new_system_are_not_shown_and_that_is_said(
    home: Household, visit: Visit
) -> None:
    send(home.bill("70000001"), home.bill("50000001", dated_on="2019-12-31"))
    owner = visit(home.owner)
    owner.get("invoice-list", home.customer).says(
        "Invoices sent before 1 Jan 2020 are not shown here."
    ).has_no("50000001")
    hidden = Invoice.everything.get(number="50000001")
    owner.get("invoice-detail", hidden, customer=home.customer.key).is_not_there()
    with override_settings(INVOICES_FROM=date(2019, 1, 1)):
        owner.get("invoice-list", home.customer).says("50000001").has_no("are not shown here")


def test_an_invoice_dated_before_but_sent_after_is_shown(home: Household, visit: Visit) -> None:
    send(home.bill("50000001", dated_on="2019-12-30", sent_on="2020-01-02"))
    assert set(states(visit(home.owner), home)) == {"50000001"}


def test_who_has_no_invoices_is_told_when_there_will_be(home: Household, visit: Visit) -> None:
    page = visit(home.owner).get("invoice-list", home.customer)
    page.says("There are no invoices yet.").says("Invoices appear here when the first one has been sent.")


def test_only_holders_of_invoices_see_them(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    other = household("900200", "643007574000138589")
    reader = people.reader("invoice-reader", home.customer.number, Area.INVOICES)
    visit(reader).get("invoice-list", home.customer).says("70000001")
    for area in set(Area) - {Area.INVOICES}:
        somebody = visit(people.reader(f"only-{area}", home.customer.number, area))
        somebody.get("invoice-list", home.customer).is_not_there()
        somebody.get("front", home.customer).has_no("70000001").has_no_link("Invoices")
    visit(other.owner).get("invoice-list", home.customer).is_not_there()
    visit(other.owner).get("invoice-list", other.customer).has_no("70000001")


@pytest.mark.parametrize("invoices", [1, 1200])
def test_the_list_takes_as_many_statements_for_one_invoice_as_for_1200(
    home: Household, visit: Visit, invoices: int
) -> None:
    days = [date(2026, 11, 8) - timedelta(days=place) for place in range(invoices)]
    send(*(home.bill(f"7{place:07}", dated_on=day.isoformat()) for place, day in enumerate(days)))
    owner = visit(home.owner)
    owner.get("invoice-list", home.customer)
    with CaptureQueriesContext(connection) as captured:
        owner.get("invoice-list", home.customer).is_shown()
    told = [query["sql"] for query in captured.captured_queries]
    assert sum("invoices_" in sql for sql in told) == 7
    assert sum(not sql.startswith(("SAVEPOINT", "RELEASE")) for sql in told) == 18
