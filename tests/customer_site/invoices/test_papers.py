"""The invoice as a paper: shown page by page, downloaded, and handed to nobody else."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from kajo.files.pictures import drawing
from kajo.files.pictures.drawing import WIDTH
from kajo.files.pictures.helper import helper
from kajo.files.pictures.shelf import Shelf
from kajo.invoices import bills as made_bills
from kajo.invoices.models import Invoice
from tests.customer_site.invoices import bills
from tests.files import pdfs
from tests.visiting import Visitor
from tests.world import World

Visit = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    empty = Shelf(tmp_path / "pictures")
    monkeypatch.setattr(drawing, "shelf", empty)
    monkeypatch.setattr(made_bills, "shelf", empty)
    yield
    helper.stop()


def write(world: World, pdf: bytes | None = None, **facts: Any) -> Invoice:
    """Let the retailer send Väinö an invoice, with this PDF or none."""
    if pdf is not None:
        facts["pdf"] = base64.b64encode(pdf).decode()
    number = facts.pop("number", "PAPER-1")
    bills.send(vainos(world).bill(number, **facts))
    return bills.found(number)


def vainos(world: World) -> bills.Household:
    return bills.Household(world.electric_household, world.electric_home, world.vaino)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def test_vaino_sees_his_bill_page_by_page_with_its_words(world: World, visit: Visit) -> None:
    invoice = write(world, pdfs.two_pages())
    page = visit(world.vaino).get("invoice-detail", invoice)
    page.says("Picture of the invoice", "Page 2 as text", "Sivu kaksi").has_no("not the original")
    assert "Page 1 of 2 of invoice PAPER-1. Its text is below the picture." in page.body
    picture = visit(world.vaino).get("invoice-picture", invoice, page=2).response
    assert (picture["Content-Type"], picture["Cache-Control"]) == ("image/png", "no-store")
    assert Image.open(io.BytesIO(picture.content)).width == WIDTH


def test_the_pdf_is_downloaded_as_it_came(world: World, visit: Visit) -> None:
    invoice = write(world, pdfs.two_pages())
    answer = visit(world.vaino).get("invoice-bill", invoice).response
    assert answer.content == pdfs.two_pages()
    assert answer["Content-Disposition"] == 'attachment; filename="PAPER-1.pdf"'
    assert answer["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize(
    ("pdf", "said"),
    [
        (pdfs.encrypted(), "locked with a password"),
        (pdfs.hundred_megapixel_image(), "too large to be shown"),
        (pdfs.hundred_megapixel_sheet(), "too large to be shown"),
        (pdfs.five_hundred_pages(), "The PDF has 500 pages"),
        (pdfs.with_program_and_attachment(), "holds a program or attached files"),
        (b"%PDF-1.7\nbroken", "is broken"),
    ],
    ids=["encrypted", "large image", "large sheet", "many pages", "program", "broken"],
)
def test_a_bad_pdf_has_a_clear_notice_and_is_not_lost(
    world: World, visit: Visit, pdf: bytes, said: str
) -> None:
    invoice = write(world, pdf)
    visit(world.vaino).get("invoice-detail", invoice).says(said, "Payment details", "Energia")
    assert visit(world.vaino).get("invoice-bill", invoice).response.content == pdf


def test_an_invoice_without_a_pdf_gets_one_made_of_its_data(world: World, visit: Visit) -> None:
    invoice = write(world)
    page = visit(world.vaino).get("invoice-detail", invoice)
    page.says("The picture is made from the invoice's data; it is not the original.")
    made = visit(world.vaino).get("invoice-bill", invoice).response
    text = "".join(text_of(made.content).split())
    for said in ("Lasku PAPER-1", "Väinö Korhonen", "1 000 kWh", "96,04", "125,50 €", "FI79 4405 2020"):
        assert "".join(said.split()) in text, said
    assert "Tehtylaskuntiedoista;eialkuperäinen." in text
    visit(world.vaino).get("invoice-picture", invoice, page=1).is_shown()


def test_what_stands_in_the_data_is_never_markup(world: World, visit: Visit) -> None:
    evil = '#read("/etc/passwd") *x* <b>'
    invoice = write(world, free_texts=[evil])
    assert evil in text_of(visit(world.vaino).get("invoice-bill", invoice).response.content)


def test_a_made_bill_of_before_april_2020_has_no_rows_and_says_why(world: World, visit: Visit) -> None:
    invoice = write(world, dated_on="2020-02-08", sent_on="2020-02-08")
    text = text_of(visit(world.vaino).get("invoice-bill", invoice).response.content)
    assert "Perusmaksu" not in text and "1.4.2020" in text


def test_a_paper_is_shown_to_holders_of_invoices_only(world: World, visit: Visit) -> None:
    invoice = write(world, pdfs.two_pages())
    for name, parts in (("invoice-picture", {"page": 1}), ("invoice-bill", {}), ("invoice-original", {})):
        visit(world.bertta).get(name, invoice, **parts).is_not_there()
        visit(world.sanna).get(name, invoice, **parts).is_not_there()
        visit().get(name, invoice, **parts).asks_to_sign_in()


def test_a_page_that_is_not_there_is_not_there(world: World, visit: Visit) -> None:
    invoice = write(world, pdfs.two_pages())
    for page in (0, 3, 10**9):
        visit(world.vaino).get("invoice-picture", invoice, page=page).is_not_there()
    visit(world.vaino).get("invoice-original", invoice).is_not_there()


def test_a_kept_picture_is_behind_the_door_too(world: World, visit: Visit) -> None:
    mine = write(world, pdfs.two_pages())
    visit(world.vaino).get("invoice-picture", mine, page=1).is_shown()
    assert drawing.shelf.find(f"{hashlib.sha256(pdfs.two_pages()).hexdigest()}-1-{WIDTH}.png")
    visit(world.sanna).get("invoice-picture", mine, page=1).is_not_there()
