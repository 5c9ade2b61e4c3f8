"""An address that somebody has kept leads nowhere once his access is taken away."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kajo.access.areas import Area
from kajo.access.models import Customer, Grant
from kajo.contracts.models import Contract
from tests.access import people
from tests.every_page.examples import EXAMPLES, PERSONAL
from tests.every_page.test_every_page import CUSTOMER_PAGES

pytestmark = pytest.mark.django_db

INVOICE_PAGES = {
    name for name, door in CUSTOMER_PAGES.items() if door.asks.areas == {Area.INVOICES}
} - PERSONAL


@pytest.mark.parametrize("name", sorted(INVOICE_PAGES))
def test_an_invoices_address_is_not_there_after_the_right_was_removed(name: str, world: Any) -> None:
    home = Customer.everything.get(pk=Contract.everything.order_by("pk")[0].owner_id)
    reader = people.reader("removed-reader", home.number, Area.INVOICES)
    parts = EXAMPLES[name](home) if name in EXAMPLES else {}
    url = reverse(f"customer:{name}", kwargs={"customer": home.key, **parts})
    client = Client(raise_request_exception=False)
    client.force_login(reader)
    assert client.get(url).status_code in (200, 302)
    Grant.everything.filter(user=reader).delete()
    assert client.get(url).status_code == 404
