"""The payment block: tools while there is something to pay, and none when there is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kajo.invoices.models import Invoice
from tests.customer_site.invoices import bills
from tests.visiting import Visitor
from tests.world import World

Visit = Callable[..., Visitor]
DIGITS = "479440520200360820001255000000000868516259619897261210"


def vainos(world: World) -> bills.Household:
    return bills.Household(world.electric_household, world.electric_home, world.vaino)


def write(world: World, **facts: Any) -> Invoice:
    bills.send(vainos(world).bill("PAY-1", **facts))
    return bills.found("PAY-1")


def test_an_open_invoice_has_the_barcode_its_digits_and_the_qr_code(world: World, visit: Visit) -> None:
    page = visit(world.vaino).get("invoice-detail", write(world))
    page.has_button("Copy the virtual bar code").says("4794 4052 0200 3608")
    assert f'data-kajo-copy="{DIGITS}"' in page.body
    assert 'data-kajo-copy="868516259619897"' in page.body and 'data-kajo-copy="125,50"' in page.body
    assert page.body.count("<svg viewBox") >= 2 and "QR code of the payment" in page.body


@pytest.mark.parametrize("settled", ["paid", "credited", "in the bank"])
def test_an_invoice_that_is_not_paid_here_has_no_tools(world: World, visit: Visit, settled: str) -> None:
    invoice = write(world, channel="e_invoice" if settled == "in the bank" else "paper")
    if settled == "paid":
        bills.send(bills.payment("PAY-1"))
    if settled == "credited":
        bills.send(vainos(world).credit_note("PAY-2", "PAY-1"))
    page = visit(world.vaino).get("invoice-detail", invoice)
    page.says("Payment details", "86851 62596 19897").has_no_button("Copy the virtual bar code")
    assert "data-kajo-copy" not in page.body and "QR code of the payment" not in page.body


def test_what_is_left_to_pay_is_what_the_codes_ask_for(world: World, visit: Visit) -> None:
    invoice = write(world)
    bills.send(bills.payment("PAY-1", "25.50"))
    assert DIGITS.replace("00012550", "00010000") in visit(world.vaino).get("invoice-detail", invoice).body


def test_an_account_abroad_has_no_barcode_and_the_page_says_so(world: World, visit: Visit) -> None:
    page = visit(world.vaino).get("invoice-detail", write(world, iban="DE33100205000001194700"))
    page.says("There is no virtual bar code").has_no_button("Copy the virtual bar code")
    assert "QR code of the payment" in page.body


def test_a_wrong_reference_has_no_tools_at_all(world: World, visit: Visit) -> None:
    page = visit(world.vaino).get("invoice-detail", write(world, reference="868516259619898"))
    page.says("Ask us before you pay")
    assert "data-kajo-copy" not in page.body and "QR code of the payment" not in page.body
