"""What a scanner reads from the screen is what the invoice says."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from kajo.invoices.bank_barcode import barcode_svg
from kajo.invoices.models import Invoice
from tests.browser.conftest import Person
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
VECTORS = json.loads((Path(__file__).parents[1] / "data/barcode/vectors.json").read_text())["vectors"]
STEPS = Path(__file__).parents[2] / "kajo/ui/static/ui/css/steps.css"


def read(part: Locator) -> str:
    """Return what zxing reads of a part of the page as it is seen."""
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(part.screenshot())))
    assert len(found) == 1, "one code is to be read"
    return found[0].text


def open_bill(world: World, somebody: Person) -> tuple[Page, Invoice]:
    """Open an invoice of Väinö's that is to be paid here."""
    page = somebody.signs_in_as(world.vaino)
    for invoice in Invoice.everything.filter(owner=world.electric_household).order_by("-dated_on"):
        somebody.goes_to(f"/c/{world.electric_household.key}/invoices/{invoice.key}/")
        if page.locator(".barcode").count():
            return page, invoice
    raise AssertionError("Väinö has nothing to pay")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_codes_are_read_back_from_the_screen(
    world: World, person: Callable[..., Person], theme: str
) -> None:
    page, invoice = open_bill(world, person(color_scheme=theme))
    shown = page.locator(".barcode-digits").inner_text().split(":")[-1]
    digits = read(page.locator(".barcode"))
    assert digits == "".join(shown.split()) and len(digits) == 54
    lines = read(page.locator(".qr")).split("\n")
    assert lines[:4] == ["BCD", "001", "1", "SCT"] and lines[6] == invoice.iban
    assert Decimal(lines[7].removeprefix("EUR")) == Decimal(digits[17:25]) / 100
    assert lines[9].lstrip("0") == digits[28:48].lstrip("0")
    box = page.locator(".barcode svg").bounding_box()
    assert box is not None and box["width"] == 332


def test_every_published_barcode_is_read_back(person: Callable[..., Person]) -> None:
    page = person().page
    for vector in VECTORS:
        svg = barcode_svg(vector["code"])
        page.set_content(f"<style>{STEPS.read_text()}</style><div class='barcode'>{svg}</div>")
        assert read(page.locator(".barcode")) == vector["code"]


def test_a_phone_copies_the_virtual_bar_code_first(world: World, person: Callable[..., Person]) -> None:
    somebody = person(
        viewport={"width": 360, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    page, _ = open_bill(world, somebody)
    first = page.locator(".payment button:visible").first
    expect(first).to_have_text("Copy the virtual bar code")
    first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert len(copied) == 54 and copied.isdigit()
    expect(page.locator(".barcode")).to_be_hidden()
    assert page.locator(".payment").get_by_text(copied[:4]).first.is_visible()


def test_the_picture_is_seen(world: World, person: Callable[..., Person]) -> None:
    page, _ = open_bill(world, person())
    picture = page.locator(".sheet img").first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth }") > 1000
    page.get_by_text("Page 1 as text").click()
    expect(page.locator(".sheet-words").first).to_be_visible()
