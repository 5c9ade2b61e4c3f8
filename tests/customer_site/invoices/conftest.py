"""A household whose invoices the tests send themselves."""

import pytest

from tests.customer_site.invoices.bills import Household, household


@pytest.fixture
def home(db: None) -> Household:
    """A household without invoices, on the cast's day."""
    return household()
