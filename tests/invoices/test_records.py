"""Invoices, payments and what happens to them as JSON Lines: each once, and never an older over a newer."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kajo.access.models import Customer
from kajo.core.refusals import ImportRefused
from kajo.invoices.models import Invoice, InvoiceFile, InvoiceRow, InvoiceSite, Payment, PaymentsKnown
from kajo.invoices.words import Channel, InvoiceKind, Notice
from tests.import_api import files
from tests.import_api.files import take_in
from tests.invoices import records
from tests.invoices.finvoices import PDF, take
from tests.invoices.records import due_date, invoice, newer, payment, status

pytestmark = pytest.mark.django_db


def refusal(folder: Path, *sent: Any) -> str:
    with pytest.raises(ImportRefused) as refused:
        take_in(folder, sent)
    return str(refused.value)


def test_an_invoice_comes_with_all_that_happened_to_it(home: Customer, tmp_path: Path) -> None:
    take_in(
        tmp_path,
        [
            payment(), records.delivery(), status(reminded_on="2026-12-06"),
            records.known("2026-11-24T06:00:00+02:00"), invoice(),
        ],
    )  # fmt: skip
    kept = Invoice.everything.get()
    assert (kept.owner, kept.energy_kwh, kept.amount_to_pay) == (home, 100, Decimal("15.06"))
    assert (kept.channel, kept.sent_on) == (Channel.E_INVOICE, date(2026, 11, 9))
    assert (kept.iban, kept.reference) == ("FI7944052020036082", "868516259619897")
    assert (kept.reminded_on, kept.collection_on, kept.notices) == (date(2026, 12, 6), None, [])
    assert Payment.everything.get().amount == Decimal("15.06")
    assert InvoiceSite.everything.get().location is not None
    assert PaymentsKnown.objects.get().known_at.isoformat() == "2026-11-24T04:00:00+00:00"


def test_the_order_of_files_does_not_matter(home: Customer, tmp_path: Path) -> None:
    changes = ((2, "2026-12-01"), (5, "2026-12-09"), (3, "2026-12-05"))
    for number, order in enumerate(itertools.permutations(changes)):
        take_in(tmp_path, [invoice(str(number))])
        for change_number, due_on in order:
            take_in(tmp_path, [newer(due_date(due_on, str(number)), change_number)])
        kept = Invoice.everything.get(number=str(number))
        assert (kept.due_on, kept.printed_due_on) == (date(2026, 12, 9), date(2026, 11, 29))


def test_a_payment_counts_once_by_its_number(home: Customer, tmp_path: Path) -> None:
    take_in(tmp_path, [invoice(), payment()])
    take_in(tmp_path, [payment(), records.known("2026-11-24T06:00:00+02:00")])
    take_in(tmp_path, [newer(payment(amount="10.00"), 2)])
    take_in(tmp_path, [payment(amount="99.00")])
    assert [kept.amount for kept in Payment.everything.all()] == [Decimal("10.00")]


def test_a_cancelled_payment_stays_cancelled(home: Customer, tmp_path: Path) -> None:
    take_in(tmp_path, [invoice(), newer(payment(cancelled=True), 2)])
    take_in(tmp_path, [payment()])
    assert Payment.everything.get().is_cancelled


def test_a_payment_stays_with_its_invoice(home: Customer, tmp_path: Path) -> None:
    take_in(tmp_path, [invoice(), invoice("2"), payment()])
    assert "payment M-1 is of invoice 1" in refusal(tmp_path, newer(payment(invoice="2"), 2))


@pytest.mark.parametrize(
    "record", [payment(), records.delivery(), due_date("2026-12-09"), status(collection_on="2026-12-09")]
)
def test_what_happens_to_an_unknown_invoice_is_refused(record: Any, home: Customer, tmp_path: Path) -> None:
    assert "there is no invoice 1; send it first" in refusal(tmp_path, record)


def test_a_document_does_not_change_whatever_its_number(home: Customer, tmp_path: Path) -> None:
    take_in(tmp_path, [invoice()])
    assert take_in(tmp_path, [newer(invoice(), 7)]).counts.unchanged == 1
    said = refusal(tmp_path, newer(invoice(total_with_vat="15.07"), 8))
    assert "invoice 1 is here already with other content (2026-11-08, 15.06 €" in said


def test_the_same_invoice_as_finvoice_and_as_record_is_a_conflict(home: Customer, tmp_path: Path) -> None:
    from tests.invoices.finvoices import bill

    take(tmp_path, bill("1"))
    assert "other content (2026-11-01, 50.20 €, finvoice" in refusal(tmp_path, invoice())


def test_a_pdf_comes_with_the_invoice_or_later(home: Customer, tmp_path: Path) -> None:
    take_in(tmp_path, [invoice(pdf=records.pdf()), invoice("2")])
    take_in(tmp_path, [newer(invoice("2", pdf=records.pdf()), 2)])
    assert [bytes(file.content) for file in InvoiceFile.everything.all()] == [PDF, PDF]
    said = refusal(tmp_path, newer(invoice(pdf=records.pdf(PDF + b" ")), 3))
    assert "invoice 1 has another PDF already" in said


def test_a_credit_note_names_what_it_credits(home: Customer, tmp_path: Path) -> None:
    credit = invoice("2", kind="credit_note", credited_number="1", total_with_vat="-15.06", total_vat="-3.06")
    credit |= {"total_without_vat": "-12.00", "vats": [], "rows": []}
    take_in(tmp_path, [credit, invoice()])
    kept = Invoice.everything.get(number="2")
    assert (kept.kind, kept.credited_number, kept.notices) == (InvoiceKind.CREDIT_NOTE, "1", [])


def test_rows_of_a_row_make_its_sum(home: Customer, tmp_path: Path) -> None:
    inner = invoice()["rows"]
    outer = {"name": "Sähkö", "amount_without_vat": "12.00", "gsrn": files.HOME, "rows": inner}
    take_in(tmp_path, [invoice(rows=[outer])])
    kept = Invoice.everything.get()
    total, energy, fee = InvoiceRow.everything.order_by("position")
    assert (kept.energy_kwh, kept.notices) == (100, [])
    assert (total.is_subtotal, energy.parent, fee.site) == (True, total, total.site)


def test_without_a_customer_the_sites_tell_whose_it_is(home: Customer, tmp_path: Path) -> None:
    take_in(tmp_path, [invoice(customer=None)])
    assert Invoice.everything.get().owner == home


def test_a_wrong_sum_is_noticed(home: Customer, tmp_path: Path) -> None:
    report = take_in(tmp_path, [invoice(total_vat="3.07")])
    (total, vat) = Invoice.everything.get().notices
    assert total == {"code": Notice.WRONG_TOTAL, "said": "15.06", "computed": "15.07"}
    assert vat["code"] == Notice.WRONG_VAT
    assert "invoice 1 was taken though odd: wrong total (said 15.06, computed 15.07)" in report.warnings[0]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (invoice(total_with_vat="15.061"), "total_with_vat: '15.061' has more than 2 decimals"),
        (invoice(total_with_vat=15.06), "written as text"),
        (invoice(kind="receipt"), "kind: 'receipt' is not one of"),
        (invoice(credited_number="3"), "give credited_number to a credit note, and to no other"),
        (invoice(last_day="2026-09-30"), "a last_day is before its starts_on"),
        (invoice(rows=[{"gsrn": files.FLAT}]), f"a row is of {files.FLAT}, which is not in sites"),
        (invoice(sites=[{"gsrn": files.HOME}] * 2), "a gsrn stands twice in sites"),
        (invoice(pdf="%PDF"), "pdf: '%PDF' is not base64"),
        (invoice(links=[{"url": "javascript:alert(1)"}]), "'javascript:alert(1)' is not an address"),
        (invoice(customer="999"), "there is no customer 999"),
        (payment(amount="1e9"), "amount"),
        (records.known("2026-11-24T06:00:00"), "known_at: '2026-11-24T06:00:00' has no offset"),
    ],
)  # fmt: skip
def test_a_bad_record_is_told_by_field(record: Any, said: str, home: Customer, tmp_path: Path) -> None:
    assert said in refusal(tmp_path, record)
    assert not Invoice.everything.exists()
