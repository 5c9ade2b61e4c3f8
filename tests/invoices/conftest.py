"""A home with a contract, whose invoices the tests send."""

from __future__ import annotations

from pathlib import Path

import pytest

from kajo.access.models import Customer
from tests.import_api import files


@pytest.fixture
def home(db: None, tmp_path: Path) -> Customer:
    """Customer 100 with contract S-1 at a metering point, and a neighbour 200 without any."""
    files.take_in(tmp_path, [*files.home(), files.customer("200", name="Bertta Berg")])
    return Customer.everything.get(number="100")
