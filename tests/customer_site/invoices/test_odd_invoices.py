"""Invoices that came in odd: all of each is shown, a notice says what is odd, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kajo.core.refusals import ImportRefused
from kajo.files.pictures import drawing
from kajo.files.pictures.helper import helper
from kajo.files.pictures.shelf import Shelf
from kajo.invoices import bills as made_bills
from kajo.invoices.models import Invoice
from tests.conftest import Visit
from tests.customer_site.invoices.bills import Household, found
from tests.files import pdfs
from tests.invoices import finvoices
from tests.invoices.finvoices import FRAME, NUMBER, put, take, take_all
from tests.pages import Page


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    empty = Shelf(tmp_path / "pictures")
    monkeypatch.setattr(drawing, "shelf", empty)
    monkeypatch.setattr(made_bills, "shelf", empty)
    yield
    helper.stop()


def bill(home: Household, number: str = NUMBER, **changes: str) -> str:
    """Return a Finvoice of the household's, 50,20 €."""
    return finvoices.bill(number, SellersBuyerIdentifier=home.customer.number, **changes)


def copied(page: Page) -> list[str]:
    assert page.tree is not None
    return [str(value) for value in page.tree.xpath("//@data-kajo-copy")]


@pytest.mark.parametrize(
    ("element", "words", "said"),
    [
        ("InvoiceTotalVatAmount", "10,21", "The sum without VAT and the VAT do not add up to the total."),
        ("InvoiceTotalVatExcludedAmount", "40,01", "The rows do not add up to the sum without VAT."),
        ("VatRateAmount", "10,19", "VAT by rate does not add up to the VAT of the invoice."),
        ("EpiInstructedAmount", "50,21", "The amount to pay is not the total less what had been paid."),
        ("UnitPriceAmount", "0,0730", "On a row, quantity times price is not the row's sum."),
        ("EpiBfiIdentifier", "HELS", "The bank's identifier (BIC) is not a possible one."),
        (
            "EpiRemittanceInfoIdentifier",
            "868516259619898",
            "The check digit of the reference number is wrong.",
        ),
        ("EpiAccountID", "FI7944052020036083", "The check digits of the account number are wrong."),
    ],
)
def test_the_page_says_what_is_odd_and_shows_the_rest(
    element: str, words: str, said: str, home: Household, visit: Visit, tmp_path: Path
) -> None:
    text = bill(home, **{element: words})
    report = take(tmp_path, text)
    assert len(report.warnings) >= 1 and f"invoice {NUMBER} was taken though odd" in report.warnings[0]
    page = visit(home.owner).get("invoice-detail", found(NUMBER))
    page.says(said, "Energia, yleissähkö", "Perusmaksu", "Payment details")
    pays_astray = element in ("EpiRemittanceInfoIdentifier", "EpiAccountID")
    assert bool(copied(page)) is not pays_astray
    original = visit(home.owner).get("invoice-original", found(NUMBER)).response
    assert original.content == text.rstrip().encode()


def test_an_element_that_is_not_understood_stays_in_the_original_and_the_page_says_so(
    home: Household, visit: Visit, tmp_path: Path
) -> None:
    take(tmp_path, finvoices.before(bill(home), "<InvoiceDetails>", "<Surprise>42</Surprise>"))
    page = visit(home.owner).get("invoice-detail", found(NUMBER))
    page.says("The invoice departs from the Finvoice standard.", "€50.20")
    assert copied(page)
    page.has_link("Download the original document")
    original = visit(home.owner).get("invoice-original", found(NUMBER)).response
    assert b"<Surprise>42</Surprise>" in original.content


@pytest.mark.parametrize("version", ["1.2", "1.3", "2.0", "2.01", "3.0"])
def test_an_invoice_of_any_version_is_shown_in_a_frame_or_not(
    version: str, home: Household, visit: Visit, tmp_path: Path
) -> None:
    text = bill(home).replace('Version="3.0"', f'Version="{version}"')
    take(tmp_path, FRAME + text + "\n" + FRAME + bill(home, "2").replace("3.0", version))
    for number in (NUMBER, "2"):
        page = visit(home.owner).get("invoice-detail", found(number))
        page.says("€50.20", "Energia, yleissähkö", "86851 62596 19897", "Esimerkkisähkö Oy")
        page.has_no("departs from the Finvoice", "Ask us before you pay")


@pytest.mark.parametrize(
    ("pdf", "said"),
    [
        (pdfs.five_hundred_pages(), "The PDF has 500 pages"),
        (pdfs.encrypted(), "locked with a password"),
        (pdfs.hundred_megapixel_image(), "too large to be shown"),
        (b"no PDF at all", "is broken"),
    ],
    ids=["many pages", "encrypted", "large image", "broken"],
)
def test_a_bad_pdf_beside_a_finvoice_is_told_of_and_kept(
    pdf: bytes, said: str, home: Household, visit: Visit, tmp_path: Path
) -> None:
    put(tmp_path, pdf, "bill.pdf")
    take(tmp_path, bill(home))
    visit(home.owner).get("invoice-detail", found(NUMBER)).says(
        said, "Energia, yleissähkö", "Payment details"
    )
    assert visit(home.owner).get("invoice-bill", found(NUMBER)).response.content == pdf


def test_instalments_are_shown_each_with_its_day_and_reference(
    home: Household, visit: Visit, tmp_path: Path
) -> None:
    take(tmp_path, finvoices.before(bill(home), "<VirtualBankBarcode>", finvoices.IN_TWO_PARTS))
    page = visit(home.owner).get("invoice-detail", found(NUMBER))
    assert page.table("The invoice can be paid in these parts.").rows == [
        ["15 Nov 2026", "1232", "€25.10"],
        ["15 Dec 2026", "86851 62596 19897", "€25.10"],
    ]


def test_an_invoice_by_direct_debit_is_not_paid_twice(home: Household, visit: Visit, tmp_path: Path) -> None:
    debited = "<DirectDebitInfo><CreditorIdentifier>FI55ZZZ12345678</CreditorIdentifier></DirectDebitInfo>"
    take(tmp_path, finvoices.before(bill(home), "<VirtualBankBarcode>", debited))
    page = visit(home.owner).get("invoice-detail", found(NUMBER))
    page.says("Your bank pays this invoice by direct debit", "Do not pay it twice.")
    assert copied(page) == []


def test_a_conflict_leaves_the_invoice_that_is_there_as_it_was(
    home: Household, visit: Visit, tmp_path: Path
) -> None:
    take(tmp_path, bill(home))
    (refused,) = take_all(put(tmp_path, bill(home, InvoiceTotalVatIncludedAmount="5,02"), "other.xml"))
    assert isinstance(refused, ImportRefused)
    said = str(refused)
    assert said.startswith("other.xml, line 1, number: ")
    assert f"invoice {NUMBER} is here already with other content (2026-11-01, 50.20 €, finvoice" in said
    assert said.endswith("send it under its own number, or a credit note")
    visit(home.owner).get("invoice-detail", found(NUMBER)).says("€50.20").has_no("€5.02")


def test_of_a_file_with_one_bad_invoice_none_is_shown(home: Household, visit: Visit, tmp_path: Path) -> None:
    second = finvoices.without(bill(home, "2"), "InvoiceDate").split("?>", 1)[1]
    (refused,) = take_all(put(tmp_path, bill(home) + second))
    assert str(refused) == (
        "bill.xml, line 106, InvoiceDetails/InvoiceDate: is missing; add it and send the invoice anew"
    )
    assert not Invoice.everything.exists()
    visit(home.owner).get("invoice-list", home.customer).has_no(NUMBER)
