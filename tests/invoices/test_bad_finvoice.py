"""Finvoice files that are wrong: a clear error or a clear notice, and nothing lost or half done."""

from __future__ import annotations

from pathlib import Path

import pytest

from kajo.access.models import Customer
from kajo.core.models import ImportRun
from kajo.core.refusals import Fault, ImportRefused
from kajo.invoices.finvoice_imports import MOST_PDF_BYTES
from kajo.invoices.formats.finvoice import splitting
from kajo.invoices.models import Invoice, InvoiceFile, InvoiceSite
from kajo.invoices.words import FileKind, Notice
from tests.import_api import files
from tests.invoices import finvoices
from tests.invoices.finvoices import FRAME, PDF, bill, put, take, take_all

pytestmark = pytest.mark.django_db

BOMB = """<?xml version="1.0"?><!DOCTYPE Finvoice [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;">]>"""
HIDDEN = """<?xml version="1.0"?><!DOCTYPE Finvoice SYSTEM "a.dtd"><!DOCTYPE Finvoice [<!ENTITY c "c">]>"""
OTHER = """<?xml version="1.0"?><!DOCTYPE html SYSTEM "a.dtd">"""
INNER = """<?xml version="1.0"?><!DOCTYPE Finvoice SYSTEM "a.dtd" [<!ENTITY c "c">]>"""
EXTERNAL = """<?xml version="1.0"?><!DOCTYPE Finvoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>"""


def refusal(folder: Path, content: str | bytes) -> Fault:
    """Return the first fault; nothing was kept."""
    before = Invoice.everything.count(), ImportRun.objects.count()
    with pytest.raises(ImportRefused) as refused:
        take(folder, content)
    assert (Invoice.everything.count(), ImportRun.objects.count()) == before
    return refused.value.faults[0]


def notices(invoice: Invoice) -> list[str]:
    return [notice["code"] for notice in invoice.notices]


def after_declaration(text: str) -> str:
    return text.split("?>", 1)[1]


@pytest.mark.parametrize("prolog", [BOMB, EXTERNAL, HIDDEN, OTHER, INNER])
def test_entities_are_never_known(prolog: str, home: Customer, tmp_path: Path) -> None:
    entity = "&x;" if prolog is EXTERNAL else "&c;"
    fault = refusal(tmp_path, prolog + after_declaration(bill(BuyerOrganisationName=entity)))
    assert "declares a document type" in fault.problem


def test_an_entity_without_a_document_type_is_no_xml(home: Customer, tmp_path: Path) -> None:
    fault = refusal(tmp_path, bill(BuyerOrganisationName="&c;"))
    assert (fault.line, "not well-formed" in fault.problem) == (16, True)


def test_deep_nesting_is_refused(home: Customer, tmp_path: Path) -> None:
    deep = "<a>" * 5000 + "</a>" * 5000
    assert "well-formed" in refusal(tmp_path, finvoices.before(bill(), "<InvoiceDetails>", deep)).problem


def test_a_huge_file_is_refused_unread(
    home: Customer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, bill())
    with path.open("r+b") as opened:
        opened.truncate(300_000_000)  # a hole: no room on the disk
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("it was read"))
    (answer,) = take_all(path)
    assert str(answer) == "bill.xml: is over 50 MB; split it"


def test_a_huge_invoice_is_refused(home: Customer, tmp_path: Path) -> None:
    big = bill(SpecificationFreeText="x" * splitting.MOST_DOCUMENT_BYTES)
    assert "over 10 MB" in refusal(tmp_path, big).problem


def test_a_file_cut_short_is_refused_whole(home: Customer, tmp_path: Path) -> None:
    text = bill("1") + bill("2")
    fault = refusal(tmp_path, text[: len(text) - 300])
    assert (fault.line, "cut short" in fault.problem) == (105, True)


def test_a_frame_without_its_invoice_is_refused(home: Customer, tmp_path: Path) -> None:
    assert "ends after the frame" in refusal(tmp_path, FRAME).problem


@pytest.mark.parametrize(
    ("declared", "encoding", "said"),
    [
        ("UTF-8", "iso-8859-15", "is not in utf-8 on line 16"),
        ("ISO-8859-15", "utf-8", "says that it is in iso-8859-15, but it is in UTF-8"),
        ("UTF-7", "utf-8", "declares the encoding utf-7"),
        ("EBCDIC-CP-FI", "utf-8", "declares the encoding ebcdic-cp-fi"),
    ],
)
def test_a_wrong_encoding_is_told(
    declared: str, encoding: str, said: str, home: Customer, tmp_path: Path
) -> None:
    text = bill(BuyerOrganisationName="Meikäläinen").replace("UTF-8", declared).replace("SÄHKÖ", "SAHKO")
    text = text.replace("Esimerkkisähkö", "Esimerkki")
    assert said in refusal(tmp_path, text.encode(encoding)).problem


@pytest.mark.parametrize(
    ("element", "words", "said"),
    [
        ("InvoiceTotalVatIncludedAmount", "", "is missing"),
        ("InvoiceTotalVatIncludedAmount", "paljon", "'paljon' is not a number such as 50,20"),
        ("InvoiceTotalVatIncludedAmount", "1.088,36", "is not a number"),
        ("InvoiceDate", "20260231", "'20260231' is not a day"),
        ("InvoiceDate", "19260201", "is not a day"),
        ("InvoiceNumber", " ", "is missing"),
        ("InvoiceTypeCode", "ORD01", "'ORD01' is no type of an invoice"),
        ("OriginCode", "Cancel", "cancels an invoice"),
    ],
)
def test_a_needed_fact_that_lacks_is_told_by_line_and_element(
    element: str, words: str, said: str, home: Customer, tmp_path: Path
) -> None:
    fault = refusal(tmp_path, bill(**{element: words}))
    assert fault.field is not None and fault.field.endswith(element)
    assert said in fault.problem and fault.line is not None


def test_other_currencies_are_refused(home: Customer, tmp_path: Path) -> None:
    text = bill().replace("EUR", "SEK")
    assert "is in SEK" in refusal(tmp_path, text).problem


def test_a_fact_that_is_not_needed_may_be_unreadable(home: Customer, tmp_path: Path) -> None:
    report = take(tmp_path, bill(PaymentTermsFreeText="x", InvoicingPeriodStartDate="lokakuu"))
    assert Invoice.everything.get().starts_on is None
    assert any("'lokakuu' is not a day such as 20260131; it is left out" in said for said in report.warnings)


def test_a_language_of_three_letters_is_no_obstacle(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, bill(InvoiceRecipientLanguageCode="FIN"))
    assert Invoice.everything.get().language == "fi"


def test_an_unknown_customer_is_refused(home: Customer, tmp_path: Path) -> None:
    fault = refusal(tmp_path, bill(SellersBuyerIdentifier="999"))
    assert fault.problem == "there is no customer 999; send it first, or in the same file"


def test_without_a_customer_number_the_contract_tells_whose_it_is(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, finvoices.without(bill(), "SellersBuyerIdentifier"))
    assert Invoice.everything.get().owner == home


def test_without_a_contract_then_it_is_nobodys(home: Customer, tmp_path: Path) -> None:
    text = finvoices.without(bill(InvoicingPeriodStartDate="20230101"), "SellersBuyerIdentifier")
    text = finvoices.with_text(text, "InvoicingPeriodEndDate", "20230131")
    assert "lead to none; send the customer number" in refusal(tmp_path, text).problem


def test_over_a_change_of_holder_nobody_is_guessed(home: Customer, tmp_path: Path) -> None:
    ended = files.contract(last_day="2026-10-15", change_number=2)
    new = files.contract("S-9", customer="200", starts_on="2026-10-16")
    files.take_in(tmp_path, [ended, files.location("200"), new])
    text = finvoices.without(bill(), "SellersBuyerIdentifier")
    assert "lead to several" in refusal(tmp_path, text).problem


def test_a_payer_who_is_not_the_contracts_customer_gets_no_location(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, bill(SellersBuyerIdentifier="200"))
    invoice, site = Invoice.everything.get(), InvoiceSite.everything.get()
    assert (invoice.owner.number, site.gsrn, site.location) == ("200", files.HOME, None)


def test_a_payer_who_held_the_place_at_another_time_gets_no_location(home: Customer, tmp_path: Path) -> None:
    ended = files.contract(last_day="2026-08-31", change_number=2)
    files.take_in(tmp_path, [ended])
    take(tmp_path, bill())
    assert InvoiceSite.everything.get().location is None


def test_a_contract_that_comes_later_gives_the_site_its_location(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, bill(SellersBuyerIdentifier="200"))
    take(tmp_path, bill("2"))
    theirs, own = InvoiceSite.everything.order_by("owner__number", "pk").reverse()
    assert (theirs.location, own.location is None) == (None, False)
    moved = files.contract(last_day="2026-09-30", change_number=2)
    new = files.contract("S-9", customer="200", starts_on="2026-10-01")
    files.take_in(tmp_path, [moved, files.location("200"), new])
    theirs.refresh_from_db()
    own.refresh_from_db()
    assert theirs.location is not None and theirs.location.owner.number == "200"
    assert own.location is None  # the contract had ended before the invoice's period


def test_a_period_that_ends_before_it_starts_is_left_out(home: Customer, tmp_path: Path) -> None:
    report = take(tmp_path, bill(InvoicingPeriodEndDate="20260930"))
    assert Invoice.everything.get().ends_on is None
    assert "is before the period's start; the period is left out" in report.warnings[0]


def test_the_same_number_with_other_content_is_a_conflict(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, bill())
    other = bill(InvoiceTotalVatIncludedAmount="50,21")
    fault = refusal(tmp_path, other)
    assert "86851625 is here already with other content (2026-11-01, 50.20 €" in fault.problem
    assert "this one: 2026-11-01, 50.21 €" in fault.problem


def test_two_same_numbers_in_one_file_are_a_conflict(home: Customer, tmp_path: Path) -> None:
    both = bill() + after_declaration(bill(InvoiceTotalVatIncludedAmount="50,21"))
    assert "is here already with other content" in refusal(tmp_path, both).problem


def test_one_bad_file_of_many_keeps_only_itself_out(home: Customer, tmp_path: Path) -> None:
    paths = [
        put(tmp_path, bill("1"), "a.xml"),
        put(tmp_path, bill("2", SellersBuyerIdentifier="999") + bill("3"), "b.xml"),
        put(tmp_path, bill("4"), "c.xml"),
        put(tmp_path, bill("4", InvoiceTotalVatIncludedAmount="1,00"), "d.xml"),
    ]
    assert [isinstance(answer, ImportRefused) for answer in take_all(*paths)] == [False, True, False, True]
    assert set(Invoice.everything.values_list("number", flat=True)) == {"1", "4"}


def test_a_value_that_the_database_cannot_hold_keeps_only_its_file_out(
    home: Customer, tmp_path: Path
) -> None:
    good = put(tmp_path, bill("1"), "a.xml")
    odd = put(tmp_path, bill("2", AgreementIdentifier="x\ufffe"), "b.xml")
    huge = put(tmp_path, bill("3", EpiInstructedAmount="999999999999,99", RowUsedQuantity="5"), "c.xml")
    answers = take_all(good, odd, huge)
    assert not isinstance(answers[0], ImportRefused)
    assert Invoice.everything.filter(number="1").exists()


def test_sums_that_do_not_add_up_are_shown_with_a_notice(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, bill(InvoiceTotalVatExcludedAmount="40,01"))
    assert notices(Invoice.everything.get()) == [Notice.WRONG_TOTAL, Notice.WRONG_ROWS]


def test_vat_that_does_not_add_up_is_noticed(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, bill(VatRateAmount="10,21"))
    assert notices(Invoice.everything.get()) == [Notice.WRONG_VAT]


def test_another_amount_to_pay_is_noticed(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, bill(EpiInstructedAmount="50,00"))
    assert notices(Invoice.everything.get()) == [Notice.WRONG_AMOUNT_TO_PAY]


@pytest.mark.parametrize(
    ("element", "words", "notice"),
    [
        ("EpiRemittanceInfoIdentifier", "868516259619898", Notice.WRONG_REFERENCE),
        ("EpiAccountID", "FI7944052020036083", Notice.WRONG_IBAN),
        ("EpiRemittanceInfoIdentifier", "", Notice.NO_PAYMENT_DETAILS),
    ],
)
def test_a_wrong_payment_number_is_noticed(
    element: str, words: str, notice: str, home: Customer, tmp_path: Path
) -> None:
    take(tmp_path, bill(**{element: words}))
    assert notice in notices(Invoice.everything.get())


def test_a_credit_of_an_unknown_invoice_is_noticed(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, finvoices.credit_note(credited="777"))
    (notice,) = Invoice.everything.get().notices
    assert notice == {"code": Notice.CREDITED_NOT_THERE, "number": "777"}


def test_the_notice_goes_when_the_credited_invoice_comes(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, finvoices.credit_note())
    take(tmp_path, bill())
    assert notices(Invoice.everything.get(number="9001")) == []


def test_a_credit_of_anothers_invoice_is_of_an_unknown_one(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, bill(SellersBuyerIdentifier="200"))
    take(tmp_path, finvoices.credit_note())
    assert notices(Invoice.everything.get(number="9001")) == [Notice.CREDITED_NOT_THERE]


def test_a_broken_pdf_is_kept_with_a_notice(home: Customer, tmp_path: Path) -> None:
    put(tmp_path, b"no PDF at all", "bill.pdf")
    take(tmp_path, bill())
    assert notices(Invoice.everything.get()) == [Notice.BROKEN_PDF]
    assert bytes(InvoiceFile.everything.get(kind=FileKind.PDF).content) == b"no PDF at all"


def test_too_large_a_pdf_is_refused_with_its_invoice(home: Customer, tmp_path: Path) -> None:
    with put(tmp_path, PDF, "bill.pdf").open("r+b") as opened:
        opened.truncate(MOST_PDF_BYTES + 1)
    fault = refusal(tmp_path, bill())
    assert (fault.field, fault.problem) == ("bill.pdf", "is over 20 MB; make it smaller")


def test_another_pdf_of_the_same_invoice_is_a_conflict(home: Customer, tmp_path: Path) -> None:
    put(tmp_path, PDF, "bill.pdf")
    take(tmp_path, bill())
    put(tmp_path, PDF + b"more", "bill.pdf")
    assert "has another PDF already" in refusal(tmp_path, bill()).problem


def test_a_json_file_that_speaks_of_finvoice_is_none(home: Customer, tmp_path: Path) -> None:
    report = files.take_in(tmp_path, [files.customer("300", name="<Finvoice >")])
    assert report.kind == "records"
