"""What a customer reads of the check of an invoice, and of why it is more or less than before."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.models import AccessLogEntry, User
from kajo.core import times
from kajo.invoices.explaining.queries import explain_invoice
from kajo.invoices.explaining.words import Against, Cause
from kajo.invoices.models import Invoice, InvoiceSite
from kajo.invoices.queries.details import get_invoice
from tests.access import people
from tests.conftest import Visit
from tests.contracts.opened import opened
from tests.customer_site.invoices import bills
from tests.invoices.planted import changed, october, send, send_of_several
from tests.world import World

AREAS = (Area.INVOICES, Area.CONTRACTS, Area.REPORTING)


def newest(world: World, location: object) -> Invoice:
    sites = InvoiceSite.everything.filter(location=location, invoice__kind="invoice")
    return Invoice.everything.get(pk=sites.order_by("-invoice__starts_on")[0].invoice_id)


def test_sanna_reads_that_her_invoice_agrees_to_the_cent(world: World, visit: Visit) -> None:
    page = visit(world.sanna).get("invoice-detail", newest(world, world.spot_home))
    page.follow("Check this invoice: consumption times price").says(
        "The invoice agrees with the readings and the contract's prices to the cent.",
        "Agrees",
        "Marginaali",
        "Computed from 2,980 readings as they stand today and the prices of contract S-100111.",
    ).has_link("Download the intervals (CSV)")


def test_a_planted_mistake_is_shown_with_the_row_the_difference_and_the_reason(
    world: World, visit: Visit
) -> None:
    spoil = changed("energy", quantity="9999", amount_without_vat="675.93")
    invoice = send("T1", world.fixed_contract, spoil)
    right = october(world.fixed_contract)
    off = Decimal("675.93") - right.rows[1].amount_without_vat
    visit(world.vaino).get("invoice-check", invoice).says(
        "1 row is not what the readings and the contract say. Ask us about the invoice.",
        "The energy is not what the readings add up to.",
        f"+{off}",
        f"{right.total_with_vat}",
    )


@pytest.mark.parametrize(
    ("user", "home", "said"),
    [
        ("vaino", "electric_home", "The energy is not what the readings add up to."),
        ("kalle", "kalles_home", "The price is not the one that the contract has."),
        ("sanna", "spot_home", "The row has VAT in it already, and the invoice adds VAT to it once more."),
    ],
)
def test_the_demos_wrong_invoices_tell_what_is_wrong(
    world: World, visit: Visit, user: str, home: str, said: str
) -> None:
    sites = InvoiceSite.everything.filter(location=getattr(world, home), invoice__kind="invoice")
    wrong = Invoice.everything.get(pk=sites.order_by("-invoice__dated_on")[1].invoice_id)
    page = visit(getattr(world, user)).get("invoice-check", wrong)
    page.says("1 row is not what the readings and the contract say. Ask us about the invoice.", said)


def test_the_page_of_a_payer_says_why_nothing_can_be_checked(world: World, visit: Visit) -> None:
    invoice = send("T1", world.fixed_contract, payer=world.spot_household)
    page = visit(world.sanna).get("invoice-check", invoice)
    page.says("Some of the invoice cannot be checked.", "The contract is another customer's.")
    page.has_no_link("Download the intervals (CSV)")


def test_the_file_has_every_quarter_and_adds_up(world: World, visit: Visit) -> None:
    invoice = send("T1", world.spot_contract)
    page = visit(world.sanna).get("invoice-check-csv", invoice)
    rows = list(csv.DictReader(io.StringIO(page.body.lstrip("\ufeff")), delimiter=";"))
    assert len(rows) == 2980
    bill = october(world.spot_contract)
    assert sum(Decimal(row["Consumption, kWh"]) for row in rows) == bill.energy_kwh
    exact = sum(Decimal(row["Sum without VAT, €"]) for row in rows)
    energy = sum((row.exact_amount for row in bill.rows if row.months is None), start=0)
    assert exact == energy
    repeated = [row["Starts"] for row in rows if row["Starts"].startswith("2026-10-25T03:00")]
    assert repeated == ["2026-10-25T03:00+03:00", "2026-10-25T03:00+02:00"]


@pytest.mark.parametrize("missing", AREAS)
def test_two_of_the_three_areas_do_not_open_the_check(world: World, visit: Visit, missing: Area) -> None:
    invoice = send("T1", world.spot_contract)
    helper = helper_with(world, *(area for area in AREAS if area is not missing))
    visit(helper).get("invoice-check", invoice).is_not_there()
    visit(helper).get("invoice-check-csv", invoice).is_not_there()
    if missing is not Area.INVOICES:
        page = visit(helper).get("invoice-detail", invoice)
        page.has_no_link("Check this invoice: consumption times price")


def test_a_helper_with_all_three_is_logged_once_a_look(world: World, visit: Visit) -> None:
    invoice = send("T1", world.spot_contract)
    helper = helper_with(world, *AREAS)
    visit(helper).get("invoice-check", invoice).is_shown()
    assert AccessLogEntry.everything.filter(user_id=helper.pk, page="invoice-check").count() == 1


def helper_with(world: World, *areas: Area) -> User:
    helper = people.user("check-helper")
    for area in areas:
        register.add_grant(
            world.spot_household.number, area, Level.READ, user=helper, starts_at=people.yesterday()
        )
    return helper


def test_the_causes_add_up_to_the_difference_for_every_invoice_of_the_cast(world: World) -> None:
    seen: set[Cause] = set()
    for invoice in Invoice.everything.filter(dated_on__gte=date(2026, 9, 1)).select_related("owner"):
        with opened(invoice.owner.number) as access:
            detail = get_invoice(access, invoice.key, today=times.today())
            for one in explain_invoice(access, detail):
                assert sum(part.euros for part in one.parts) == one.now.total - one.before.total
                seen |= {part.cause for part in one.parts}
    assert seen >= {Cause.DAYS, Cause.WEATHER, Cause.USE, Cause.PRICE}


def test_prices_that_are_the_same_are_not_blamed(world: World, visit: Visit) -> None:
    page = visit(world.vaino).get("invoice-explain", newest(world, world.electric_home))
    page.says("Prices are the same; what is left comes from rounding.")


def test_an_electrically_heated_home_is_told_what_the_weather_did(world: World, visit: Visit) -> None:
    invoice = newest(world, world.electric_home)
    with opened(world.electric_household.number) as access:
        told = explain_invoice(access, get_invoice(access, invoice.key, today=times.today()))
    assert [one.against for one in told] == [Against.LAST_PERIOD, Against.LAST_YEAR]
    assert all(one.part(Cause.WEATHER) for one in told)
    page = visit(world.vaino).get("invoice-detail", invoice)
    page.follow("Why the sum is more or less than before").says(
        "Compared with the previous invoice", "Compared with the year before", "heating took about", "Weather"
    )


def test_who_may_not_see_readings_gets_no_weather_of_them(world: World, visit: Visit) -> None:
    reader = people.reader("invoice-reader", world.electric_household.number, Area.INVOICES)
    page = visit(reader).get("invoice-explain", newest(world, world.electric_home))
    page.says("Weather has no row of its own, since it is reckoned from readings that you may not see.")
    page.has_no("heating took about")


def test_the_first_invoice_of_a_home_has_nothing_to_be_compared_with(world: World, visit: Visit) -> None:
    invoice = send("T1", world.spot_contract, starts_on="2026-10-02")
    Invoice.everything.filter(owner=world.spot_household).exclude(pk=invoice.pk).delete()
    page = visit(world.sanna).get("invoice-explain", bills.found("T1"))
    page.says("There is no earlier invoice of the same locations to compare with.")


def test_an_invoice_of_very_many_locations_says_which_are_checked_and_where_the_others_are(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kajo.invoices.checking.queries.MOST_SITES", 1)
    invoice = send_of_several("T1", [world.fixed_contract, world.cottage_contract])
    page = visit(world.vaino).get("invoice-check", invoice)
    page.says("The rows on this page agree with the readings and the contracts' prices to the cent.")
    page.says("The invoice has 2 locations of use. This page checks 1–1 of them")
    page.says("Kuusitie 4").has_no("Mökkitie 48").says("Locations of use 1–1 of 2")
    other = page.follow("Next").says("Mökkitie 48").has_no("Kuusitie 4").says("This page checks 2–2 of them")
    file = other.follow("Download the intervals (CSV)").body
    assert world.cottage_contract.location.point.gsrn in file
    assert world.fixed_contract.location.point.gsrn not in file
