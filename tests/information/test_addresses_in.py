"""Postal addresses come in with the customers, and are as the register has them last."""

from __future__ import annotations

from pathlib import Path

import pytest

from kajo.core.refusals import ImportRefused
from kajo.information.models import Address
from tests.import_api.files import customer, take_in

pytestmark = pytest.mark.django_db

HOME = {"use": "postal", "street": "Koivutie 4 A 12", "postcode": "00100", "city": "HELSINKI"}
OFFICE = {"use": "invoicing", "recipient": "Laskut", "street": "PL 1", "postcode": "33101", "city": "TAMPERE"}


def test_addresses_are_kept_and_replaced(tmp_path: Path) -> None:
    take_in(tmp_path, [customer(addresses=[HOME, OFFICE])])
    assert {(address.use, address.street) for address in Address.everything.all()} == {
        ("postal", "Koivutie 4 A 12"),
        ("invoicing", "PL 1"),
    }
    moved = {**HOME, "street": "Box 7", "postcode": "111 20", "city": "STOCKHOLM", "country": "SE"}
    take_in(tmp_path, [customer(change_number=9, addresses=[moved])])
    (address,) = Address.everything.all()
    assert (address.street, address.country, address.recipient) == ("Box 7", "SE", "")


@pytest.mark.parametrize(
    "addresses", [[HOME, HOME], [{**HOME, "country": "fi"}], [{**HOME, "street": ""}], [{**HOME, "use": "x"}]]
)
def test_an_address_that_cannot_be_used_is_refused(tmp_path: Path, addresses: list[dict[str, str]]) -> None:
    with pytest.raises(ImportRefused):
        take_in(tmp_path, [customer(addresses=addresses)])
    assert not Address.everything.exists()
