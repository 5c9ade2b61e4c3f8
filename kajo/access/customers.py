"""What else of a customer a page may need to know."""

from __future__ import annotations

from kajo.access.models import Customer
from kajo.access.policy import CustomerAccess


def is_person(access: CustomerAccess) -> bool:
    """Tell whether the customer is a person, and not a company or a housing company. One query."""
    kinds = Customer.everything.filter(pk=access.customer_id).values_list("kind", flat=True)
    return kinds.get() == Customer.Kind.PERSON
