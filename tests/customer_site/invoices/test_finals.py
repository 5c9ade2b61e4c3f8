"""Who has moved sees how the final bill stands, what it leaves, and where a refund goes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Visit
from tests.customer_site.invoices.bills import Household, found, payment, send
from tests.world import World

BOTH = pytest.mark.parametrize("page", ["invoice-list", "invoice-to-pay"])
REFUND = {"total_with_vat": "-42.10", "total_without_vat": None, "total_vat": None, "vats": [], "rows": []}


@BOTH
def test_iida_of_the_cast_sees_where_her_refund_goes(world: World, visit: Visit, page: str) -> None:
    shown = visit(world.iida).get(page, world.movers_household)
    shown.says("€23.15 in your favour").says("Vanhapolku 8 C 14")
    shown.says("It leaves €23.15 in your favour. It is paid to tilillesi, joka päättyy 7785.")
    shown.says("The day of payment is 28 Nov 2026.")
    shown.follow("Open the invoice").says("This is the last invoice of the contract.")


def test_a_refund_whose_day_has_passed_is_told_in_the_past(home: Household, visit: Visit) -> None:
    send(home.bill("70000001", is_final=True, refund_to="FI21", refund_on="2026-11-20", **REFUND))
    visit(home.owner).get("invoice-list", home.customer).says("The day of payment was 20 Nov 2026.")


@BOTH
@pytest.mark.parametrize(
    ("facts", "title"),
    [
        ({}, "Final invoice 70000001 is due 10 Dec 2026"),
        ({"due_on": "2026-11-10"}, "Final invoice 70000001 is due 10 Nov 2026"),
        ({**REFUND, "refund_to": "FI21"}, "Final invoice 70000001: €42.10 in your favour"),
    ],
)
def test_a_final_bill_is_told_as_it_stands(
    home: Household, visit: Visit, page: str, facts: dict[str, Any], title: str
) -> None:
    send(home.bill("70000001", is_final=True, **facts))
    visit(home.owner).get(page, home.customer).says(title).has_link("Open the invoice")


@BOTH
def test_a_paid_one_is_told_for_three_months(home: Household, visit: Visit, page: str) -> None:
    send(
        home.bill("70000001", is_final=True), payment("70000001"),
        home.bill("70000002", is_final=True, dated_on="2026-08-20"), payment("70000002"),
        home.bill("70000003"),
    )  # fmt: skip
    shown = visit(home.owner).get(page, home.customer)
    shown.says("Final invoice 70000001: paid", "There is nothing to pay or to refund on it.")
    shown.has_no("Final invoice 70000002:").has_no("Final invoice 70000003")


def test_who_has_given_no_account_is_asked_for_one_until_it_is_known(home: Household, visit: Visit) -> None:
    send(home.bill("70000001", is_final=True, dated_on="2026-01-20", **REFUND))
    shown = visit(home.owner).get("invoice-list", home.customer)
    shown.says("We do not know yet where to pay it: give an account number to customer service.")


def test_one_that_a_credit_note_took_back_is_told_no_more(home: Household, visit: Visit) -> None:
    send(home.bill("70000001", is_final=True), home.credit_note("70000002", "70000001"))
    visit(home.owner).get("invoice-list", home.customer).has_no("Final invoice 70000001")
    visit(home.owner).get("invoice-detail", found("70000001")).says("This is the last invoice")
