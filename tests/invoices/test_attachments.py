"""What an invoice's links name: kept when it lies beside the Finvoice, else told not to have been given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from kajo.access import register
from kajo.access.areas import Area
from kajo.access.models import Customer, User
from kajo.core.refusals import ImportRefused
from kajo.invoices.models import Invoice, InvoiceFile
from kajo.invoices.parsed import may_lie_beside
from kajo.invoices.words import FileKind
from tests.access import people
from tests.conftest import Visit
from tests.invoices.finvoices import PDF, before, bill, put, take, take_all

pytestmark = pytest.mark.django_db

USAGE = b"PK a workbook"


@pytest.fixture
def owner(home: Customer) -> User:
    made = people.user("owner")
    register.add_owner(home.number, made)
    return made


def with_link(address: str, name: str = "Kulutus", number: str = "86851625") -> str:
    """Return the bill with a second link."""
    text = before(bill(number), "<InvoiceUrlText>", f"<InvoiceUrlNameText>{name}</InvoiceUrlNameText>")
    return before(text, "</Finvoice>", f"<InvoiceUrlText>{address}</InvoiceUrlText>")


def attachments() -> list[InvoiceFile]:
    return list(InvoiceFile.everything.filter(kind=FileKind.ATTACHMENT).order_by("invoice__number", "place"))


@pytest.mark.parametrize(
    "address",
    [
        "https://retailer.example/files/usage.xlsx?x=1",
        "usage.xlsx",
        "file:///C:/out/usage.xlsx",
        r"C:\o\usage.xlsx",
    ],
)
@pytest.mark.parametrize("beside", ["usage.xlsx", "bill-usage.xlsx"])
def test_a_file_beside_is_kept_and_can_be_fetched(
    home: Customer, owner: User, visit: Visit, tmp_path: Path, address: str, beside: str
) -> None:
    put(tmp_path, USAGE, beside)
    take(tmp_path, with_link(address))
    (file,) = attachments()
    assert (file.name, bytes(file.content), file.place) == ("usage.xlsx", USAGE, 2)
    page = visit(owner).get("invoice-detail", Invoice.everything.get())
    answer = page.follow("Kulutus (usage.xlsx, 1 kB)").response
    assert answer.content == USAGE
    assert answer["Content-Disposition"] == 'attachment; filename="usage.xlsx"'
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_file_that_was_never_given_is_told_in_words(
    home: Customer, owner: User, visit: Visit, tmp_path: Path
) -> None:
    take(tmp_path, with_link("usage.xlsx"))
    page = visit(owner).get("invoice-detail", Invoice.everything.get())
    page.says("Kulutus The file has not been given to this service. Ask our customer service for it.")
    page.has_no_link("Kulutus")
    # A link that is called just PDF is called as its file; it leads out, and says so.
    page.says("lasku.pdf The file has not been given to this service. The link leads to another site.")
    page.has_link("lasku.pdf")


def test_a_link_that_names_no_file_is_only_a_link(
    home: Customer, owner: User, visit: Visit, tmp_path: Path
) -> None:
    text = with_link("https://retailer.example/meter").replace("/lasku.pdf", "/86851625.pdf")
    take(tmp_path, text)
    page = visit(owner).get("invoice-detail", Invoice.everything.get())
    page.has_link("Kulutus").has_link("The invoice as a PDF").has_no("The file has not been given")
    put(tmp_path, PDF, "bill.pdf")
    take(tmp_path, text)
    page = visit(owner).get("invoice-detail", Invoice.everything.get())
    page.has_link("Kulutus").has_no_link("The invoice as a PDF")  # it is downloaded from the service


def test_an_attachment_may_come_later_but_not_become_another(home: Customer, tmp_path: Path) -> None:
    take(tmp_path, with_link("usage.xlsx"))
    put(tmp_path, USAGE, "usage.xlsx")
    report = take(tmp_path, with_link("usage.xlsx"))
    assert (report.counts.changed, report.counts.unchanged) == (1, 0)
    assert take(tmp_path, with_link("usage.xlsx")).repeated
    put(tmp_path, b"another", "usage.xlsx")
    with pytest.raises(ImportRefused, match=r"has another attachment usage\.xlsx already"):
        take(tmp_path, with_link("usage.xlsx"))
    assert [bytes(file.content) for file in attachments()] == [USAGE]


def test_of_a_folder_attachments_go_in_with_their_invoices(home: Customer, tmp_path: Path) -> None:
    folder = tmp_path / "bills"
    folder.mkdir()
    for number in ("1", "2"):
        put(folder, with_link("usage.xlsx", number=number), f"{number}.xml")
        put(folder, USAGE + number.encode(), f"{number}-usage.xlsx")
    assert [str(one).split(",")[0] for one in take_all(folder)] == ["1.xml: Finvoice", "2.xml: Finvoice"]
    assert [bytes(file.content) for file in attachments()] == [USAGE + b"1", USAGE + b"2"]


def test_one_that_is_too_large_is_refused_by_its_name(
    home: Customer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kajo.invoices.finvoice_imports.MOST_PDF_BYTES", len(USAGE) - 1)
    put(tmp_path, USAGE, "usage.xlsx")
    with pytest.raises(ImportRefused, match=r"usage\.xlsx.*make it smaller"):
        take(tmp_path, with_link("usage.xlsx"))
    assert not Invoice.everything.exists()


@pytest.mark.parametrize(
    "name", ["../secret.pdf", "a/b.pdf", ".pdf", "x.exe", "", "passwd", "x\u202efdp.pdf", "x.PDF "]
)
def test_no_other_file_is_ever_read(name: str) -> None:
    assert not may_lie_beside(name)


def test_an_attachment_is_its_customers_own_and_goes_with_the_invoices_details(
    home: Customer, owner: User, visit: Visit, tmp_path: Path
) -> None:
    put(tmp_path, USAGE, "usage.xlsx")
    take(tmp_path, with_link("usage.xlsx"))
    (file,) = attachments()
    about = {"about": file.invoice, "file": file.key}
    visit(people.reader("reader", home.number, Area.CONTRACTS)).get(
        "invoice-attachment", **about
    ).is_not_there()
    visit(people.reader("payer", home.number, Area.INVOICES)).get("invoice-attachment", **about).is_shown()
    with override_settings(INVOICE_DETAILS_FROM=date(2030, 1, 1)):
        visit(owner).get("invoice-attachment", **about).is_not_there()
    original = InvoiceFile.everything.get(kind=FileKind.ORIGINAL)
    visit(owner).get("invoice-attachment", file.invoice, file=original.key).is_not_there()
