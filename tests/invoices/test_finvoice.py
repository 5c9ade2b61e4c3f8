"""Finvoice files of every make: what a customer will see of them is all there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from lxml import etree

from kajo.access.models import Customer
from kajo.core.models import ImportRun
from kajo.core.refusals import ImportRefused
from kajo.invoices.models import Invoice, InvoiceFile, InvoiceRow, InvoiceSite, InvoiceVat
from kajo.invoices.words import Channel, FileKind, InvoiceKind, Notice, RowKind
from tests.import_api import files
from tests.invoices import finvoices
from tests.invoices.finvoices import FRAME, PDF, bill, put, take, take_all

pytestmark = pytest.mark.django_db


def notices(invoice: Invoice) -> list[str]:
    return [notice["code"] for notice in invoice.notices]


def test_a_bill_is_taken_in_with_all_its_facts(home: Customer, tmp_path: Path) -> None:
    report = take(tmp_path, bill())
    assert str(report) == "bill.xml: Finvoice, read 1, changed 1, unchanged 0, missing 0"
    invoice = Invoice.everything.get()
    assert (invoice.owner, invoice.number, invoice.kind) == (home, "86851625", InvoiceKind.INVOICE)
    assert (invoice.dated_on, invoice.sent_on) == (date(2026, 11, 1), date(2026, 11, 1))
    assert (invoice.starts_on, invoice.ends_on) == (date(2026, 10, 1), date(2026, 11, 1))
    assert (invoice.due_on, invoice.printed_due_on) == (date(2026, 11, 15), date(2026, 11, 15))
    sums = (invoice.total_without_vat, invoice.total_vat, invoice.total_with_vat, invoice.amount_to_pay)
    assert sums == (Decimal("40.00"), Decimal("10.20"), Decimal("50.20"), Decimal("50.20"))
    assert (invoice.payee, invoice.iban, invoice.bic) == (
        "Esimerkkisähkö Oy",
        "FI7944052020036082",
        "HELSFIHH",
    )
    assert (invoice.reference, invoice.energy_kwh) == ("868516259619897", 500)
    assert invoice.specification == ["Kulutus 10/2025: 520 kWh"]
    assert invoice.links == [{"name": "PDF", "url": "https://example.invalid/lasku.pdf", "file": "lasku.pdf"}]
    assert invoice.seller["name"] == "Esimerkkisähkö Oy"
    assert notices(invoice) == []


def test_a_bills_rows_say_what_is_paid_for(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, bill())
    energy, fee = InvoiceRow.everything.order_by("position")
    assert (energy.kind, energy.quantity, energy.unit) == (RowKind.ENERGY, 500, "kWh")
    assert (energy.unit_price_without_vat, energy.amount_without_vat) == (Decimal("0.0720"), Decimal("36.00"))
    assert (energy.starts_on, energy.ends_on) == (date(2026, 10, 1), date(2026, 11, 1))
    assert (energy.used_quantity, energy.latest_reading_on) == (500, date(2026, 11, 1))
    assert energy.free_texts == ["Kulutus 1.10.-31.10.2026"]
    assert (fee.kind, fee.unit, fee.amount_with_vat) == (RowKind.BASIC_FEE, "kk", Decimal("5.02"))
    rate = InvoiceVat.everything.get()
    assert (rate.percent, rate.code, rate.base, rate.vat) == (Decimal("25.5"), "S", 40, Decimal("10.20"))


def test_a_bills_site_is_the_customers_own_location(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, bill())
    site = InvoiceSite.everything.get()
    assert site.location is not None and site.location.point.gsrn == files.HOME
    assert (site.contract_number, site.starts_on, site.ends_on) == (
        "S-1",
        date(2026, 10, 1),
        date(2026, 11, 1),
    )
    assert {row.site_id for row in InvoiceRow.everything.all()} == {site.pk}


def test_another_implementations_invoice_adds_up(home: Customer, tmp_path: Path) -> None:
    text = (finvoices.DATA / "gobl_invoice.xml").read_text(encoding="utf-8")
    whose = "<SellersBuyerIdentifier>100</SellersBuyerIdentifier>"
    take(tmp_path, finvoices.before(text, "<OrderIdentifier>", whose))
    invoice = Invoice.everything.get()
    assert (
        notices(invoice) == []
    )  # a charge of the whole invoice is a row, and a row's discount is in its sum
    assert [row.name for row in InvoiceRow.everything.order_by("position")] == [
        "Konsultointi", "Käsikirja", "Toimitus",
    ]  # fmt: skip
    assert [rate.percent for rate in InvoiceVat.everything.order_by("position")] == [
        Decimal("25.5"), Decimal("13.5"),
    ]  # fmt: skip
    assert invoice.links == [{"name": "PDF", "url": ""}]  # a file:// address is nobody's link


def test_the_original_is_kept_byte_for_byte(home: Customer, tmp_path: Path) -> None:
    content = bill().replace('encoding="UTF-8"', 'encoding="ISO-8859-15"').encode("iso-8859-15")
    framed = FRAME.encode() + content
    take(tmp_path, framed + b"\n")
    original = InvoiceFile.everything.get(kind=FileKind.ORIGINAL)
    assert bytes(original.content) == content.rstrip()
    assert (original.name, original.media_type) == ("86851625.xml", "application/xml")
    assert Invoice.everything.get().buyer["name"] == "Meikäläinen Maija"


def test_frames_and_many_invoices_stand_in_one_file(home: Customer, tmp_path: Path) -> None:
    report = take(tmp_path, "\n".join(FRAME + bill(str(number)) for number in (1, 2, 3)))
    assert (report.counts.read, report.counts.changed) == (3, 3)
    assert set(Invoice.everything.values_list("number", flat=True)) == {"1", "2", "3"}


def in_a_frame(*bills: str) -> str:
    """Return invoices inside one frame, which is all that declares their encoding."""
    inside = "".join(one.split("?>", 1)[1] for one in bills)
    return FRAME.replace("UTF-8", "ISO-8859-15").replace("</SOAP-ENV:Body>", f"{inside}</SOAP-ENV:Body>")


def test_a_frame_may_hold_invoices_inside_and_each_original_opens_by_itself(
    home: Customer, tmp_path: Path
) -> None:
    take(tmp_path, in_a_frame(bill("1"), bill("2")).encode("iso-8859-15"))
    assert [one.buyer["name"] for one in Invoice.everything.all()] == ["Meikäläinen Maija"] * 2
    for original in InvoiceFile.everything.filter(kind=FileKind.ORIGINAL):
        root = etree.fromstring(bytes(original.content))
        assert root.findtext("BuyerPartyDetails/BuyerOrganisationName") == "Meikäläinen Maija"
    assert take(tmp_path, bill("1"), "again.xml").counts.unchanged == 1


def test_an_invoice_inside_a_frame_may_lean_on_the_frames_namespaces(home: Customer, tmp_path: Path) -> None:
    leaning = bill().replace("<Finvoice ", '<Finvoice xsi:noNamespaceSchemaLocation="Finvoice3.0.xsd" ')
    schema = "http://www.w3.org/2001/XMLSchema-instance"
    framed = in_a_frame(leaning).replace(":Envelope ", f":Envelope xmlns:xsi='{schema}' ", 1)
    take(tmp_path, framed.encode("iso-8859-15"))
    assert notices(Invoice.everything.get()) == []
    original = InvoiceFile.everything.get(kind=FileKind.ORIGINAL)
    assert etree.fromstring(bytes(original.content)).attrib[f"{{{schema}}}noNamespaceSchemaLocation"]


def test_line_numbers_inside_a_frame_are_the_files(home: Customer, tmp_path: Path) -> None:
    bad = in_a_frame(bill(InvoiceDate="yesterday"))
    line = bad[: bad.index("yesterday")].count("\n") + 1
    with pytest.raises(ImportRefused, match=f"line {line}"):
        take(tmp_path, bad.encode("iso-8859-15"))


@pytest.mark.parametrize("version", ["1.2", "1.3", "2.01"])
def test_older_versions_are_shown_too(version: str, home: Customer, tmp_path: Path) -> None:
    old = (
        bill()
        .replace('Version="3.0"', f'Version="{version}"')
        .replace("BuyerPostalAddressDetails", "Unknown")
    )
    take(tmp_path, old)
    assert notices(Invoice.everything.get()) == []


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE Finvoice SYSTEM "Finvoice.dtd">',
        "<!DOCTYPE Finvoice\n  SYSTEM '/../tiedostot/finvoice/Finvoice.dtd'>",
        '<!DOCTYPE Finvoice PUBLIC "-//FK//Finvoice" "http://example.invalid/Finvoice.dtd" >',
        "<!DOCTYPE Finvoice>",
    ],
)
def test_an_old_version_may_name_a_dtd_which_is_never_fetched(
    doctype: str, home: Customer, tmp_path: Path
) -> None:
    style = '<?xml-stylesheet type="text/xsl" href="Finvoice.xsl"?>'
    old = finvoices.before(bill(), "<Finvoice ", f"{doctype}\n{style}\n").replace('"3.0"', '"1.2"')
    old = old.replace('encoding="UTF-8"', 'encoding="ISO-8859-15"')
    take(tmp_path, FRAME.encode() + old.encode("iso-8859-15"))
    assert (Invoice.everything.get().buyer["name"], notices(Invoice.everything.get())) == (
        "Meikäläinen Maija",
        [],
    )
    original = InvoiceFile.everything.get(kind=FileKind.ORIGINAL)
    assert bytes(original.content) == old.rstrip().encode("iso-8859-15")
    assert take(tmp_path, bill().replace('"3.0"', '"1.2"'), "again.xml").counts.unchanged == 1


def test_an_old_version_may_name_a_domestic_account(home: Customer, tmp_path: Path) -> None:
    account = '<EpiAccountID IdentificationSchemeName="BBAN">440520-236082</EpiAccountID>'
    old = bill().replace(
        '<EpiAccountID IdentificationSchemeName="IBAN">FI7944052020036082</EpiAccountID>', account
    )
    take(tmp_path, old)
    assert Invoice.everything.get().iban == "FI7944052020036082"


def test_what_merely_breaks_the_schema_is_taken_with_a_notice(home: Customer, tmp_path: Path) -> None:
    report = take(tmp_path, finvoices.before(bill(), "<InvoiceDetails>", "<Surprise>1</Surprise>"))
    invoice = Invoice.everything.get()
    (notice,) = invoice.notices
    assert (notice["code"], notice["line"]) == (Notice.BREAKS_SCHEMA, "25")
    assert "Surprise" in notice["problem"] and "Surprise" in report.warnings[0]
    assert b"<Surprise>" in bytes(InvoiceFile.everything.get().content)


@pytest.mark.parametrize("is_inside", [True, False])
def test_subtotals_are_left_out_of_the_totals(is_inside: bool, home: Customer, tmp_path: Path) -> None:
    subs = "".join(
        "<SubInvoiceRow>"
        f"<SubArticleName>{name}</SubArticleName>"
        f'<SubInvoicedQuantity QuantityUnitCode="kWh">{kwh}</SubInvoicedQuantity>'
        f'<SubRowVatExcludedAmount AmountCurrencyIdentifier="EUR">{net}</SubRowVatExcludedAmount>'
        "</SubInvoiceRow>"
        for name, kwh, net in (("Päiväenergia", "300", "24,00"), ("Yöenergia", "200", "12,00"))
    )
    text = finvoices.without(bill(), "InvoiceRow")
    total = finvoices.row("Energia yhteensä", "36,00")
    if is_inside:
        rows = total.replace("</InvoiceRow>", f"{subs}</InvoiceRow>")
    else:
        rows = f"{total}<InvoiceRow>{subs}</InvoiceRow>"
    take(tmp_path, finvoices.before(text, "<InvoiceRow>", rows))
    invoice = Invoice.everything.get()
    assert notices(invoice) == [Notice.BREAKS_SCHEMA] * is_inside and invoice.energy_kwh == 500
    total, day, night, _fee = InvoiceRow.everything.order_by("position")
    assert (total.is_subtotal, day.is_subtotal) == (True, False)
    assert (day.parent, night.parent) == (total, total)
    assert (day.kind, night.kind) == (RowKind.ENERGY_DAY, RowKind.ENERGY_NIGHT)


def test_a_price_for_a_hundred_units_is_understood(home: Customer, tmp_path: Path) -> None:
    text = finvoices.with_text(bill(), "UnitPriceAmount", "7,20")
    base = '<UnitPriceBaseQuantity QuantityUnitCode="kWh">100</UnitPriceBaseQuantity>'
    take(tmp_path, finvoices.before(text, "<RowPositionIdentifier>", base))
    assert notices(Invoice.everything.get()) == []
    assert InvoiceRow.everything.order_by("position")[0].price_base_quantity == 100


def test_a_rows_sum_holds_where_quantity_times_price_differs(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, bill(UnitPriceAmount="0,0730"))
    (notice,) = Invoice.everything.get().notices
    assert notice == {
        "code": Notice.WRONG_ROW, "row": "Energia, yleissähkö", "said": "36.00", "computed": "36.50",
    }  # fmt: skip
    assert InvoiceRow.everything.order_by("position")[0].amount_without_vat == 36


def test_a_printed_price_that_was_rounded_is_no_fault(home: Customer, tmp_path: Path) -> None:
    take(
        tmp_path, bill(InvoicedQuantity="1234", UnitPriceAmount="0,0292")
    )  # 36,0328: a true price of 0,02917
    assert notices(Invoice.everything.get()) == []


def test_a_credit_note_is_a_document_of_its_own(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, bill() + finvoices.credit_note().split("?>", 1)[1])
    credit = Invoice.everything.get(number="9001")
    assert (credit.kind, credit.credited_number) == (InvoiceKind.CREDIT_NOTE, "86851625")
    assert (credit.total_with_vat, credit.energy_kwh) == (Decimal("-50.20"), -500)
    assert notices(credit) == []


def test_several_delivery_sites_are_told_apart(home: Customer, tmp_path: Path) -> None:
    files.take_in(tmp_path, [files.location(gsrn=files.FLAT), files.contract("S-2", gsrn=files.FLAT)])
    party = (
        f"<AnyPartyDetails><AnyPartyText>Käyttöpaikka</AnyPartyText><AnyPartyOrganisationName>Mökki"
        f"</AnyPartyOrganisationName><AnyPartyPostalAddressDetails><AnyPartyStreetName>Rantatie 1"
        f"</AnyPartyStreetName><AnyPartyTownName>KOLHO</AnyPartyTownName><AnyPartyPostCodeIdentifier>35990"
        f"</AnyPartyPostCodeIdentifier></AnyPartyPostalAddressDetails>"
        f"<AnyPartySiteCode>{files.FLAT}</AnyPartySiteCode></AnyPartyDetails>"
    )
    text = finvoices.before(bill(), "<InvoiceDetails>", party)
    second = text.rindex("<InvoiceRow>") + len("<InvoiceRow>")
    text = f"{text[:second]}<InvoicedObjectID>{files.FLAT}</InvoicedObjectID>{text[second:]}"
    first = text.index("<InvoiceRow>") + len("<InvoiceRow>")
    text = f"{text[:first]}<InvoicedObjectID>{files.HOME}</InvoicedObjectID>{text[first:]}"
    take(tmp_path, text)
    home_site, cottage = InvoiceSite.everything.order_by("position")
    assert (home_site.gsrn, cottage.gsrn) == (files.HOME, files.FLAT)
    assert (cottage.address, cottage.contract_number) == ("Rantatie 1, 35990 KOLHO", "S-2")
    assert [row.site_id for row in InvoiceRow.everything.order_by("position")] == [home_site.pk, cottage.pk]


def test_terms_of_late_payment_are_kept(home: Customer, tmp_path: Path) -> None:
    fine = (
        "<PaymentOverDueFineDetails><PaymentOverDueFineFreeText>Viivästyskorko</PaymentOverDueFineFreeText>"
        "<PaymentOverDueFinePercent>9,5</PaymentOverDueFinePercent></PaymentOverDueFineDetails>"
    )
    take(tmp_path, finvoices.before(bill(), "</PaymentTermsDetails>", fine))
    invoice = Invoice.everything.get()
    assert (invoice.overdue_percent, invoice.overdue_text) == (Decimal("9.5"), "Viivästyskorko")


DEBITED = "<DirectDebitInfo><MandateReference>86851625</MandateReference></DirectDebitInfo>"


def test_direct_debit_is_how_it_was_delivered_until_a_delivery_says_otherwise(
    home: Customer, tmp_path: Path
) -> None:
    take(tmp_path, finvoices.before(bill(), "<VirtualBankBarcode>", DEBITED))
    invoice = Invoice.everything.get()
    assert (invoice.channel, notices(invoice)) == (Channel.DIRECT_DEBIT, [])
    delivery = {"record": "invoice_delivery", "change_number": 1, "invoice": finvoices.NUMBER}
    files.take_in(tmp_path, [{**delivery, "channel": "paper", "sent_on": "2026-11-02"}])
    assert Invoice.everything.get().channel == Channel.PAPER


def test_an_empty_mandate_is_none(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, finvoices.before(bill(), "<VirtualBankBarcode>", "<DirectDebitInfo/>"))
    assert Invoice.everything.get().channel == ""


def test_instalments_are_kept_with_their_days_and_references(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, finvoices.before(bill(), "<VirtualBankBarcode>", finvoices.IN_TWO_PARTS))
    invoice = Invoice.everything.get()
    assert invoice.instalments == [
        {"due_on": "2026-11-15", "amount": "25.10", "reference": "1232"},
        {"due_on": "2026-12-15", "amount": "25.10", "reference": "868516259619897"},
    ]
    assert notices(invoice) == []


def test_an_instalments_wrong_reference_is_noticed(home: Customer, tmp_path: Path) -> None:
    parts = finvoices.IN_TWO_PARTS.replace(">1232<", ">1233<")
    take(tmp_path, finvoices.before(bill(), "<VirtualBankBarcode>", parts))
    assert notices(Invoice.everything.get()) == [Notice.WRONG_REFERENCE]


def test_a_pdf_of_the_same_name_goes_in_with_its_invoice(home: Customer, tmp_path: Path) -> None:
    put(tmp_path, PDF, "bill.pdf")
    take(tmp_path, bill())
    pdf = InvoiceFile.everything.get(kind=FileKind.PDF)
    assert (bytes(pdf.content), pdf.name, pdf.size) == (PDF, "86851625.pdf", len(PDF))


def test_a_folder_goes_in_with_its_pdfs(home: Customer, tmp_path: Path) -> None:
    folder = tmp_path / "bills"
    folder.mkdir()
    put(folder, bill("1"), "one.xml")
    put(folder, PDF, "one.pdf")
    put(folder, bill("2") + bill("3"), "more.xml")
    put(folder, PDF, "more-3.pdf")
    assert len(take_all(folder)) == 2
    pdfs = InvoiceFile.everything.filter(kind=FileKind.PDF)
    assert set(pdfs.values_list("invoice__number", flat=True)) == {"1", "3"}


def test_the_command_tells_what_became_of_each_file(home: Customer, tmp_path: Path) -> None:
    folder = tmp_path / "bills"
    folder.mkdir()
    put(folder, bill("1", RowUsedQuantity="paljon"), "a.xml")
    put(folder, bill("2", InvoiceDate="eilen"), "b.xml")
    put(folder, PDF, "a.pdf")
    said, refused = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 of 2 files refused"):
        call_command("import", str(folder), stdout=said, stderr=refused)
    assert "a.xml: Finvoice, read 1, changed 1" in said.getvalue()
    assert "note: a.xml, line 60, RowUsedQuantity: 'paljon' is not a number such as 50,20" in said.getvalue()
    assert (
        "b.xml, line 31, InvoiceDate: 'eilen' is not a day such as 20260131; correct it" in refused.getvalue()
    )


def test_invoice_and_pdf_may_be_named_together(home: Customer, tmp_path: Path) -> None:
    paths = [put(tmp_path, bill()), put(tmp_path, PDF, "bill.pdf")]
    assert len(take_all(*paths)) == 1


def test_a_pdf_may_come_later(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, bill())
    put(tmp_path, PDF, "bill.pdf")
    report = take(tmp_path, bill())
    assert (report.repeated, report.counts.changed) == (False, 1)
    assert InvoiceFile.everything.filter(kind=FileKind.PDF).count() == 1
    assert take(tmp_path, bill()).repeated


def test_the_same_invoice_in_another_frame_or_encoding_changes_nothing(
    home: Customer, tmp_path: Path
) -> None:
    take(tmp_path, bill())
    again = FRAME + bill().replace("\n  ", "\n\t").replace("Original<", "Copy<")
    assert take(tmp_path, again).counts.unchanged == 1
    other = bill().replace('encoding="UTF-8"', 'encoding="ISO-8859-15"').encode("iso-8859-15")
    assert take(tmp_path, other).counts.unchanged == 1
    assert Invoice.everything.count() == 1 and ImportRun.objects.filter(kind="Finvoice").count() == 3


def test_two_files_with_the_same_invoice_in_one_call_bring_it_once(home: Customer, tmp_path: Path) -> None:
    first, second = take_all(put(tmp_path, bill(), "a.xml"), put(tmp_path, bill(), "b.xml"))
    assert "nothing was changed" in str(second) and "changed 1" in str(first)
