"""What the database holds even when code errs: nobody's row hangs on another's, and days do not overlap."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, models, transaction

from kajo.access.models import Customer
from kajo.contracts.models import Contract, Location, Price, PriceComponent
from tests.import_api import files
from tests.import_api.files import take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_homes(tmp_path: Path) -> None:
    other = [
        *(files.customer("200"), files.location("200", files.FLAT)),
        *(files.contract("S-2", "200", files.FLAT), files.component("S-2")),
    ]
    take_in(tmp_path, [*files.home(), *other])


@pytest.mark.parametrize("model", [Contract, PriceComponent, Price])
def test_a_row_cannot_hang_on_another_customers_row(
    model: type[Contract | PriceComponent | Price], two_homes: None
) -> None:
    rows: models.QuerySet[Contract | PriceComponent | Price] = model.everything.filter(owner__number="200")
    with pytest.raises(IntegrityError, match="owner"), transaction.atomic():
        rows.update(owner=Customer.everything.get(number="100"))
        connection.check_constraints()


def test_a_location_cannot_have_two_contracts_on_one_day(two_homes: None) -> None:
    contract = Contract.everything.get(number="S-1")
    contract.pk, contract.number, contract.key = None, "S-3", "another"
    with pytest.raises(IntegrityError, match="a_location_has_one_contract_a_day"), transaction.atomic():
        contract.save()
        connection.check_constraints()


def test_a_contract_cannot_end_before_it_starts(two_homes: None) -> None:
    with pytest.raises(IntegrityError, match="contract_ends_after_it_starts"), transaction.atomic():
        Contract.everything.filter(number="S-1").update(ends_on=date(2024, 1, 1))


def test_a_customer_has_a_metering_point_once(two_homes: None) -> None:
    location = Location.everything.get(owner__number="100")
    location.pk, location.key = None, "another"
    with pytest.raises(IntegrityError, match="customer_has_a_point_once"), transaction.atomic():
        location.save()
