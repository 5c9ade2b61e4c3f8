"""Invoices that came in are checked against the cast's own readings and prices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from pytest_django import DjangoAssertNumQueries, Settings

from demo.invoicing.mistakes import MISTAKES, double_vat, wrong_price, wrong_quantity
from kajo.access.areas import Area
from kajo.contracts.models import Contract
from kajo.core import times
from kajo.invoices.checking import queries
from kajo.invoices.checking.queries import check_invoice, list_checked_intervals
from kajo.invoices.checking.rows import InvoiceCheck
from kajo.invoices.checking.words import Reason, Verdict
from kajo.invoices.models import Invoice, InvoiceSite
from kajo.metering.words import Quality
from kajo.pricing.queries import get_pricing
from tests.contracts.opened import opened
from tests.customer_site.invoices import bills
from tests.invoices.made_up import records_of
from tests.invoices.planted import NOVEMBER, changed, facts_of, october, send, send_of_several
from tests.world import World


def checked(invoice: Invoice) -> InvoiceCheck:
    with opened(invoice.owner.number) as access:
        return check_invoice(access, invoice.key, today=times.today())


def reasons(check: InvoiceCheck) -> set[Reason]:
    rows = [row for site in check.sites for row in site.rows]
    return {finding.reason for one in (*rows, *check.vats, check) for finding in one.findings}


@pytest.mark.parametrize(
    "contract", ["spot_contract", "fixed_contract", "night_contract", "hybrid_contract", "solar_contract"]
)
def test_a_right_invoice_of_every_kind_of_product_agrees(world: World, contract: str) -> None:
    check = checked(send("T1", getattr(world, contract)))
    assert check.verdict is Verdict.AGREES
    assert check.difference == 0
    assert check.computed_total == check.invoice.total_with_vat


def test_all_invoices_of_the_demo_agree_to_the_cent_but_those_that_are_wrong_on_purpose(world: World) -> None:
    """Readings were corrected since some were made; what cannot be known is known for its reason."""
    understood = {Reason.CORRECTED_SINCE, Reason.ESTIMATED_THEN, Reason.COMPLETED_SINCE}
    unknown = {
        "This is a credit note. Check the invoice that it credits.",
        "The rows of invoices this old are not shown, so they are not checked.",
        "The contract is another customer's. Whoever only pays does not see its readings or prices.",
        "There are no readings of this time.",  # of April 2020
    }
    wrong: dict[tuple[str, int], set[Reason]] = {}
    seen = set()
    for invoice in Invoice.everything.filter(sent_on__gte=settings.INVOICES_FROM).select_related("owner"):
        check = checked(invoice)
        seen.add(check.verdict)
        if check.verdict is Verdict.DIFFERS:
            wrong[check.sites[0].contract_number, age_of(invoice)] = reasons(check)
            assert check.difference
        elif check.verdict is Verdict.UNKNOWN:
            assert unknown & {check.why_not, *(site.why_not for site in check.sites)}, invoice.number
        else:
            assert reasons(check) <= understood | {Reason.NOT_OF_CONTRACT}, invoice.number
            assert check.verdict is not Verdict.AGREES or check.difference == 0, invoice.number
    assert seen == {Verdict.AGREES, Verdict.EXPLAINED, Verdict.UNKNOWN, Verdict.DIFFERS}
    assert wrong == {key: {FOUND[mistake]} for key, mistake in MISTAKES.items()}


FOUND = {
    wrong_quantity: Reason.WRONG_QUANTITY,
    wrong_price: Reason.WRONG_PRICE,
    double_vat: Reason.VAT_IN_ROW,
}


def age_of(invoice: Invoice) -> int:
    """Return how many invoices of the same contract came after it."""
    site = InvoiceSite.everything.get(invoice=invoice)
    same = InvoiceSite.everything.filter(contract_number=site.contract_number, invoice__kind="invoice")
    return same.filter(invoice__dated_on__gt=invoice.dated_on).count()


def test_a_planted_wrong_quantity_is_found(world: World) -> None:
    invoice = send(
        "T1", world.fixed_contract, changed("energy", quantity="9999", amount_without_vat="675.93")
    )
    check = checked(invoice)
    assert (check.verdict, reasons(check)) == (Verdict.DIFFERS, {Reason.WRONG_QUANTITY})
    right = october(world.fixed_contract)
    assert check.computed_total == right.total_with_vat
    assert check.difference == invoice.total_with_vat - right.total_with_vat > 0


def test_a_planted_wrong_price_is_found(world: World) -> None:
    energy = october(world.fixed_contract).rows[1].energy_kwh or Decimal(0)
    amount = (energy * Decimal("0.0776")).quantize(Decimal("0.01"))
    spoil = changed("energy", unit_price_without_vat="7.76", amount_without_vat=str(amount))
    check = checked(send("T1", world.fixed_contract, spoil))
    assert (check.verdict, reasons(check)) == (Verdict.DIFFERS, {Reason.WRONG_PRICE})


def test_a_planted_wrong_margin_of_exchange_electricity_is_found(world: World) -> None:
    energy = october(world.spot_contract).energy_kwh
    amount = (energy * Decimal("0.0068")).quantize(Decimal("0.01"))
    spoil = changed("margin", unit_price_without_vat="0.68", amount_without_vat=str(amount))
    check = checked(send("T1", world.spot_contract, spoil))
    assert (check.verdict, reasons(check)) == (Verdict.DIFFERS, {Reason.WRONG_PRICE})


def test_planted_double_vat_is_found_in_the_rows_and_in_the_sum(world: World) -> None:
    right = october(world.fixed_contract)
    amount = (right.rows[1].amount_without_vat * Decimal("1.255")).quantize(Decimal("0.01"))
    spoil = changed("energy", unit_price_without_vat="8.4838", amount_without_vat=str(amount))
    check = checked(send("T1", world.fixed_contract, spoil))
    assert (check.verdict, reasons(check)) == (Verdict.DIFFERS, {Reason.VAT_IN_ROW})
    (vat,) = right.sums
    twice = {"percent": "25.5", "base": str(vat.without_vat), "vat": str(vat.vat * 2)}
    total = str(vat.without_vat + vat.vat * 2)
    invoice = send("T2", world.fixed_contract, vats=[twice], total_vat=str(vat.vat * 2), total_with_vat=total)
    check = checked(invoice)
    assert (check.verdict, reasons(check)) == (Verdict.DIFFERS, {Reason.VAT_TWICE})
    assert check.difference == vat.vat


def test_a_total_that_is_not_its_parts_is_found(world: World) -> None:
    check = checked(send("T1", world.fixed_contract, total_with_vat="999.99"))
    assert (check.verdict, reasons(check)) == (Verdict.DIFFERS, {Reason.WRONG_TOTAL})


def test_an_invoice_of_a_corrected_month_says_when_it_was_corrected(world: World) -> None:
    """Väinö's readings of a day of November 2025 were estimates until today."""
    found = Invoice.everything.filter(
        owner=world.electric_household, starts_on__lte=date(2025, 11, 19), ends_on__gt=date(2025, 11, 19)
    )
    sites = InvoiceSite.everything.filter(invoice__in=found, location=world.electric_home)
    check = checked(Invoice.everything.select_related("owner").get(pk=sites.get().invoice_id))
    assert check.verdict is Verdict.EXPLAINED
    assert Reason.ESTIMATED_THEN in reasons(check)


def test_what_came_with_missing_readings_is_told_beside_an_invoice_that_agrees(world: World) -> None:
    november = {"starts_on": "2026-11-01", "last_day": "2026-11-23"}
    with opened(world.spot_household.number) as access:
        bill = get_pricing(access, world.spot_contract.key, NOVEMBER, date(2026, 11, 24)).bill()
    gsrn = world.spot_home.point.gsrn
    facts = facts_of(records_of(bill, gsrn))
    bills.send(bills.bill("T1", world.spot_household.number, gsrn, **facts, **november))
    (site,) = checked(bills.found("T1")).sites
    assert site.verdict is Verdict.AGREES
    assert site.missing_hours == 4


def test_hidden_prices_are_said_to_be_hidden_and_no_number_is_given(world: World, settings: Settings) -> None:
    invoice = send("T1", world.night_contract)
    settings.CONTRACT_PRICES_FROM = date(2027, 1, 1)
    Contract.everything.filter(pk=world.night_contract.pk).update(ends_on=date(2026, 11, 2))
    check = checked(invoice)
    assert check.verdict is Verdict.UNKNOWN
    assert "Prices of contracts that ended before" in check.sites[0].why_not
    assert check.computed_total is None and check.difference is None
    assert {row.computed for row in check.sites[0].rows} == {None}
    with opened(world.night_household.number) as access:
        assert list(list_checked_intervals(access, invoice.key, today=times.today())) == []


def test_who_pays_for_another_sees_neither_quarters_nor_check(world: World) -> None:
    payer = send("T1", world.fixed_contract, payer=world.spot_household)
    check = checked(payer)
    assert check.verdict is Verdict.UNKNOWN
    assert "another customer's" in check.sites[0].why_not
    with opened(world.spot_household.number) as access:
        assert list(list_checked_intervals(access, payer.key, today=times.today())) == []


def test_a_credit_note_is_not_checked(world: World) -> None:
    send("T1", world.fixed_contract)
    taken_back = {"kind": "credit_note", "credited_number": "T1", "rows": [], "vats": []}
    empty = {"total_without_vat": None, "total_vat": None, "due_on": None, "total_with_vat": "-125.50"}
    home = world.electric_home.point.gsrn
    bills.send(bills.bill("T2", world.electric_household.number, home, **taken_back, **empty))
    check = checked(bills.found("T2"))
    assert (check.verdict, check.sites) == (Verdict.UNKNOWN, ())
    assert check.why_not.startswith("This is a credit note")


@pytest.mark.parametrize("area", [Area.INVOICES, Area.CONTRACTS, Area.REPORTING])
def test_one_area_alone_does_not_open_the_check(world: World, area: Area) -> None:
    invoice = send("T1", world.fixed_contract)
    with opened(world.electric_household.number, area=area) as access:
        for asked in (check_invoice, list_checked_intervals):
            with pytest.raises(PermissionDenied):
                list(asked(access, invoice.key, today=times.today()))


def test_another_customers_invoice_is_not_there(world: World) -> None:
    invoice = send("T1", world.fixed_contract)
    with opened(world.spot_household.number) as access, pytest.raises(Http404):
        check_invoice(access, invoice.key, today=times.today())


def test_a_check_takes_few_statements(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    invoice = send("T1", world.spot_contract)
    with opened(world.spot_household.number) as access, django_assert_max_num_queries(18):
        check_invoice(access, invoice.key, today=times.today())


def test_the_intervals_add_up_to_the_rows(world: World) -> None:
    invoice = send("T1", world.spot_contract)
    with opened(world.spot_household.number) as access:
        found = list(list_checked_intervals(access, invoice.key, today=times.today()))
    bill = october(world.spot_contract)
    assert len(found) == 2980
    assert sum(one.interval.energy_kwh or 0 for one in found) == bill.energy_kwh
    exact = sum(row.exact_amount for row in bill.rows if row.months is None)
    assert sum(one.interval.amount or 0 for one in found) == exact
    assert {one.quality for one in found} == {Quality.OK}
    assert found[0].interval.starts_at.isoformat() == "2026-10-01T00:00:00+03:00"
    assert found[-1].interval.ends_at.isoformat() == "2026-11-01T00:00:00+02:00"


def test_sites_of_one_invoice_are_checked_each_by_its_own_contract(world: World) -> None:
    homes = [world.fixed_contract, world.cottage_contract]
    rows = [row for home in homes for row in records_of(october(home), home.location.point.gsrn)]
    sites = [{"gsrn": home.location.point.gsrn, "contract": home.number} for home in homes]
    owner = world.electric_household.number
    bills.send(bills.bill("T1", owner, sites[0]["gsrn"], **facts_of(rows), sites=sites))
    check = checked(bills.found("T1"))
    assert [site.verdict for site in check.sites] == [Verdict.AGREES, Verdict.AGREES]
    assert check.difference == 0


def test_of_very_many_sites_each_page_checks_some(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_SITES", 1)
    homes = [world.fixed_contract, world.cottage_contract]
    invoice = send_of_several("T1", homes)
    with opened(invoice.owner.number) as access:
        pages = [check_invoice(access, invoice.key, today=times.today(), page=page) for page in (1, 2, 9)]
        files = [
            {one.gsrn for one in list_checked_intervals(access, invoice.key, today=times.today(), page=page)}
            for page in (1, 2)
        ]
    gsrns = [home.location.point.gsrn for home in homes]
    assert [[site.site and site.site.gsrn for site in check.sites] for check in pages] == [
        [gsrns[0]],
        [gsrns[1]],
        [gsrns[1]],
    ]
    assert files == [{gsrns[0]}, {gsrns[1]}]
    assert [(check.part.first, check.part.last, check.part.total) for check in pages[:2]] == [
        (1, 1, 2),
        (2, 2, 2),
    ]
    for check in pages:
        assert (check.verdict, check.computed_total) == (Verdict.AGREES, None)
        assert [vat.difference for vat in check.vats] == [0]
