"""What else of a customer a page may need to know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kajo.access.models import Customer
from kajo.access.policy import CustomerAccess, ManyAccess
from kajo.core.functions import call
from kajo.core.sorting import sort_key


@dataclass(frozen=True)
class Named:
    """Whose a row of a list of many customers is."""

    key: str
    number: str
    name: str


def is_person(access: CustomerAccess) -> bool:
    """Tell whether the customer is a person, and not a company or a housing company. One query."""
    kinds = Customer.everything.filter(pk=access.customer_id).values_list("kind", flat=True)
    return kinds.get() == Customer.Kind.PERSON


def is_estate(access: CustomerAccess) -> bool:
    """Tell whether customer service has marked the customer as a death estate. One query."""
    return Customer.everything.filter(pk=access.customer_id, is_estate=True).exists()


def list_named(accesses: ManyAccess, ids: Collection[int]) -> dict[int, Named]:
    """Return who those of the customers are that were opened together, by id. One query."""
    wanted = set(accesses.customer_ids) & set(ids)
    rows = Customer.everything.filter(pk__in=wanted).values_list("pk", "key", "number", "name")
    return {number: Named(*row) for number, *row in rows}


def find_among(accesses: ManyAccess, search: str) -> list[int]:
    """Return the ids of those that were opened together and are found as the chooser finds them. One query.

    By a part of the name, of the number or of an address of theirs.
    """
    found: list[int] = call("kajo_find_open", sort_key(search), search.strip())
    return sorted(set(found) & set(accesses.customer_ids))


@dataclass(frozen=True)
class CustomerFacts:
    """What the register says of a customer besides the name and the number."""

    kind: str
    business_id: str
    language: str


def get_customer_facts(access: CustomerAccess) -> CustomerFacts:
    """Return what else the register says of the customer. One query."""
    facts = Customer.everything.filter(pk=access.customer_id).values_list("kind", "business_id", "language")
    return CustomerFacts(*facts.get())
