"""What a customer sees of one invoice."""

from __future__ import annotations

from kajo.access.areas import Area
from kajo.invoices.models import Invoice
from tests.access import people
from tests.conftest import Visit
from tests.customer_site.invoices.bills import (
    OTHER_GSRN,
    Household,
    bill,
    found,
    household,
    payment,
    row,
    send,
    status,
)
from tests.pages import Page
from tests.visiting import Visitor


def opened(visitor: Visitor, number: str) -> Page:
    return visitor.get("invoice-detail", found(number)).is_shown()


def copied(page: Page) -> list[str]:
    """Return what the page's buttons copy."""
    assert page.tree is not None
    return [str(value) for value in page.tree.xpath("//@data-kajo-copy")]


def test_an_open_invoice_shows_how_to_pay_it_and_copies_it(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    page = opened(visit(home.owner), "70000001")
    page.says("€125.50 to pay, due Thursday 10 Dec 2026")
    page.says("Payee Kajo Energia Oy").says("FI79 4405 2020 0360 82").says("HELSFIHH").says(
        "86851 62596 19897"
    )
    assert {"FI7944052020036082", "868516259619897", "125,50"} <= set(copied(page))


def test_a_paid_invoice_shows_the_same_details_without_tools(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"), payment("70000001"))
    page = opened(visit(home.owner), "70000001")
    page.says("€125.50, paid 20 Nov 2026").says("FI79 4405 2020 0360 82").says("86851 62596 19897")
    page.says("Due date 10 Dec 2026").says("Sum €125.50").says("Paid 20 Nov 2026 €125.50")
    assert copied(page) == []


def test_what_is_in_the_bank_is_not_to_be_paid_twice(home: Household, visit: Visit) -> None:
    send(home.bill("70000001", channel="e_invoice"), home.bill("70000002", channel="direct_debit"))
    owner = visit(home.owner)
    as_e_invoice, as_debit = opened(owner, "70000001"), opened(owner, "70000002")
    as_e_invoice.says("This invoice is in your bank as an e-invoice")
    as_debit.says("Your bank pays this invoice by direct debit")
    for page in (as_e_invoice, as_debit):
        page.says("Do not pay it twice. Change the due date in your bank.").has_no("Postpone the due date")
        assert copied(page) == []


def test_what_waits_in_the_bank_past_its_day_is_looked_for_there_first(home: Household, visit: Visit) -> None:
    send(home.bill("70000001", channel="e_invoice", due_on="2026-11-20"))
    page = opened(visit(home.owner), "70000001").has_no("Change the due date")
    page.says("Do not pay it twice. It has not been paid: look first whether your bank has it waiting.")


def test_a_companys_e_invoice_is_in_its_own_system(visit: Visit) -> None:
    company = household("900300", kind="company", business_id="2077474-0")
    send(company.bill("70000001", channel="e_invoice"))
    page = opened(visit(company.owner), "70000001").has_no("your bank")
    page.says("This invoice was sent to your company's own system as an e-invoice")
    assert copied(page) == []
    owner = visit(company.owner)
    owner.get("invoice-to-pay", company.customer).says("sent as an e-invoice").has_no("your bank")
    front = owner.get("front", company.customer).has_no("your bank")
    front.says("This invoice was sent as an e-invoice. Do not pay it twice.")
    in_finnish = visit(company.owner, language="fi")
    opened(in_finnish, "70000001").says("Verkkolasku").has_no("E-lasku")


def test_reminders_and_collection_are_told_with_their_days(home: Household, visit: Visit) -> None:
    send(home.bill("70000001", due_on="2026-09-10"))
    send(status("70000001", reminded_on="2026-10-01", collection_on="2026-12-01"))
    page = opened(visit(home.owner), "70000001").says("Reminded").says("Reminder sent 1 Oct 2026")
    page.has_no("Given to collection")


def test_a_site_without_an_address_has_that_of_the_customers_own_location(
    home: Household, visit: Visit
) -> None:
    gsrn = home.home.point.gsrn
    send(home.bill("70000001", sites=[{"gsrn": gsrn}]))
    opened(visit(home.owner), "70000001").says(home.home.street)
    payer = household("900200", OTHER_GSRN)
    send(bill("70000002", payer.customer.number, gsrn, sites=[{"gsrn": gsrn}]))
    opened(visit(payer.owner), "70000002").has_no(home.home.street)


def test_one_in_collection_is_paid_as_the_collector_says(home: Household, visit: Visit) -> None:
    send(home.bill("70000001", due_on="2026-11-10", channel="e_invoice"))
    send({"record": "invoice_status", "invoice": "70000001", "collection_on": "2026-11-20"})
    page = opened(visit(home.owner), "70000001")
    page.says("Pay it as the collection agency's letter says.").has_no("in your bank")
    assert copied(page) == []


def test_rows_prices_and_vat_are_shown_as_the_law_wants(home: Household, visit: Visit) -> None:
    send(home.bill("70000001", agreement_kind="Kajo Kiinteä", agreement_last_day="2027-01-14"))
    page = opened(visit(home.owner), "70000001")
    table = page.table("Invoicing period 1–31 Oct 2026")
    assert table.rows[0] == ["Energia", "1,000 kWh", "9.604 c/kWh", "25.5%", "96.04"]
    assert table.rows[1] == ["Perusmaksu", "1 mo", "3.96 €/mo", "25.5%", "3.96"]
    assert [line[0] for line in table.rows[2:]] == ["Total without VAT", "VAT 25.5% of €100.00", "Total"]
    assert [line[-1] for line in table.rows[2:]] == ["100.00", "25.50", "€125.50"]
    page.says("The invoice has no electricity tax")
    page.says("Consumer Disputes Board").says("Consumer Advisory Services").says("Energy Authority")
    page.has_link("Compare prices in the Energy Authority's service, sahkonhinta.fi")
    page.says("A new seller needs the number of your metering point").says("09 4245 0000").says(
        "laskutus@kajo.example"
    )


def test_the_invoice_says_until_when_its_contract_holds(home: Household, visit: Visit) -> None:
    send(
        home.bill(
            "70000001", agreement_number="X-1", agreement_kind="Kajo Kiinteä", agreement_last_day="2027-01-14"
        )
    )
    reader = people.reader("invoice-reader", home.customer.number, Area.INVOICES)
    page = opened(visit(reader), "70000001")
    page.says("Kajo Kiinteä").says("X-1").says("Valid until 14 Jan 2027")
    page.has_no_link("Basic electricity").has_no_link("See the consumption of these days")


def test_an_owner_goes_on_from_an_invoice_to_its_contract_and_readings(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    page = opened(visit(home.owner), "70000001")
    page.has_link("Basic electricity").has_link("See the consumption of these days")


def test_a_row_with_parts_shows_them_and_electricity_tax_is_not_denied(home: Household, visit: Visit) -> None:
    tax = row("electricity_tax", "Sähkövero", "1000", "kWh", "0.02827", "28.27")
    energy = row("energy", "Energia", "1000", "kWh", "0.0604", "60.40", average_price="0.0604")
    whole = {"kind": "other", "name": "Sähkö", "amount_without_vat": "88.67", "rows": [energy, tax]}
    send(home.bill("70000001", rows=[whole]))
    page = opened(visit(home.owner), "70000001")
    assert [line[0].split()[0] for line in page.table("Invoicing").rows[:3]] == [
        "Sähkö",
        "Energiamean",
        "Sähkövero",
    ]
    page.says("2.827 c/kWh").says("mean price 6.04 c/kWh").has_no("has no electricity tax")


def test_several_locations_have_a_table_each(home: Household, visit: Visit) -> None:
    sites = [
        {"gsrn": home.home.point.gsrn, "address": "Koivutie 4"},
        {"gsrn": OTHER_GSRN, "address": "Mökkitie 9"},
    ]
    rows = [
        row("energy", f"Energia {place}", "1", "kWh", "50", "50.00", gsrn=site["gsrn"])
        for place, site in enumerate(sites)
    ]
    send(home.bill("70000001", sites=sites, rows=rows))
    page = opened(visit(home.owner), "70000001")
    page.says("Koivutie 4 · 643006 9660 2279 1278").says("Mökkitie 9 · 643007 5740 0013 8589")
    assert [line[0] for line in page.table("Invoicing").rows] == ["Energia 0"]


def test_the_same_days_a_year_before_are_compared(home: Household, visit: Visit) -> None:
    before = {"dated_on": "2025-11-08", "starts_on": "2025-10-01", "last_day": "2025-10-31"}
    send(home.bill("70000001"), home.bill("60000001", **before, energy_kwh="1250"))
    owner = visit(home.owner)
    opened(owner, "70000001").says("The same days a year before, 1–31 Oct 2025: 1,250.0 kWh").says("(−20.0%)")
    opened(owner, "60000001").says("There is no invoice of the same days a year before to compare with.")


def test_other_days_a_year_before_are_not_compared(home: Household, visit: Visit) -> None:
    before = {"dated_on": "2025-11-08", "starts_on": "2025-10-03", "last_day": "2025-10-31"}
    send(home.bill("70000001"), home.bill("60000001", **before))
    opened(visit(home.owner), "70000001").says("There is no invoice of the same days a year before")


def test_of_an_invoice_before_april_2020_only_the_basics_are_shown(home: Household, visit: Visit) -> None:
    early = {"dated_on": "2020-03-31", "free_texts": ["Tiedoksi kaikille"]}
    send(home.bill("60000001", **early), home.bill("60000002", **{**early, "dated_on": "2020-04-01"}))
    owner = visit(home.owner)
    page = opened(owner, "60000001")
    page.says("Rows and VAT are shown of invoices dated 1 Apr 2020 or later.").says("€125.50").says(
        "FI79 4405"
    )
    page.has_no("Perusmaksu", "96.04", "€25.50", "Tiedoksi")
    opened(owner, "60000002").says("96.04").says("Tiedoksi kaikille").has_no(
        "Rows and VAT are shown of invoices"
    )


def test_a_credit_note_and_its_invoice_lead_to_each_other(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"), home.credit_note("70000002", of="70000001"))
    page = opened(visit(home.owner), "70000001")
    page.says("€125.50, credited: do not pay it").says(
        "Credit note 70000002 of 8 Nov 2026, −€125.50, credits this invoice."
    )
    assert copied(page) == []
    note = page.follow("Open the credit note").says("Credit note 70000002").says("€125.50 in your favour")
    note.says("This credit note credits invoice 70000001 of 8 Nov 2026.")
    note.follow("Open that invoice").says("Invoice 70000001")


def test_a_credit_note_of_an_unknown_invoice_says_which(home: Household, visit: Visit) -> None:
    send(home.credit_note("70000002", of="69999999"))
    opened(visit(home.owner), "70000002").says(
        "This credit note credits invoice 69999999, which is not shown here."
    )


def test_what_was_odd_at_the_import_is_said_in_words(home: Household, visit: Visit) -> None:
    send(home.bill("70000001", reference="1234"), home.bill("70000002", total_vat="25.60"))
    owner = visit(home.owner)
    wrong = opened(owner, "70000001").says(
        "The check digit of the reference number is wrong. Ask us before you pay."
    )
    assert copied(wrong) == []
    opened(owner, "70000002").says(
        "The sum without VAT and the VAT do not add up to the total.",
        "The invoice says €125.50; computed it is €125.60.",
    )


def test_a_final_bill_says_where_the_balance_goes(home: Household, visit: Visit) -> None:
    sums = {
        "total_with_vat": "-42.10",
        "total_without_vat": "-33.55",
        "total_vat": "-8.55",
        "vats": [],
        "rows": [],
    }
    told = {"refund_to": "FI21 1234 5600 0007 85", "refund_on": "2026-12-05"}
    send(home.bill("70000001", is_final=True, **sums, **told), home.bill("70000002", is_final=True, **sums))
    owner = visit(home.owner)
    page = (
        opened(owner, "70000001")
        .says("€42.10, a balance in your favour")
        .says("It leaves €42.10 in your favour.")
    )
    page.says("There is nothing to pay: the sum is in your favour.")
    page.says("It is paid to FI21 1234 5600 0007 85.").says("The day of payment is 5 Dec 2026.")
    opened(owner, "70000002").says("We do not know yet where to pay it")


def test_a_payer_of_anothers_electricity_sees_the_invoice_but_no_readings(
    home: Household, visit: Visit
) -> None:
    payer = household("900200", OTHER_GSRN)
    send(bill("70000001", payer.customer.number, home.home.point.gsrn))
    page = opened(visit(payer.owner), "70000001")
    page.says("€125.50 to pay").says("Koivutie 4").has_no_link("See the consumption of these days")
    visit(home.owner).get("invoice-list", home.customer).has_no("70000001")
    visit(home.owner).get("invoice-detail", found("70000001"), customer=home.customer.key).is_not_there()


def test_a_script_in_an_invoice_is_text(home: Household, visit: Visit) -> None:
    links = [{"name": "Liite", "url": "https://kajo.example/1"}]
    send(home.bill("70000001", free_texts=["<script>alert(1)</script>"], payee="<b>Kajo</b>", links=links))
    page = opened(visit(home.owner), "70000001").says("<script>alert(1)</script>").says("<b>Kajo</b>")
    page.has_link("Liite")


def test_no_invoice_says_its_number_in_the_address(home: Household) -> None:
    send(home.bill("70000001"))
    assert Invoice.everything.get().key != "70000001"
