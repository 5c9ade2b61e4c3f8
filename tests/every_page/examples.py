"""An example object for every URL that names one: its parts, of a customer's own. A missing one fails."""

from __future__ import annotations

from collections.abc import Callable

from kajo.access.models import Customer
from kajo.contracts.models import Contract, Location

Parts = dict[str, str]


def _location(customer: Customer) -> Parts:
    return {"location": Location.everything.filter(owner=customer).order_by("pk")[0].key}


def _contract(customer: Customer) -> Parts:
    return {"key": Contract.everything.filter(owner=customer).order_by("pk")[0].key}


# By URL name; a page that names no object of a customer's is not here.
EXAMPLES: dict[str, Callable[[Customer], Parts]] = {
    "contract-detail": _contract,
}
