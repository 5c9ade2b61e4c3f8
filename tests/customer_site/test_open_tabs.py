"""A tab that stays open when the right ends: what it links to is not there, and what it sends is not done."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

import pytest

from kajo.access.areas import Area, Level
from kajo.access.models import Customer, FirmMember, Grant, Offer, User
from kajo.changes.models import Change
from kajo.core import times
from kajo.invoices.models import Invoice, InvoiceExport
from tests.access.giving import answer, give, remove
from tests.conftest import Visit
from tests.visiting import Visitor
from tests.world import World

PAGES = ("front", "invoice-list", "contract-list", "report", "information")
Lose = Callable[[], object]


def removed_by_the_owner(world: World) -> tuple[User, Customer, Lose]:
    offer = opened_right(world)
    return world.pentti, world.spot_household, lambda: remove(world.sanna, world.spot_household, offer.key)


def over_by_its_day(world: World) -> tuple[User, Customer, Lose]:
    grants = Grant.everything.filter(offer=opened_right(world))
    return world.pentti, world.spot_household, lambda: grants.update(ends_at=times.now())


def opened_right(world: World) -> Offer:
    """Let Pentti write in every area of Sanna's."""
    offer = give(world.sanna, world.spot_household, world.pentti.email, dict.fromkeys(Area, Level.WRITE))
    answer(world.pentti, offer)
    return offer


def out_of_the_firm(world: World) -> tuple[User, Customer, Lose]:
    membership = FirmMember.objects.filter(user=world.emma)
    return world.emma, world.housing_company_1, lambda: membership.update(ends_at=times.now())


def addresses_in(tab: Visitor, customer: Customer) -> set[str]:
    """Return where links, pictures and forms of the customer's pages lead to, of those pages alone."""
    invoice = Invoice.everything.filter(owner=customer).latest("dated_on", "pk")
    found = set()
    for page in (*(tab.get(name, customer) for name in PAGES), tab.get("invoice-detail", invoice)):
        shown = page.leads_on() if page.status == 302 else page
        if shown.tree is not None:
            named = shown.tree.xpath("//@href | //@src | //@action | //@hx-get | //@hx-post")
            found |= {urljoin(shown.url, str(one)).partition("#")[0] for one in named}
    return {address for address in found if address.startswith(f"/c/{customer.key}/")}


@pytest.mark.parametrize("how", [removed_by_the_owner, over_by_its_day, out_of_the_firm])
def test_a_tab_that_stays_open_leads_nowhere_and_does_nothing_when_the_right_is(
    how: Callable[[World], tuple[User, Customer, Lose]], world: World, visit: Visit
) -> None:
    user, customer, lose = how(world)
    tab, parts = visit(user), visit(user, htmx=True)
    addresses = addresses_in(tab, customer)
    assert len(addresses) > 15
    changes, files = Change.everything.count(), InvoiceExport.everything.count()
    invoice = Invoice.everything.filter(owner=customer).latest("dated_on", "pk")
    lose()
    for address in sorted(addresses):
        tab.open(address).is_not_there()
        parts.open(address).is_not_there()
    tab.post("invoice-postpone", invoice, days=3).is_not_there()
    tab.post("invoice-exports", customer).is_not_there()
    tab.post("information-add-phone", customer, value="+358401234567").is_not_there()
    assert (Change.everything.count(), InvoiceExport.everything.count()) == (changes, files)
