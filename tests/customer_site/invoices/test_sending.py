"""Another way of sending invoices, and another number of them a year."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kajo.access.areas import Area
from kajo.changes import settling
from kajo.changes.models import Change
from kajo.core import times
from kajo.invoices.invoicing import clean_address, clean_operator
from tests.access import people
from tests.conftest import Visit
from tests.customer_site.invoices.bills import OTHER_GSRN, Household, household, send
from tests.world import World


@pytest.fixture
def company(db: None) -> Household:
    return household("900300", OTHER_GSRN, kind="company", name="Leipomo Oy", business_id="2077474-0")


def test_a_consumer_orders_an_e_invoice_in_the_own_bank(home: Household, visit: Visit) -> None:
    send(home.bill("70000001", channel="e_mail"))
    page = visit(home.owner).get("invoice-sending", home.customer)
    page.says("The newest invoice was sent 8 Nov 2026: By e-mail.")
    page.says("An e-invoice is ordered in your own bank.").says("Name of the biller Kajo Energia")
    page.follow("Ask for another way of sending").has_no("E-invoice address")


def test_the_bank_finds_the_biller_by_name_and_identifier(
    home: Household, visit: Visit, settings: Any
) -> None:
    settings.ENV = replace(settings.ENV, biller_name="Kajo Energia Oy", biller_identifier="99770017")
    page = visit(home.owner).get("invoice-sending", home.customer)
    page.says("Name of the biller Kajo Energia Oy").says("Identifier of the biller 99770017")


def test_a_consumers_wish_waits_until_the_retailer_answers(home: Household, visit: Visit) -> None:
    owner = visit(home.owner)
    asked = owner.post("invoice-method", home.customer, channel="e_mail", email="aino@example.fi").leads_on()
    asked.says("Invoices: By e-mail, aino@example.fi").says("It waits for our confirmation.")
    asked.has_no_link("Ask for another way of sending")
    again = owner.post("invoice-method", home.customer, channel="paper")
    again.says("You have asked for this already. We have not answered yet.")
    change = Change.everything.get()
    assert (change.kind, change.subject) == ("invoicing.method", home.customer.number)
    assert change.facts == {"channel": "e_mail", "address": "aino@example.fi"}
    settling.confirm(change.key, now=times.now())
    page = owner.get("invoice-sending", home.customer)
    page.says("It is confirmed and holds from the next invoice on.").has_link(
        "Ask for another way of sending"
    )


def test_a_refused_wish_shows_why(home: Household, visit: Visit) -> None:
    owner = visit(home.owner)
    owner.post("invoice-frequency", home.customer, bills_a_year=4).leads_on().says(
        "4 a year, every third month"
    )
    settling.refuse(Change.everything.get().key, "Your use is over the limit.", now=times.now())
    page = owner.get("invoice-sending", home.customer).says("Your use is over the limit.")
    page.has_link("Ask for another number of invoices a year")


def test_a_company_gives_address_and_operator(company: Household, visit: Visit) -> None:
    owner = visit(company.owner)
    said = {"channel": "e_invoice", "address": "0037 2077 4740", "operator": "0037 2077 4740"}
    owner.post("invoice-method", company.customer, **said).leads_on().says("E-invoice, 003720774740")
    assert Change.everything.get().facts["address"] == "003720774740"


def test_a_wrong_address_is_told_beside_its_field(company: Household, visit: Visit) -> None:
    said = {"channel": "e_invoice", "address": "003720774741", "operator": "x"}
    page = visit(company.owner).post("invoice-method", company.customer, **said)
    page.says("Check 2 things").says("an OVT number with your business ID").says("a BIC such as NDEAFIHH")
    page = visit(company.owner).post("invoice-method", company.customer, channel="e_mail")
    page.says("Write the e-mail address that invoices are sent to.")
    assert not Change.everything.exists()


@pytest.mark.parametrize("channel", ["e_invoice", "direct_debit", "mobile", "", "x"])
def test_a_consumer_is_offered_e_mail_and_paper_only(home: Household, visit: Visit, channel: str) -> None:
    said = {"channel": channel, "address": "003720774740", "operator": "NDEAFIHH"}
    visit(home.owner).post("invoice-method", home.customer, **said).is_shown()
    assert not Change.everything.exists()


@pytest.mark.parametrize("bills", ["1", "12.0", "0", "-12", "x", ""])
def test_only_12_6_or_4_a_year_can_be_asked_for(home: Household, visit: Visit, bills: str) -> None:
    visit(home.owner).post("invoice-frequency", home.customer, bills_a_year=bills).is_shown()
    assert not Change.everything.exists()


def test_a_reader_asks_for_nothing(home: Household, visit: Visit) -> None:
    reader = visit(people.reader("invoice-reader", home.customer.number, Area.INVOICES))
    reader.get("invoice-sending", home.customer).has_no_link("Ask for another way of sending")
    reader.get("invoice-method", home.customer).leads_on().says("How invoices are sent")
    reader.post("invoice-method", home.customer, channel="paper").is_forbidden()
    reader.post("invoice-frequency", home.customer, bills_a_year=4).is_forbidden()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("0037 2077474-0", "003720774740"),
        ("021620774740AB", "021620774740AB"),
        ("fi79 4405 2020 0360 82", "FI7944052020036082"),
        ("003720774741", None),
        ("FI7944052020036083", None),
        ("00372077474012345X", None),
        ("", None),
    ],
)
def test_e_invoice_addresses(said: str, kept: str | None) -> None:
    assert clean_address(said) == kept


def test_operators() -> None:
    assert clean_operator("ndeafihh") == "NDEAFIHH"
    assert clean_operator("003720774740") == "003720774740"
    assert clean_operator("003720774741") is None
    assert clean_operator("bank") is None


def test_what_leena_of_the_cast_has_asked_for_waits_for_its_answer(world: World, visit: Visit) -> None:
    page = visit(world.leena).get("invoice-sending", world.bakery_company)
    page.says("Invoices 6 a year, every second month", "It waits for our confirmation.")
