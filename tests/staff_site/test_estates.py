"""A customer has died: what was granted before waits for a review, and nothing is marketed."""

from __future__ import annotations

import pytest

from kajo.access.areas import Area
from kajo.access.models import AuditEntry, Customer, Grant
from kajo.access.wall import behind_the_wall
from kajo.changes.models import Change
from kajo.core import times
from kajo.core.functions import call
from kajo.notifications.choosing import consent
from kajo.notifications.models import MarketingConsent
from kajo.notifications.words import MessageChannel
from tests.access.giving import access_of, answer, give, reaches
from tests.conftest import Visit
from tests.staff_site.linking import ask, link, send_mails
from tests.visiting import Visitor
from tests.world import World


def mark(visitor: Visitor, customer: Customer, deed: str = "mark") -> None:
    visitor.post("staff:estate", key=customer.key, deed=deed).leads_on().is_shown()


def consents_of(customer: Customer) -> dict[str, bool]:
    """Return what holds of each channel of marketing."""
    rows = MarketingConsent.everything.filter(owner=customer).order_by("edition")
    return {row.channel: row.is_given for row in rows}


def grant_of(world: World) -> str:
    return Grant.everything.filter(owner=world.solar_household, user=world.venla).order_by("key")[0].key


def test_rights_given_before_are_paused_in_open_pages_too_and_all_are_told(
    world: World, visit: Visit
) -> None:
    markus, venla = visit(world.markus), visit(world.venla)
    venla.get("front", world.solar_household).is_shown()
    mark(markus, world.solar_household)
    venla.get("front", world.solar_household).is_not_there()
    venla.get("customers").says("You may open 0 customers.")
    to = [message.to for message in send_mails()]
    assert sorted(to) == sorted([[world.venla.email], [world.maija.email]])
    visit(world.maija).get("front", world.solar_household).is_shown()
    visit(world.maija).get("rights", world.solar_household).says("Paused until reviewed")
    venla.get("received-rights").says("waits for a review").has_no_link(world.solar_household.name)
    assert AuditEntry.everything.filter(kind="estate_marked", customer=world.solar_household).exists()


def test_markus_reviews_a_right_and_it_goes_on_or_ends(world: World, visit: Visit) -> None:
    markus, customer = visit(world.markus), world.solar_household
    mark(markus, customer)
    markus.get("staff:customer", key=customer.key).says("waits for a review").has_button(
        "Let the right of Venla Niemelä go on"
    )
    markus.post("staff:review", key=customer.key, grant=grant_of(world), deed="resume").leads_on().says(
        "The right goes on."
    )
    assert reaches(world.venla, customer, Area.CONTRACTS)
    mark(markus, customer, "unmark")
    mark(markus, customer)
    markus.post("staff:review", key=customer.key, grant=grant_of(world), deed="end").leads_on()
    mark(markus, customer, "unmark")
    assert not reaches(world.venla, customer, Area.CONTRACTS)


def test_a_mark_that_was_a_mistake_is_taken_back_and_all_goes_on(world: World, visit: Visit) -> None:
    markus, customer = visit(world.markus), world.solar_household
    mark(markus, customer)
    mark(markus, customer, "unmark")
    assert reaches(world.venla, customer, Area.CONTRACTS)
    markus.post("staff:estate", key=customer.key, deed="unmark").leads_on().says("Somebody has just done it.")


def test_what_is_given_or_opened_afterwards_waits_too(world: World, visit: Visit) -> None:
    customer = world.spot_household
    before = give(world.sanna, customer, world.olli.email)
    mark(visit(world.markus), customer)
    answer(world.olli, before)
    answer(world.bertta, give(world.sanna, customer, world.bertta.email))
    assert not reaches(world.olli, customer) and not reaches(world.bertta, customer)


def test_whoever_is_linked_as_the_estate_comes_in(world: World, visit: Visit) -> None:
    markus, customer = visit(world.markus), world.spot_household
    mark(markus, customer)
    ask(markus, world.olli, customer.number).leads_on().says("Is a death estate.")
    link(markus, world.olli, customer.number, ground="death_estate")
    assert reaches(world.olli, customer)


def test_marketing_stops_and_is_not_allowed_again(world: World, visit: Visit) -> None:
    customer = world.spot_household
    both = [MessageChannel.EMAIL, MessageChannel.SMS]
    with behind_the_wall(world.sanna.pk, read_only=False):
        consent(access_of(world.sanna, customer), both, now=times.now())
    mark(visit(world.markus), customer)
    newest = {
        row.channel: row.is_given
        for row in MarketingConsent.everything.filter(owner=customer).order_by("edition")
    }
    assert newest and not any(newest.values())
    told = Change.everything.filter(owner=customer, kind="marketing.consent", asked_by=world.markus)
    assert {change.facts["is_given"] for change in told} == {False}
    with behind_the_wall(world.sanna.pk, read_only=False):
        consent(access_of(world.sanna, customer), both, now=times.now())
    newest = {
        row.channel: row.is_given
        for row in MarketingConsent.everything.filter(owner=customer).order_by("edition")
    }
    assert not any(newest.values())


@pytest.mark.parametrize("who", ["helena", "venla", "maija"])
def test_nobody_else_marks_or_reviews(world: World, visit: Visit, who: str) -> None:
    user, customer = getattr(world, who), world.solar_household
    for page in ("staff:estate", "staff:review"):
        visit(user).post(page, key=customer.key, deed="mark", grant=grant_of(world)).is_not_there()
    with (
        pytest.raises(Exception, match="only corporate"),
        behind_the_wall(user.pk, read_only=False, staff=True),
    ):
        call("kajo_mark_estate", customer.key, True, times.now())
    assert not Customer.everything.get(pk=customer.pk).is_estate
